using System.Globalization;
using System.Numerics;
using System.Text;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Primitives;

namespace Supercomputer.Compute.Manifests;

/// <summary>Reads manifests strictly: every key is known, every value has its shape; what is wrong is named with its line.</summary>
/// <remarks>Source: the manifest format of CLE (cle.yaml, specVersion 0.0.1 and 0.0.2); 1.0.0 is the same with the layout of this project.</remarks>
internal sealed class ManifestReader
{
    /// <summary>The longest manifest that is read, in bytes.</summary>
    public const int LongestFile = 1 << 20;

    private readonly List<EventSource> events = [];
    private readonly List<StorageSource> storage = [];
    private readonly List<TransactionSource> transactions = [];
    private readonly List<string> warnings = [];
    private string? error;
    private string? network;

    public static Result<Manifest> Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestFile) return Result<Manifest>.Refused($"at most {LongestFile} bytes are read, found {utf8.Length}");
        Result<YamlMapping> document = YamlDocument.Read(utf8);
        return document.IsGood ? new ManifestReader().Read(document.Value) : Result<Manifest>.Refused(document.Error);
    }

    private Result<Manifest> Read(YamlMapping top)
    {
        Dictionary<string, YamlNode> keys = Keys(top, "manifest",
            ["specVersion", "apiVersion", "dataSources", "mapping"], ["name", "description", "repository", "dataDestinations"]);
        string specVersion = Text(keys, "specVersion"), apiVersion = Text(keys, "apiVersion");
        StreamLayout layout = specVersion == "1.0.0" ? StreamLayout.Complete : StreamLayout.Cle;
        if (specVersion is not ("0.0.1" or "0.0.2" or "1.0.0"))
            Refuse(Line(keys, "specVersion", top), $"specVersion '{specVersion}' is not supported; expected 0.0.1, 0.0.2 or 1.0.0");
        string[] apiVersions = layout == StreamLayout.Complete ? ["1.0.0"] : ["0.0.1", "0.0.2"];
        if (!apiVersions.Contains(apiVersion))
            Refuse(Line(keys, "apiVersion", top), $"apiVersion '{apiVersion}' does not go with specVersion {specVersion}; expected {string.Join(" or ", apiVersions)}");
        ReadSources(keys, layout);
        Dictionary<string, YamlNode> mapping = keys.GetValueOrDefault("mapping") is YamlMapping inner
            ? Keys(inner, "mapping", ["language", "file", "handler"], [])
            : [];
        if (mapping.Count == 0) Refuse(Line(keys, "mapping", top), "mapping: expected language, file and handler");
        if (keys.ContainsKey("dataDestinations")) warnings.Add("dataDestinations: outputs are not sent anywhere; ignored");
        string language = Text(mapping, "language"), file = Text(mapping, "file"), handler = Text(mapping, "handler");
        string? name = keys.ContainsKey("name") ? Text(keys, "name") : null;
        return error is null
            ? new Manifest(specVersion, layout, name, network, language, file, handler, events, storage, transactions, warnings)
            : Result<Manifest>.Refused(error);
    }

    private void ReadSources(Dictionary<string, YamlNode> keys, StreamLayout layout)
    {
        if (!keys.TryGetValue("dataSources", out YamlNode? node)) return;
        List<YamlMapping> sources = Mappings(node, "dataSources");
        if (sources.Count == 0) Refuse(node.Line, "dataSources: expected at least one source");
        foreach (YamlMapping source in sources)
        {
            string kind = source.Entries.FirstOrDefault(entry => entry.Key == "kind").Value is YamlScalar scalar ? scalar.Text : "";
            if (kind == "ethereum") ReadEthereum(source);
            else Refuse(source.Line, kind == "offchain"
                ? "dataSources: offchain data is not made from a block; write the program's streams yourself and use --public and --disclosed"
                : $"dataSources: kind '{kind}' is not supported; expected ethereum");
        }
        if (error is null && events.Count + storage.Count + transactions.Count == 0)
            Refuse(node.Line, "dataSources: no event, storage or transaction is asked for");
        if (transactions.Count > 0 && layout == StreamLayout.Complete)
            Refuse(node.Line, "dataSources: transaction sources go with specVersion 0.0.1 and 0.0.2, whose programs read them as @ora-io/cle-lib does");
    }

    private void ReadEthereum(YamlMapping source)
    {
        Dictionary<string, YamlNode> keys = Keys(source, "dataSources", ["kind", "network"], ["unsafe", "event", "storage", "transaction"]);
        string of = Text(keys, "network");
        if (network is not null && network != of) Refuse(source.Line, $"dataSources: sources of two networks, {network} and {of}; one block is of one network");
        network = of;
        if (keys.TryGetValue("unsafe", out YamlNode? mode) && Text(keys, "unsafe") is not ("true" or "false"))
            Refuse(mode.Line, "dataSources: unsafe: expected true or false"); // the program's imports say which it is
        if (keys.TryGetValue("event", out YamlNode? eventNode))
            foreach (YamlMapping entry in Mappings(eventNode, "event"))
                events.Add(new EventSource(Address(entry, "event", "events", out YamlNode? list), Values(list, "events", Topic)));
        if (keys.TryGetValue("storage", out YamlNode? storageNode))
            foreach (YamlMapping entry in Mappings(storageNode, "storage"))
                storage.Add(new StorageSource(Address(entry, "storage", "slots", out YamlNode? list), Values(list, "slots", Slot)));
        if (keys.TryGetValue("transaction", out YamlNode? transactionNode))
            foreach (YamlMapping entry in Mappings(transactionNode, "transaction"))
            {
                Dictionary<string, YamlNode> sides = Keys(entry, "transaction", ["from", "to"], []);
                transactions.Add(new TransactionSource(Side(sides, "from", entry), Side(sides, "to", entry)));
            }
    }

    /// <summary>An address, or * for any.</summary>
    private ReadOnlyMemory<byte>? Side(Dictionary<string, YamlNode> keys, string key, YamlMapping entry)
    {
        string text = Text(keys, key);
        if (text == "*") return null;
        if (Address(text) is byte[] address) return address;
        Refuse(Line(keys, key, entry), $"transaction: {key} '{text}': expected 20 bytes in hexadecimal behind 0x, or '*' for any");
        return null;
    }

    private byte[] Address(YamlMapping entry, string where, string listName, out YamlNode? list)
    {
        Dictionary<string, YamlNode> keys = Keys(entry, where, ["address", listName], []);
        list = keys.GetValueOrDefault(listName);
        string text = Text(keys, "address");
        if (Address(text) is byte[] address) return address;
        Refuse(Line(keys, "address", entry), $"{where}: address '{text}': expected 20 bytes in hexadecimal behind 0x");
        return [];
    }

    private static byte[]? Address(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) && Hex.TryDecode(text, out byte[]? address) && address.Length == 20 ? address : null;

    /// <summary>An event's signature, or its topic itself in hexadecimal.</summary>
    private static byte[]? Topic(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal)) return Hex.TryDecode(text, out byte[]? topic) && topic.Length == 32 ? topic : null;
        int open = text.IndexOf('(', StringComparison.Ordinal);
        bool isSignature = open > 0 && text[^1] == ')' && text.All(c => char.IsAsciiLetterOrDigit(c) || "_$(),[]".Contains(c, StringComparison.Ordinal));
        return isSignature ? Keccak256.Hash(Encoding.ASCII.GetBytes(text)).ToArray() : null;
    }

    /// <summary>A slot: a number, decimal or in hexadecimal.</summary>
    private static byte[]? Slot(string text)
    {
        bool isHex = text.StartsWith("0x", StringComparison.Ordinal);
        if (text.Length > 78 || !BigInteger.TryParse(isHex ? "0" + text[2..] : text,
            isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger slot)) return null;
        byte[] digits = slot.ToByteArray(isUnsigned: true, isBigEndian: true);
        if (digits.Length > 32) return null;
        byte[] padded = new byte[32];
        digits.CopyTo(padded, 32 - digits.Length);
        return padded;
    }

    private List<ReadOnlyMemory<byte>> Values(YamlNode? list, string where, Func<string, byte[]?> parse)
    {
        List<ReadOnlyMemory<byte>> values = [];
        if (list is not YamlSequence { Items.Count: > 0 } sequence)
        {
            if (list is not null) Refuse(list.Line, $"{where}: expected a list of at least one");
            return values;
        }
        foreach (YamlNode item in sequence.Items)
        {
            if (item is YamlScalar scalar && parse(scalar.Text) is byte[] value) values.Add(value);
            else Refuse(item.Line, where == "events"
                ? "events: expected a signature as Transfer(address,address,uint256), or 32 bytes in hexadecimal behind 0x"
                : "slots: expected a number below 2^256, decimal or in hexadecimal behind 0x");
        }
        return values;
    }

    private List<YamlMapping> Mappings(YamlNode node, string where)
    {
        List<YamlMapping> mappings = [];
        if (node is not YamlSequence sequence) Refuse(node.Line, $"{where}: expected a list");
        else
            foreach (YamlNode item in sequence.Items)
                if (item is YamlMapping mapping) mappings.Add(mapping);
                else Refuse(item.Line, $"{where}: expected a mapping");
        return mappings;
    }

    private Dictionary<string, YamlNode> Keys(YamlMapping mapping, string where, string[] required, string[] optional)
    {
        Dictionary<string, YamlNode> keys = new(StringComparer.Ordinal);
        foreach ((string key, YamlNode value) in mapping.Entries)
            if (required.Contains(key) || optional.Contains(key)) keys.Add(key, value);
            else Refuse(value.Line, $"{where}: unknown key '{key}'; expected {string.Join(", ", required.Concat(optional))}");
        foreach (string key in required)
            if (!keys.ContainsKey(key)) Refuse(mapping.Line, $"{where}: '{key}' is missing");
        return keys;
    }

    private string Text(Dictionary<string, YamlNode> keys, string key)
    {
        if (!keys.TryGetValue(key, out YamlNode? node)) return "";
        if (node is YamlScalar scalar) return scalar.Text;
        Refuse(node.Line, $"{key}: expected a text");
        return "";
    }

    private static long Line(Dictionary<string, YamlNode> keys, string key, YamlNode parent) => keys.GetValueOrDefault(key)?.Line ?? parent.Line;

    private void Refuse(long line, string reason) => error ??= $"line {line}: {reason}";
}

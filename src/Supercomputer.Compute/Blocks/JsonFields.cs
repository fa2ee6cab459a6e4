using System.Text.Json;
using Supercomputer.Primitives;

namespace Supercomputer.Compute.Blocks;

/// <summary>Reads fields of JSON-RPC answers. The first thing that is wrong is kept in <see cref="Error"/>; reading goes on with empty values.</summary>
internal sealed class JsonFields
{
    private const int MostItems = 1 << 17;

    public string? Error { get; private set; }

    public void Refuse(string error) => Error ??= error;

    /// <summary>The property, when it is there and not null.</summary>
    public static bool Has(JsonElement parent, string name, out JsonElement value) =>
        parent.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Hexadecimal bytes, of one length when it is given.</summary>
    public byte[] Bytes(JsonElement parent, string name, string where, int? length = null) =>
        Has(parent, name, out JsonElement value) ? Bytes(value, $"{where}.{name}", length) : Missing(where, name);

    public byte[] Bytes(JsonElement value, string where, int? length = null)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { } text
            || !text.StartsWith("0x", StringComparison.Ordinal) || !Hex.TryDecode(text, out byte[]? bytes))
        {
            Refuse($"{where}: expected hexadecimal bytes behind 0x, found {Shown(value)}");
            return [];
        }
        if (length is int expected && bytes.Length != expected) Refuse($"{where}: expected {expected} bytes, found {bytes.Length}");
        return bytes;
    }

    /// <summary>A number as its bytes, big-endian without leading zeros.</summary>
    public byte[] Number(JsonElement parent, string name, string where) =>
        Has(parent, name, out JsonElement value) ? Number(value, $"{where}.{name}") : Missing(where, name);

    public byte[] Number(JsonElement value, string where)
    {
        string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (text is not null && text.StartsWith("0x", StringComparison.Ordinal) && text.Length is > 2 and <= 66)
        {
            string digits = text[2..];
            if (Hex.TryDecode(digits.Length % 2 == 0 ? digits : "0" + digits, out byte[]? bytes)) return bytes.AsSpan().TrimStart((byte)0).ToArray();
        }
        Refuse($"{where}: expected a number of at most 32 bytes in hexadecimal behind 0x, found {Shown(value)}");
        return [];
    }

    /// <summary>The items of an array, up to the first that is refused; none when the property is absent or null.</summary>
    public IEnumerable<(JsonElement Item, string Where)> Items(JsonElement parent, string name, string where) =>
        Has(parent, name, out JsonElement array) ? Items(array, where.Length == 0 ? name : $"{where}.{name}") : [];

    public IEnumerable<(JsonElement Item, string Where)> Items(JsonElement array, string where)
    {
        if (array.ValueKind != JsonValueKind.Array) Refuse($"{where}: expected an array, found {Shown(array)}");
        else if (array.GetArrayLength() > MostItems) Refuse($"{where}: at most {MostItems} items are read, found {array.GetArrayLength()}");
        else
            return array.EnumerateArray().Select((item, i) => (item, $"{where}[{i}]")).TakeWhile(_ => Error is null);
        return [];
    }

    /// <summary>Whether the value is an object; refused otherwise.</summary>
    public bool IsObject(JsonElement value, string where)
    {
        if (value.ValueKind == JsonValueKind.Object) return true;
        Refuse($"{where}: expected an object, found {Shown(value)}");
        return false;
    }

    private byte[] Missing(string where, string name)
    {
        Refuse($"{where}: '{name}' is missing");
        return [];
    }

    private static string Shown(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Array or JsonValueKind.Object) return value.ValueKind == JsonValueKind.Array ? "an array" : "an object";
        string text = value.GetRawText();
        return text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "...");
    }
}

using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Supercomputer.Compute.Manifests;

/// <summary>Reads one YAML document whose top is a mapping: the plain part of YAML, without anchors, aliases and tags.</summary>
/// <remarks>Source: YAML 1.2. Works on the parser's events with its own depth and size limits, so no document exhausts the stack.</remarks>
internal static class YamlDocument
{
    private const int DeepestNesting = 16, MostNodes = 1 << 14;

    /// <summary>Reads UTF-8 text. Never throws on any bytes.</summary>
    public static Result<YamlMapping> Read(ReadOnlySpan<byte> utf8)
    {
        Parser parser = new(new StringReader(System.Text.Encoding.UTF8.GetString(utf8)));
        try
        {
            int nodes = 0;
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _)) return Refused("the document is empty; expected a mapping");
            (YamlNode? node, string? error) = ReadNode(parser, 0, ref nodes);
            if (node is null) return Refused(error!);
            if (node is not YamlMapping mapping) return Refused($"line {node.Line}: expected a mapping at the top");
            parser.Consume<DocumentEnd>();
            return parser.Accept<StreamEnd>(out _) ? mapping : Refused($"line {parser.Current?.Start.Line}: expected one document, found a second");
        }
        catch (YamlException error)
        {
            return Refused($"line {error.Start.Line}: not YAML: {error.Message}");
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            return Refused($"not YAML: {error.Message}"); // the parser library meant to say so
        }
    }

    private static (YamlNode? Node, string? Error) ReadNode(Parser parser, int depth, ref int nodes)
    {
        if (!parser.Accept<NodeEvent>(out NodeEvent? start)) return (null, $"line {parser.Current?.Start.Line}: aliases are not read");
        long line = start.Start.Line;
        if (!start.Anchor.IsEmpty || !start.Tag.IsEmpty) return (null, $"line {line}: anchors and tags are not read");
        if (depth > DeepestNesting) return (null, $"line {line}: nested deeper than {DeepestNesting}");
        if (++nodes > MostNodes) return (null, $"line {line}: more than {MostNodes} nodes");
        if (parser.TryConsume<Scalar>(out Scalar? scalar)) return (new YamlScalar(scalar.Value, line), null);
        if (parser.TryConsume<SequenceStart>(out _)) return ReadSequence(parser, depth, line, ref nodes);
        if (parser.TryConsume<MappingStart>(out _)) return ReadMapping(parser, depth, line, ref nodes);
        return (null, $"line {line}: aliases are not read");
    }

    private static (YamlNode? Node, string? Error) ReadSequence(Parser parser, int depth, long line, ref int nodes)
    {
        List<YamlNode> items = [];
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            (YamlNode? item, string? error) = ReadNode(parser, depth + 1, ref nodes);
            if (item is null) return (null, error);
            items.Add(item);
        }
        return (new YamlSequence(items, line), null);
    }

    private static (YamlNode? Node, string? Error) ReadMapping(Parser parser, int depth, long line, ref int nodes)
    {
        List<(string, YamlNode)> entries = [];
        HashSet<string> keys = new(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            (YamlNode? key, string? error) = ReadNode(parser, depth + 1, ref nodes);
            if (key is null) return (null, error);
            if (key is not YamlScalar name) return (null, $"line {key.Line}: expected a text as key");
            if (!keys.Add(name.Text)) return (null, $"line {key.Line}: key '{name.Text}' stands twice");
            (YamlNode? value, error) = ReadNode(parser, depth + 1, ref nodes);
            if (value is null) return (null, error);
            entries.Add((name.Text, value));
        }
        return (new YamlMapping(entries, line), null);
    }

    private static Result<YamlMapping> Refused(string error) => Result<YamlMapping>.Refused(error);
}

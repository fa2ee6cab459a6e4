namespace Supercomputer.Compute.Manifests;

/// <summary>A node of a YAML document, with the line it stands on.</summary>
internal abstract record YamlNode(long Line);

/// <summary>A scalar, as text.</summary>
internal sealed record YamlScalar(string Text, long Line) : YamlNode(Line);

/// <summary>A sequence.</summary>
internal sealed record YamlSequence(IReadOnlyList<YamlNode> Items, long Line) : YamlNode(Line);

/// <summary>A mapping with text keys, all different, in order.</summary>
internal sealed record YamlMapping(IReadOnlyList<(string Key, YamlNode Value)> Entries, long Line) : YamlNode(Line);

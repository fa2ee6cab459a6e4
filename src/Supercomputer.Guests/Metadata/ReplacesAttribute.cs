namespace Supercomputer.Guests.Metadata;

/// <summary>Marks a type whose methods are compiled in place of the framework's type of this name.</summary>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Class)]
internal sealed class ReplacesAttribute(string name) : Attribute
{
    /// <summary>The full name in metadata, as in <c>System.Span`1</c>.</summary>
    public string Name { get; } = name;
}

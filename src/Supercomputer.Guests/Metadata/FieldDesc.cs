using System.Reflection.Metadata;

namespace Supercomputer.Guests.Metadata;

/// <summary>A field of a closed type.</summary>
internal sealed class FieldDesc(TypeDesc owner, string name, TypeDesc type, bool isStatic, bool isReadOnly, FieldDefinitionHandle definition)
{
    public TypeDesc Owner { get; } = owner;

    public string Name { get; } = name;

    public TypeDesc Type { get; } = type;

    public bool IsStatic { get; } = isStatic;

    public bool IsReadOnly { get; } = isReadOnly;

    public FieldDefinitionHandle Definition { get; } = definition;

    /// <summary>Bytes from the start of the struct, or for a static field its address once it has one.</summary>
    public int Offset { get; set; }

    public override string ToString() => $"{Owner}.{Name}";
}

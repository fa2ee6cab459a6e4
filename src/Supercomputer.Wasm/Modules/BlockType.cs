namespace Supercomputer.Wasm.Modules;

/// <summary>The type of a block: empty, one result, or a function type by index.</summary>
/// <remarks>Shape: 0 is empty, 1 to 255 a <see cref="ValType"/>, 256 and above a type index plus 256.</remarks>
public readonly record struct BlockType(ulong Encoding)
{
    /// <summary>A block that takes and leaves nothing.</summary>
    public static BlockType Empty => default;

    /// <summary>A block that leaves one value.</summary>
    public static BlockType OfResult(ValType type) => new((byte)type);

    /// <summary>A block of the type with this index.</summary>
    public static BlockType OfTypeIndex(uint index) => new(index + 256UL);

    /// <summary>Whether the block takes and leaves nothing.</summary>
    public bool IsEmpty => Encoding == 0;

    /// <summary>The one result, where the block has the short form.</summary>
    public ValType? Result => Encoding is > 0 and < 256 ? (ValType)Encoding : null;

    /// <summary>The type index, where the block has the long form.</summary>
    public uint? TypeIndex => Encoding >= 256 ? (uint)(Encoding - 256) : null;
}

using System.Reflection;
using System.Reflection.Metadata;

namespace Supercomputer.Guests.Metadata;

/// <summary>Where the fields of a struct lie: in order of declaration, each aligned to its size, as sequential layout does.</summary>
internal sealed class StructLayout
{
    /// <summary>Structs of at most so many scalars are passed and returned as scalars, others by address.</summary>
    public const int MaximumFlatLeaves = 8;

    private StructLayout(FieldDesc[] fields, int size, int alignment, Leaf[] leaves)
    {
        (Fields, Size, Alignment, Leaves) = (fields, size, alignment, leaves);
        IsFlat = leaves.Length <= MaximumFlatLeaves;
    }

    public FieldDesc[] Fields { get; }

    public int Size { get; }

    public int Alignment { get; }

    /// <summary>The scalars in it; for a struct with overlapping or repeated fields, words that cover it.</summary>
    public Leaf[] Leaves { get; }

    public bool IsFlat { get; }

    public static StructLayout Of(TypeDesc type)
    {
        if (type.Image is not { } image) throw new GuestException($"the struct {type} is not known to the compiler");
        TypeDefinition definition = image.Reader.GetTypeDefinition(type.Definition);
        FieldDesc[] fields = [.. image.FieldsOf(type).Where(field => !field.IsStatic)];
        TypeLayout declared = definition.GetLayout();
        bool isExplicit = (definition.Attributes & TypeAttributes.LayoutMask) == TypeAttributes.ExplicitLayout;
        int pack = declared.PackingSize > 0 ? declared.PackingSize : 8;
        int size = 0, alignment = 1;
        foreach (FieldDesc field in fields)
        {
            int align = Math.Min(pack, field.Type.Alignment);
            int offset = isExplicit ? image.Reader.GetFieldDefinition(field.Definition).GetOffset() : AlignUp(size, align);
            field.Offset = offset;
            size = Math.Max(size, offset + field.Type.Size);
            alignment = Math.Max(alignment, align);
        }

        int repeat = image.InlineArrayLength(type.Definition);
        size = AlignUp(Math.Max(size * Math.Max(1, repeat), Math.Max(declared.Size, 1)), alignment);
        bool isPlain = !isExplicit && repeat == 0 && declared.Size == 0;
        return new StructLayout(fields, size, alignment, isPlain ? LeavesOf(fields) : image.Types.Words(size, alignment));
    }

    private static Leaf[] LeavesOf(FieldDesc[] fields)
    {
        List<Leaf> leaves = [];
        foreach (FieldDesc field in fields)
        {
            if (!field.Type.IsStruct) leaves.Add(new Leaf(field.Offset, field.Type));
            else leaves.AddRange(field.Type.Layout.Leaves.Select(leaf => leaf with { Offset = leaf.Offset + field.Offset }));
        }

        return [.. leaves];
    }

    internal static int AlignUp(int value, int alignment) => (value + alignment - 1) / alignment * alignment;
}

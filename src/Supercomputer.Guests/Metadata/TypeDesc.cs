using System.Reflection.Metadata;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Metadata;

/// <summary>A closed type: no type parameter is left in it. One object for each type of a compilation.</summary>
internal sealed class TypeDesc(string name, TypeKind kind, TypeDesc? element = null)
{
    private StructLayout? _layout;

    /// <summary>The full name, with type arguments.</summary>
    public string Name { get; } = name;

    public TypeKind Kind { get; internal set; } = kind;

    /// <summary>What a pointer, reference or array holds.</summary>
    public TypeDesc? Element { get; } = element;

    /// <summary>The assembly that defines it; null for primitive, constructed and unknown types.</summary>
    public AssemblyImage? Image { get; init; }

    public TypeDefinitionHandle Definition { get; init; }

    public TypeDesc[] Arguments { get; init; } = [];

    /// <summary>Whether a part of it is a pointer or a reference, which the runtime lays out freely.</summary>
    public StructLayout Layout => _layout ??= StructLayout.Of(this);

    public bool IsStruct => Kind == TypeKind.Struct;

    public bool IsFloat => Kind is TypeKind.Single or TypeKind.Double;

    public bool IsSigned => Kind is TypeKind.SByte or TypeKind.Int16 or TypeKind.Int32 or TypeKind.Int64 or TypeKind.NativeInt;

    /// <summary>Bytes in memory; pointers and references have four.</summary>
    public int Size => Kind switch
    {
        TypeKind.Void => 0,
        TypeKind.Boolean or TypeKind.SByte or TypeKind.Byte => 1,
        TypeKind.Char or TypeKind.Int16 or TypeKind.UInt16 => 2,
        TypeKind.Int64 or TypeKind.UInt64 or TypeKind.Double => 8,
        TypeKind.Struct => Layout.Size,
        _ => 4,
    };

    public int Alignment => IsStruct ? Layout.Alignment : Math.Max(1, Size);

    /// <summary>The WebAssembly type of a scalar.</summary>
    public ValType ValType => Kind switch
    {
        TypeKind.Int64 or TypeKind.UInt64 => ValType.I64,
        TypeKind.Single => ValType.F32,
        TypeKind.Double => ValType.F64,
        _ => ValType.I32,
    };

    public Opcode LoadOpcode => Kind switch
    {
        TypeKind.Boolean or TypeKind.Byte => Opcode.I32Load8U,
        TypeKind.SByte => Opcode.I32Load8S,
        TypeKind.Char or TypeKind.UInt16 => Opcode.I32Load16U,
        TypeKind.Int16 => Opcode.I32Load16S,
        TypeKind.Int64 or TypeKind.UInt64 => Opcode.I64Load,
        TypeKind.Single => Opcode.F32Load,
        TypeKind.Double => Opcode.F64Load,
        _ => Opcode.I32Load,
    };

    public Opcode StoreOpcode => Kind switch
    {
        TypeKind.Boolean or TypeKind.Byte or TypeKind.SByte => Opcode.I32Store8,
        TypeKind.Char or TypeKind.UInt16 or TypeKind.Int16 => Opcode.I32Store16,
        TypeKind.Int64 or TypeKind.UInt64 => Opcode.I64Store,
        TypeKind.Single => Opcode.F32Store,
        TypeKind.Double => Opcode.F64Store,
        _ => Opcode.I32Store,
    };

    public override string ToString() => Name;
}

namespace Supercomputer.Guests.Metadata;

/// <summary>What a type is to the compiler; an enum has the kind of its underlying type.</summary>
internal enum TypeKind : byte
{
    Void,
    Boolean,
    Char,
    SByte,
    Byte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Single,
    Double,
    NativeInt,
    NativeUInt,
    Pointer,
    ByRef,
    Array,
    String,
    Struct,

    /// <summary>A reference type other than arrays and strings: named in diagnostics, never a value of a guest.</summary>
    Class,
}

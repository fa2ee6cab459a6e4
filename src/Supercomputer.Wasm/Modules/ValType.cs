namespace Supercomputer.Wasm.Modules;

/// <summary>A value type, with the byte that encodes it.</summary>
public enum ValType : byte
{
    /// <summary>The bottom type of unreachable code; it stands in no module.</summary>
    Unknown = 0,
    /// <summary>A reference to any host object.</summary>
    ExternRef = 0x6F,
    /// <summary>A reference to a function.</summary>
    FuncRef = 0x70,
    /// <summary>A vector of 128 bits, whose lanes each instruction divides as it needs.</summary>
    V128 = 0x7B,
    /// <summary>A binary64 number.</summary>
    F64 = 0x7C,
    /// <summary>A binary32 number.</summary>
    F32 = 0x7D,
    /// <summary>An integer of 64 bits without sign.</summary>
    I64 = 0x7E,
    /// <summary>An integer of 32 bits without sign.</summary>
    I32 = 0x7F,
}

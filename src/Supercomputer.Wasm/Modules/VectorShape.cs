namespace Supercomputer.Wasm.Modules;

/// <summary>How an instruction divides the 128 bits of a vector into lanes, lane 0 in the lowest bits.</summary>
public enum VectorShape : byte
{
    /// <summary>The vector as a whole.</summary>
    V128,
    /// <summary>16 integers of 8 bits.</summary>
    I8x16,
    /// <summary>8 integers of 16 bits.</summary>
    I16x8,
    /// <summary>4 integers of 32 bits.</summary>
    I32x4,
    /// <summary>2 integers of 64 bits.</summary>
    I64x2,
    /// <summary>4 binary32 numbers.</summary>
    F32x4,
    /// <summary>2 binary64 numbers.</summary>
    F64x2,
}

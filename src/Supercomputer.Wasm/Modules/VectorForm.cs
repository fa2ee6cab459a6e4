namespace Supercomputer.Wasm.Modules;

/// <summary>What a vector instruction takes, leaves and carries as immediates.</summary>
/// <remarks>Shape: "lane" is an operand of <see cref="VectorShapes.ScalarType"/>; where an access is named, the immediates are
/// <see cref="Instruction.AlignmentLog"/> and <see cref="Instruction.MemoryOffset"/>.</remarks>
public enum VectorForm : byte
{
    /// <summary>[i32] -> [v128]: 16 bytes.</summary>
    Load,
    /// <summary>[i32] -> [v128]: 8 bytes, each lane of the source shape extended to one of the shape.</summary>
    LoadExtend,
    /// <summary>[i32] -> [v128]: one lane, copied to all lanes.</summary>
    LoadSplat,
    /// <summary>[i32] -> [v128]: one lane into lane 0, the others zero.</summary>
    LoadZero,
    /// <summary>[i32 v128] -> [v128]: one lane into <see cref="Instruction.Lane"/>.</summary>
    LoadLane,
    /// <summary>[i32 v128] -> []: 16 bytes.</summary>
    Store,
    /// <summary>[i32 v128] -> []: the lane <see cref="Instruction.Lane"/>.</summary>
    StoreLane,
    /// <summary>[] -> [v128]: <see cref="Instruction.Vector"/>.</summary>
    Constant,
    /// <summary>[v128 v128] -> [v128]: byte i is the byte of both operands, first one first, that byte i of <see cref="Instruction.Vector"/> names.</summary>
    Shuffle,
    /// <summary>[lane] -> [v128].</summary>
    Splat,
    /// <summary>[v128] -> [lane]: the lane <see cref="Instruction.Lane"/>.</summary>
    ExtractLane,
    /// <summary>[v128 lane] -> [v128]: into the lane <see cref="Instruction.Lane"/>.</summary>
    ReplaceLane,
    /// <summary>[v128] -> [v128].</summary>
    Unary,
    /// <summary>[v128 v128] -> [v128].</summary>
    Binary,
    /// <summary>[v128 v128 v128] -> [v128]: bits of the first where the third has ones, of the second elsewhere.</summary>
    Select,
    /// <summary>[v128 i32] -> [v128]: each lane by the count modulo the bits of a lane.</summary>
    Shift,
    /// <summary>[v128] -> [i32].</summary>
    Test,
}

namespace Supercomputer.Machine.Paths;

/// <summary>How a value of a path comes about.</summary>
internal enum PathNodeKind : byte
{
    /// <summary>The register number <see cref="PathNode.Left"/> of the plan, as it was before the row.</summary>
    Register,
    /// <summary>The constant <see cref="PathNode.Immediate"/>.</summary>
    Constant,
    /// <summary>The sum of two values.</summary>
    Add,
    /// <summary>The difference of two values.</summary>
    Subtract,
    /// <summary>The value times 2^<see cref="PathNode.Immediate"/>.</summary>
    ShiftLeft,
    /// <summary>The word that the memory access number <see cref="PathNode.Left"/> of the plan finds.</summary>
    Load,
}

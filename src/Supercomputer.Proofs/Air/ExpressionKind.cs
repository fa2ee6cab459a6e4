namespace Supercomputer.Proofs.Air;

/// <summary>What a node of an expression graph is.</summary>
public enum ExpressionKind
{
    /// <summary>A canonical constant of the base field.</summary>
    Constant,

    /// <summary>A committed column of the chip, at the row at hand.</summary>
    Column,

    /// <summary>A column that the verifier knows, at the row at hand.</summary>
    Preprocessed,

    /// <summary>The sum of two nodes.</summary>
    Add,

    /// <summary>The left node less the right one.</summary>
    Subtract,

    /// <summary>The product of two nodes.</summary>
    Multiply,
}

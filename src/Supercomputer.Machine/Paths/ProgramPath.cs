namespace Supercomputer.Machine.Paths;

/// <summary>A path through a program: consecutive steps from a head, with the way each conditional branch goes.</summary>
/// <param name="Head">The program counter where it begins.</param>
/// <param name="Length">The number of instructions, 2 to <see cref="MaximumLength"/>.</param>
/// <param name="Directions">Bit i says whether the i-th conditional branch is taken; bits of no branch are 0.</param>
/// <remarks>The list of paths is part of the key and of D: prover and verifier build the same chips from it.</remarks>
public readonly record struct ProgramPath(uint Head, int Length, ulong Directions)
{
    /// <summary>The most instructions of a path.</summary>
    public const int MaximumLength = 64;

    /// <summary>The most paths of a key.</summary>
    public const int MaximumCount = 64;

    /// <summary>The most columns of all path chips of a key together: each is opened and costs a verifier time.</summary>
    public const int MaximumColumns = 2500;
}

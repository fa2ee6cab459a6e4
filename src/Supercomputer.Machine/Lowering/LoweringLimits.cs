namespace Supercomputer.Machine.Lowering;

/// <summary>The limits of a program's execution. They are part of its digest, or a prover could choose to run out.</summary>
public sealed record LoweringLimits
{
    /// <summary>The most pages that can be proved: word addresses stay below 2^29.</summary>
    public const uint ProvablePages = 32768;

    /// <summary>The limits of a program that asks for nothing else.</summary>
    public static LoweringLimits Default { get; } = new();

    /// <summary>The most steps: executed instructions of the register machine.</summary>
    public ulong Fuel { get; init; } = 1UL << 26;

    /// <summary>Frames begin below this.</summary>
    public uint StackLimit { get; init; } = 1u << 20;

    /// <summary>The most pages of memory, where the module asks for no less.</summary>
    public uint MaximumPages { get; init; } = ProvablePages;

    /// <summary>The most entries that a growing table may have.</summary>
    public uint MaximumTableSize { get; init; } = 1u << 16;
}

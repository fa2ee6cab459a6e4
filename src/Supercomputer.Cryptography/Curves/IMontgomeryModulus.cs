namespace Supercomputer.Cryptography.Curves;

/// <summary>A prime of 256 bits with the constants of Montgomery's form; limbs lowest first.</summary>
public interface IMontgomeryModulus
{
    /// <summary>Limb 0 of the prime.</summary>
    static abstract ulong P0 { get; }

    /// <summary>Limb 1 of the prime.</summary>
    static abstract ulong P1 { get; }

    /// <summary>Limb 2 of the prime.</summary>
    static abstract ulong P2 { get; }

    /// <summary>Limb 3 of the prime.</summary>
    static abstract ulong P3 { get; }

    /// <summary>-1/p modulo 2^64.</summary>
    static abstract ulong NegativeInverse { get; }

    /// <summary>2^512 mod p, limb by limb.</summary>
    static abstract (ulong L0, ulong L1, ulong L2, ulong L3) Square { get; }
}

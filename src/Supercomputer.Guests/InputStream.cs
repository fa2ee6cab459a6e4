namespace Supercomputer.Guests;

/// <summary>What a guest reads.</summary>
public enum InputStream
{
    /// <summary>The public bytes, part of the statement.</summary>
    Public = 0,

    /// <summary>The disclosed stream, which the verifier also has.</summary>
    Disclosed = 1,

    /// <summary>The private stream, only the prover's: a guest must check what it reads.</summary>
    /// <remarks>Soundness: no stream is committed. Each read of a word, and of the length, may be answered by anything, also where it was read before: a
    /// guest reads each part once, keeps it, and works on what it checked. A native run refuses a second read.</remarks>
    Private = 2,
}

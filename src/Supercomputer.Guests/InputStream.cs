namespace Supercomputer.Guests;

/// <summary>What a guest reads.</summary>
public enum InputStream
{
    /// <summary>The public bytes, part of the statement.</summary>
    Public = 0,

    /// <summary>The disclosed stream, which the verifier also has.</summary>
    Disclosed = 1,

    /// <summary>The private stream, only the prover's: a guest must check what it reads.</summary>
    Private = 2,
}

namespace Supercomputer.Claims;

/// <summary>A public statement that travels on the bus.</summary>
public interface IClaim
{
    /// <summary>What it is about.</summary>
    ClaimKind Kind { get; }

    /// <summary>Writes every word behind the kind, in order.</summary>
    void WriteTo(ClaimWriter writer);
}

/// <summary>A type of claims: its kind, its length and its reader.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IClaim<TSelf> : IClaim
    where TSelf : struct, IClaim<TSelf>
{
    /// <summary>The kind of all claims of the type.</summary>
    static abstract ClaimKind ClaimKind { get; }

    /// <summary>Words of the encoding, kind included.</summary>
    static abstract int WordCount { get; }

    /// <summary>Reads the words behind the kind. What they break is the reader's to keep.</summary>
    static abstract TSelf ReadFrom(ClaimReader reader);
}

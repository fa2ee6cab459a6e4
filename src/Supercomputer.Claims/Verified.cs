using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Claims;

/// <summary>A claim whose proof was checked, by the bus, in this process. Networks take claims in no other form.</summary>
/// <typeparam name="TClaim">The claim's type.</typeparam>
public sealed class Verified<TClaim>
    where TClaim : struct, IClaim<TClaim>
{
    internal Verified(TClaim claim)
    {
        Claim = claim;
        Digest = ClaimEncoding.DigestOf(in claim);
    }

    /// <summary>The claim.</summary>
    public TClaim Claim { get; }

    /// <summary>Its digest.</summary>
    public Digest Digest { get; }
}

using Supercomputer.Claims;
using Supercomputer.Cryptography.Hashing;

namespace Supercomputer.Bus;

/// <summary>A claim of a bundle whose proof was checked, and what it rests on.</summary>
/// <param name="Program">The program that was proved.</param>
/// <param name="Claim">The claim.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="Premises">The digests of the claims that it rests on, each verified or believed.</param>
/// <param name="Result">What a computation put out behind its claim.</param>
/// <param name="Verified">The claim as <see cref="Verified{TClaim}"/>.</param>
public sealed record VerifiedEntry(
    string Program, IClaim Claim, Digest Digest, IReadOnlyList<Digest> Premises, ReadOnlyMemory<byte> Result, object Verified);

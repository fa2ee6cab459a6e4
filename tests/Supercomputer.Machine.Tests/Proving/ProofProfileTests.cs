using System.Buffers.Binary;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Machine.Segments;
using Supercomputer.Proofs;
using Supercomputer.Proofs.Soundness;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Machine.Tests.Proving;

/// <summary>Proofs of 100 and of 128 bits: each verifies as what it is, and none as the other, whatever its header says.</summary>
public sealed class ProofProfileTests
{
    private const int ProfileAt = 4 + 4;
    private const int OutputLengthAt = 4 + 4 + 1 + 32 + 1 + 8 + 8;
    private static readonly byte[] s_public = [.. new[] { 200, 1 }.SelectMany(BitConverter.GetBytes)];
    private static readonly Lazy<VerifyingKey> s_key = new(() => VerifyingKey.Create(
        Lowerer.LowerBytes(File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "sort", "sort.wasm")), new LoweringOptions()).Program!));
    private static readonly Lazy<ProveReport> s_whole128 = new(() => Prove(ProofProfile.Bits128, null)), s_whole100 = new(() => Prove(ProofProfile.Bits100, null));
    private static readonly Lazy<ProveReport> s_cut128 = new(() => Prove(ProofProfile.Bits128, 18)), s_cut100 = new(() => Prove(ProofProfile.Bits100, 18));

    [Fact]
    public void A_run_at_100_bits_proves_and_verifies_as_the_same_statement_in_fewer_bytes()
    {
        ProveReport report = s_whole100.Value;
        Assert.True(Verify(ProofProfile.Bits100, report.Proof).TryGet(out Statement? statement, out VerificationError? error), error?.ToString());
        Assert.Equal(s_whole128.Value.Statement.Output.ToArray(), statement.Output.ToArray());
        Assert.Equal((s_whole128.Value.Statement.Program, s_whole128.Value.Statement.Steps), (statement.Program, statement.Steps));
        Assert.True(report.Proof.Length < s_whole128.Value.Proof.Length);
    }

    [Fact]
    public void Every_error_source_of_a_proof_reaches_its_profiles_bits()
    {
        foreach (ProveReport report in new[] { s_whole100.Value, s_cut100.Value })
        {
            Assert.Equal(100, report.Soundness.TargetBits);
            foreach (ErrorSource source in report.Soundness.Sources) Assert.True(source.Bits >= 100, $"{source.Name}: {source.Bits} bits");
            Assert.True(report.Soundness.MinimumBits < 128, "a proof of 100 bits that has 128 would make the refusals vacuous");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_proof_of_one_profile_is_refused_where_another_is_asked_for(bool inSegments)
    {
        (ProveReport weak, ProveReport strong) = inSegments ? (s_cut100.Value, s_cut128.Value) : (s_whole100.Value, s_whole128.Value);
        Assert.False(MachineVerifier.Verify(s_key.Value, s_public, default, weak.Proof).TryGet(out _, out VerificationError? error));
        Assert.Equal(new VerificationError("profile", "direct, 128 bits", "direct, 100 bits"), error);
        Assert.False(Verify(ProofProfile.Bits128, weak.Proof).TryGet(out _, out error));
        Assert.Equal(new VerificationError("profile", "direct, 128 bits", "direct, 100 bits"), error);
        Assert.False(Verify(ProofProfile.Bits100, strong.Proof).TryGet(out _, out error));
        Assert.Equal(new VerificationError("profile", "direct, 100 bits", "direct, 128 bits"), error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_changed_profile_byte_makes_no_proof_of_another_profile(bool inSegments)
    {
        byte[] weak = [.. (inSegments ? s_cut100 : s_whole100).Value.Proof], strong = [.. (inSegments ? s_cut128 : s_whole128).Value.Proof];
        (weak[ProfileAt], strong[ProfileAt]) = (strong[ProfileAt], weak[ProfileAt]);
        Assert.False(Verify(ProofProfile.Bits128, weak).TryGet(out _, out _));
        Assert.False(Verify(ProofProfile.Bits100, strong).TryGet(out _, out _));
        for (int code = 0; code < 256; code++)
        {
            if (code == ProofProfile.Bits100.Code || code == ProofProfile.Bits128.Code) continue;
            weak[ProfileAt] = (byte)code;
            foreach (ProofProfile profile in ProofProfile.All)
            {
                Assert.False(Verify(profile, weak).TryGet(out _, out VerificationError? error));
                Assert.Equal(("profile", $"profile {code}"), (error.Check, error.Actual));
            }
        }
    }

    [Fact]
    public void A_segment_of_100_bits_is_refused_in_a_proof_of_128_bits()
    {
        ProveReport strong = s_cut128.Value, weak = s_cut100.Value;
        Assert.True(strong.Segments >= 2 && strong.Segments == weak.Segments, $"{strong.Segments} and {weak.Segments} segments");
        for (int taken = 0; taken < strong.Segments; taken++)
        {
            Assert.False(Verify(ProofProfile.Bits128, Splice(strong.Proof, weak.Proof, taken)).TryGet(out _, out VerificationError? error));
            Assert.StartsWith($"segment {taken}: ", error.Check, StringComparison.Ordinal);
        }

        Assert.True(Verify(ProofProfile.Bits128, Splice(strong.Proof, strong.Proof, 0)).TryGet(out _, out _));
        Assert.True(Verify(ProofProfile.Bits100, weak.Proof).TryGet(out _, out _));
    }

    [Fact]
    public void Both_profiles_begin_with_other_challenges()
    {
        Statement statement = s_whole128.Value.Statement;
        Assert.NotEqual(
            ProofHeader.Begin(ProofProfile.Bits128, statement, 1).Sample<Cryptography.Fields.KoalaBear6>(),
            ProofHeader.Begin(ProofProfile.Bits100, statement, 1).Sample<Cryptography.Fields.KoalaBear6>());
    }

    [Fact]
    public void A_plan_keeps_its_profile_and_names_one_that_it_does_not_know()
    {
        SegmentPlan plan = new(s_key.Value, new(s_public, default, default), 18, ProofProfile.Bits100);
        byte[] bytes = plan.ToBytes();
        Assert.Null(SegmentPlan.TryRead(bytes, out SegmentPlan? read));
        Assert.Same(ProofProfile.Bits100, read!.Profile);
        Assert.NotEqual(plan.Digest, (plan with { Profile = ProofProfile.Bits128 }).Digest);
        bytes[4 + 4 + 4] = 77;
        Assert.Equal("profile: 1 or 2 expected, actual 77", SegmentPlan.TryRead(bytes, out _));
    }

    private static Checked<Statement> Verify(ProofProfile profile, byte[] proof) =>
        MachineVerifier.Verify(profile, s_key.Value, s_public, default, proof);

    private static ProveReport Prove(ProofProfile profile, int? logCells)
    {
        ProveOptions options = new() { Profile = profile, LogSegmentCells = logCells };
        Assert.True(
            MachineProver.Prove(s_key.Value, new(s_public, default, default), options).TryGet(out ProveReport? report, out VerificationError? error),
            error?.ToString());
        return report;
    }

    /// <summary>The first proof with one of its segments taken from the second.</summary>
    private static byte[] Splice(byte[] proof, byte[] other, int segment)
    {
        List<byte> spliced = [.. proof[..SegmentAt(proof, 0).Start.Value]];
        int count = BinaryPrimitives.ReadInt32LittleEndian(proof.AsSpan(spliced.Count - 4));
        for (int index = 0; index < count; index++)
            spliced.AddRange(index == segment ? other[SegmentAt(other, index)] : proof[SegmentAt(proof, index)]);
        return [.. spliced];
    }

    /// <summary>Where a segment lies, its length included.</summary>
    private static Range SegmentAt(byte[] proof, int segment)
    {
        int at = OutputLengthAt + 4 + BinaryPrimitives.ReadInt32LittleEndian(proof.AsSpan(OutputLengthAt)) + 4;
        while (true)
        {
            int length = 4 + BinaryPrimitives.ReadInt32LittleEndian(proof.AsSpan(at));
            if (segment-- == 0) return at..(at + length);
            at += length;
        }
    }
}

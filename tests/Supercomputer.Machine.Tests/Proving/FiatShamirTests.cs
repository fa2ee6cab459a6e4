using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Supercomputer.Proofs.Proving;
using Supercomputer.Proofs.Serialization;
using Supercomputer.Proofs.Transcripts;
using Supercomputer.Testing;
using Xunit;
using ProgramBuilder = Supercomputer.Machine.Tests.Chips.ProgramBuilder;

namespace Supercomputer.Machine.Tests.Proving;

/// <summary>Nothing that a verifier uses goes unobserved: with every challenge dictated as recorded, one changed value of the proof changes
/// the next challenge that the transcript itself would have drawn; or it is a row or a digest under a root that was observed.</summary>
public sealed class FiatShamirTests(ITestOutputHelper output)
{
    private static readonly string[] s_underRoot = ["opened rows", "path digests"];
    private static readonly Lazy<(VerifyingKey Key, ProveReport Report)> Honest = new(Prove);

    private readonly SortedDictionary<string, (int Values, int Elements, int Tried, int ByChallenge, int AtOnce, int ByRoot)> classes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> frames = new(StringComparer.Ordinal);

    [Fact]
    public void Every_value_of_a_proof_changes_the_next_challenge_or_stands_under_an_observed_root()
    {
        TranscriptTape recorded = new();
        Assert.Null(Verify(Body, recorded, out _));
        foreach ((string name, int offset, int size) in Layout())
        {
            (int Values, int Elements, int Tried, int ByChallenge, int AtOnce, int ByRoot) counts = classes.GetValueOrDefault(name);
            counts = counts with { Values = counts.Values + 1, Elements = counts.Elements + ((size + 3) / 4) };

            // A sample: all elements of short values, and some of each long one.
            int step = CampaignReport.IsLong ? 4 : Math.Max(4, size / 8 / 4 * 4);
            for (int at = offset; at < offset + size; at += step)
            {
                counts.Tried++;
                if (Array.IndexOf(s_underRoot, name) >= 0) counts.ByRoot += UnderRoot(at, recorded);
                else if (ChangesNextChallenge(at, recorded)) counts.ByChallenge++;
                else counts.AtOnce++;
            }

            classes[name] = counts;
        }

        for (int index = 0; index < recorded.Observations.Count; index++) AssertFrame(index, recorded);
        int next = StatementFields();
        Report(next);
        Assert.True(classes.Count >= 12, $"{classes.Count} classes of values: {string.Join(", ", classes.Keys)}");
        Assert.Equal(classes.Values.Sum(counts => counts.Tried), classes.Values.Sum(counts => counts.ByChallenge + counts.AtOnce + counts.ByRoot));
    }

    private static ReadOnlyMemory<byte> Body
    {
        get
        {
            ProofReader reader = new(Honest.Value.Report.Proof);
            Assert.True(ProofHeader.Read(reader, ProofProfile.Bits128, Honest.Value.Key, Public, Disclosed).TryGet(out _, out _));
            return Honest.Value.Report.Proof.AsMemory(reader.Offset);
        }
    }

    private static byte[] Public => [1, 2, 3, 4, 5];

    private static byte[] Disclosed => [9, 8, 7];

    /// <summary>The values of the proof in order: a proof that is cut where one begins says which it misses.</summary>
    private static List<(string Name, int Offset, int Size)> Layout()
    {
        List<(string, int, int)> layout = [];
        for (int at = 0; at < Body.Length;)
        {
            Assert.NotNull(Verify(Body[..at], new TranscriptTape(), out ProofReader reader));
            ProofReadError error = reader.Error!.Value;
            Assert.Equal((ProofReadFailure.Truncated, at), (error.Failure, error.Offset));
            layout.Add((error.Name, at, (int)error.Expected));
            at += (int)error.Expected;
        }

        return layout;
    }

    /// <summary>Whether the changed value is observed and changes the next challenge; false where the verifier refuses it before it draws one.</summary>
    private static bool ChangesNextChallenge(int at, TranscriptTape recorded)
    {
        TranscriptTape replay = recorded.Replay();
        Assert.NotNull(Verify(Changed(at), new TranscriptTape(), out _));
        VerificationError? error = Verify(Changed(at), replay, out ProofReader reader);
        Assert.False(reader.Failed, reader.Error?.ToString());
        int seen = Enumerable.Range(0, replay.Observations.Count).First(index =>
            !replay.Observations[index].Payload.SequenceEqual(recorded.Observations[index].Payload));
        int next = replay.SamplesBefore[seen];
        for (int sample = 0; sample < next; sample++) Assert.Equal(recorded.Samples[sample], replay.Live[sample]);
        if (next < replay.Live.Count)
        {
            Assert.NotEqual(recorded.Samples[next], replay.Live[next]);
            return true;
        }

        Assert.NotNull(error);
        return false;
    }

    private static int UnderRoot(int at, TranscriptTape recorded)
    {
        VerificationError? error = Verify(Changed(at), recorded.Replay(), out _);
        Assert.NotNull(error);
        Assert.Contains("rows opened", error.Check, StringComparison.Ordinal);
        return 1;
    }

    /// <summary>Each frame of the transcript by itself, as ObservationTests has it for the small machine: its first bit changes the next challenge.</summary>
    private void AssertFrame(int index, TranscriptTape recorded)
    {
        if (recorded.Observations[index].Payload.Length == 0 || recorded.SamplesBefore[index] == recorded.Samples.Count) return;
        TranscriptTape replay = recorded.Replay(altered: index);
        Assert.Null(Verify(Body, replay, out _));
        int next = recorded.SamplesBefore[index];
        for (int sample = 0; sample < next; sample++) Assert.Equal(recorded.Samples[sample], replay.Live[sample]);
        Assert.NotEqual(recorded.Samples[next], replay.Live[next]);
        string kind = recorded.Observations[index].Kind.ToString();
        frames[kind] = frames.GetValueOrDefault(kind) + 1;
    }

    /// <summary>Every field of the statement, and every byte of those that are bytes, gives other challenges.</summary>
    private static int StatementFields()
    {
        Statement honest = Honest.Value.Report.Statement;
        ulong fuel = Honest.Value.Key.Program.Limits.Fuel;
        byte[] digest = new byte[Digest.Size];
        List<(Statement Statement, ulong Fuel)> others = [(honest, fuel), (honest, fuel + 1)];
        for (int at = 0; at < digest.Length; at++)
        {
            honest.Program.CopyTo(digest);
            digest[at] ^= 1;
            others.Add((honest with { Program = new Digest(digest) }, fuel));
        }

        foreach (byte[] bytes in Others(honest.Public.ToArray())) others.Add((honest with { Public = bytes }, fuel));
        foreach (byte[] bytes in Others(honest.Disclosed.ToArray())) others.Add((honest with { Disclosed = bytes }, fuel));
        foreach (byte[] bytes in Others(honest.Output.ToArray())) others.Add((honest with { Output = bytes }, fuel));
        others.Add((honest with { Public = honest.Public[..^1], Disclosed = (byte[])[honest.Public.Span[^1], .. honest.Disclosed.Span] }, fuel));
        for (int outcome = 1; outcome <= (int)Outcome.OutOfFuel; outcome++) others.Add((honest with { Outcome = (Outcome)outcome }, fuel));
        for (int bit = 0; bit < 64; bit++)
        {
            others.Add((honest with { Steps = honest.Steps ^ 1UL << bit }, fuel));
            others.Add((honest with { InstructionCount = honest.InstructionCount ^ 1UL << bit }, fuel));
        }

        HashSet<ulong> challenges = [.. others.Select(other => ProofHeader.Begin(ProofProfile.Bits128, other.Statement, other.Fuel).SampleBits(64))];
        Assert.Equal(others.Count, challenges.Count);

        // Format, profile and the number of segments choose the verifier: any other value is refused before a challenge is drawn.
        foreach (int at in new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, SegmentsAt, SegmentsAt + 1, SegmentsAt + 3 })
        {
            byte[] proof = [.. Honest.Value.Report.Proof];
            proof[at] ^= 1;
            Assert.False(MachineVerifier.Verify(Honest.Value.Key, Public, Disclosed, proof).TryGet(out _, out _), $"byte {at}");
        }

        return others.Count - 1;
    }

    private static int SegmentsAt => Honest.Value.Report.Proof.Length - Body.Length - sizeof(int);

    private static IEnumerable<byte[]> Others(byte[] bytes)
    {
        yield return [.. bytes, 0];
        yield return bytes[..^1];
        for (int at = 0; at < bytes.Length; at++)
        {
            byte[] other = [.. bytes];
            other[at] ^= 0x80;
            yield return other;
        }
    }

    /// <summary>The proof with the lowest bit of one word changed: field elements stay below p, since p - 1 is even and is not 1 above another.</summary>
    private static byte[] Changed(int at)
    {
        byte[] bytes = Body.ToArray();
        uint word = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(Math.Min(at, bytes.Length - 4)));
        bytes[at] ^= word == KoalaBear.Modulus - 1 ? (byte)2 : (byte)1;
        return bytes;
    }

    private static VerificationError? Verify(ReadOnlyMemory<byte> body, TranscriptTape tape, out ProofReader reader)
    {
        (VerifyingKey key, ProveReport report) = Honest.Value;
        Statement statement = report.Statement;
        MachineChips chips = MachineChips.For(key.Program, Public, Disclosed);
        Transcript transcript = ProofHeader.Begin(new Transcript(ProofHeader.Protocol, tape), ProofProfile.Bits128, statement, key.Program.Limits.Fuel);
        reader = new(body);
        ChipSetVerifier.Verify<KoalaBear6, KeccakMerkleHasher>(
            chips.ChipSet, chips.PublicTerms(statement.Output.Span, statement.Outcome, statement.Steps, statement.InstructionCount),
            shapes => StatementRules.CheckShapes(chips, shapes), new(transcript, reader)).TryGet(out _, out VerificationError? error);
        return error;
    }

    private void Report(int statements)
    {
        JsonObject values = [];
        foreach ((string name, var counts) in classes)
            values.Add(name, new JsonObject
            {
                ["values"] = counts.Values,
                ["elements"] = counts.Elements,
                ["changed"] = counts.Tried,
                ["nextChallengeChanged"] = counts.ByChallenge,
                ["refusedBeforeAChallenge"] = counts.AtOnce,
                ["refusedByRoot"] = counts.ByRoot,
            });
        JsonObject report = new()
        {
            ["elementsChanged"] = classes.Values.Sum(counts => counts.Tried),
            ["unobserved"] = 0,
            ["values"] = values,
            ["framesAltered"] = new JsonObject(frames.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))),
            ["statementsChanged"] = statements,
        };
        output.WriteLine(report.ToJsonString());
        CampaignReport.Write("fiat-shamir", report);
    }

    private static (VerifyingKey Key, ProveReport Report) Prove()
    {
        ProgramBuilder program = new() { Fuel = 1 << 20 };
        uint loop = program.Next + 1;
        VerifyingKey key = VerifyingKey.Create(program.Const32(1, 20)
            .Add(Operation.Add32Imm, 1, 1, immediate: uint.MaxValue)
            .Add(Operation.BrNe32Imm, loop, 1, immediate: 0)
            .Const32(2, 42)
            .Add(Operation.Output, a: 1, b: 2)
            .Add(Operation.Return)
            .Build());
        Assert.True(MachineProver.Prove(key, new(Public, Disclosed, default), new()).TryGet(out ProveReport? report, out VerificationError? error), error?.ToString());
        return (key, report);
    }
}

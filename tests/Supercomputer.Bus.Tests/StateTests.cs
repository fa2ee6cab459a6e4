using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Supercomputer.Claims;
using Supercomputer.Compute.Blocks;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Primitives;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Bus.Tests;

/// <summary>Accounts and slots of real states: present, absent, and proofs that end too soon.</summary>
public sealed partial class StateTests
{
    private sealed record Case(string Place, byte[] Header, Address Account, Digest? Slot, IReadOnlyList<ReadOnlyMemory<byte>> AccountProof, IReadOnlyList<ReadOnlyMemory<byte>>? SlotProof);

    [Fact]
    public void Accounts_of_the_mainnet_are_proved_and_proofs_that_end_at_a_branch_are_refused()
    {
        int proved = 0, refused = 0;
        foreach (Case test in Cases("account_trie_node.yaml"))
        {
            ProgramInputs inputs = BusInputs.State(test.Header, 1, test.Account, null, test.AccountProof, null);
            if (!test.Place.StartsWith("Leaf", StringComparison.Ordinal))
            {
                Assert.Equal("the proof ends before the key is decided", Blocks.Refusal(BusPrograms.State, inputs));
                refused++;
                continue;
            }

            StateClaim claim = Blocks.Claim<StateClaim>(BusPrograms.State, inputs);
            Assert.True(claim.AccountExists);
            Assert.False(claim.IsSlot);
            Assert.Equal((Keccak256.Hash(test.Header), test.Account), (claim.BlockHash, claim.Account));
            Assert.NotEqual(default, claim.Balance);
            Prove(test.Place, inputs);
            proved++;
        }

        Assert.Equal((2, 3), (proved, refused));
        TestContext.Current.TestOutputHelper!.WriteLine($"Portal account proofs in the guest: {proved} claimed, {refused} that end early refused, 0 failed");
    }

    [Fact]
    public void A_slot_of_the_mainnet_is_proved_with_its_account()
    {
        int proved = 0, refused = 0;
        foreach (Case test in Cases("contract_storage_trie_node.yaml"))
        {
            ProgramInputs inputs = BusInputs.State(test.Header, 1, test.Account, test.Slot ?? Number(2), test.AccountProof, test.SlotProof);
            if (!test.Place.StartsWith("Leaf", StringComparison.Ordinal))
            {
                Assert.Equal("the proof ends before the key is decided", Blocks.Refusal(BusPrograms.State, inputs));
                refused++;
                continue;
            }

            StateClaim claim = Blocks.Claim<StateClaim>(BusPrograms.State, inputs);
            Assert.True(claim is { IsSlot: true, SlotExists: true });
            Assert.Equal(new Word(18), claim.Value); // the token's decimals
            Prove(test.Place, inputs);
            proved++;
        }

        Assert.Equal((1, 2), (proved, refused));
        TestContext.Current.TestOutputHelper!.WriteLine($"Portal storage proofs in the guest: {proved} claimed, {refused} that end early refused, 0 failed");
    }

    /// <summary>Proves the run, verifies the proof under its header and says what it cost.</summary>
    private static void Prove(string what, ProgramInputs inputs)
    {
        long began = Stopwatch.GetTimestamp();
        ProveReport report = Blocks.Good(BusProver.Prove(BusPrograms.State, inputs, new()));
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Assert.True(ClaimEncoding.TryRead(report.Statement.Output, out StateClaim claim, out string? error), error);
        BusTrust trust = new()
        {
            Headers = [new(claim.ChainId, default, default, 0, default, claim.BlockNumber, claim.BlockHash, claim.StateRoot, default, default, 0)],
        };
        Blocks.Good(BundleVerifier.Verify(new Bundle([BusProver.Entry(BusPrograms.State, report)]), trust));
        TestContext.Current.TestOutputHelper!.WriteLine($"{what}: proved and verified, {report.Rows} rows, {seconds:F2} s, {report.Proof.Length} bytes");
    }

    [Fact]
    public void The_answer_of_a_mainnet_node_is_proved()
    {
        CheckedBlock block = Blocks.Read(Vectors.Path("ethereum", "rpc-mainnet"));
        Address contract = new(Convert.FromHexString("00000000219ab540356cbb839cbe05303d7705fa"));
        StateClaim claim = Blocks.Claim<StateClaim>(BusPrograms.State, Blocks.Good(BusInputs.State(block, 1, contract, Number(1))));
        Assert.Equal((1UL, "0x2fb161afe600a5b2605040", "0x2394e3bc4086a9625ae88307145a40ff4a4bf2c9a6755435bff86b22d6175d5f"), (claim.Nonce, $"{claim.Balance}", $"{claim.Value}"));
        Assert.Equal((block.Header.StateRoot, 21925176UL), (claim.StateRoot, claim.BlockNumber));
    }

    [Fact]
    public void Absent_accounts_and_slots_are_claimed_absent_and_never_present()
    {
        CheckedBlock block = Blocks.Demo();
        CheckedAccount present = block.Accounts[0], absent = block.Accounts[1];
        StateClaim none = Blocks.Claim<StateClaim>(BusPrograms.State, Blocks.Good(BusInputs.State(block, 1, new(absent.Address.Span), null)));
        Assert.False(none.AccountExists);

        // A slot of an account that is absent is absent.
        StateClaim slotOfNone = Blocks.Claim<StateClaim>(
            BusPrograms.State, BusInputs.State(block.Header.Encoding, 1, new(absent.Address.Span), Number(7), absent.Proof, null));
        Assert.True(slotOfNone is { AccountExists: false, IsSlot: true, SlotExists: false });
        Assert.Equal((Number(7), default(Word)), (slotOfNone.Slot, slotOfNone.Value));

        foreach (CheckedSlot slot in present.Slots)
        {
            StateClaim claim = Blocks.Claim<StateClaim>(BusPrograms.State, Blocks.Good(BusInputs.State(block, 1, new(present.Address.Span), new Digest(slot.Key.Span))));
            Assert.True(claim.AccountExists);
            Assert.Equal((!slot.Value.IsEmpty, new Word(slot.Value.Span)), (claim.SlotExists, claim.Value));
        }

        // The nodes of one account under the name of the other.
        foreach ((CheckedAccount named, CheckedAccount proved) in new[] { (absent, present), (present, absent) })
            Blocks.Refusal(BusPrograms.State, BusInputs.State(block.Header.Encoding, 1, new(named.Address.Span), null, proved.Proof, null));
    }

    private static Digest Number(byte value)
    {
        byte[] bytes = new byte[32];
        bytes[31] = value;
        return new(bytes);
    }

    private static IEnumerable<Case> Cases(string file)
    {
        Address account = default;
        (string place, byte[] header) = ("", []);
        foreach (string line in File.ReadLines(Vectors.Path("ethereum", "state", file)))
        {
            if (AddressLine().Match(line) is { Success: true } address) account = new(Convert.FromHexString(address.Groups[1].Value));
            else if (line.StartsWith("# ", StringComparison.Ordinal) && line.Contains("node", StringComparison.Ordinal)) place = line[2..];
            else if (Field(line, "block_header") is { } rlp) header = rlp;
            else if (Field(line, "content_value_offer") is { } offer)
            {
                // SSZ: offsets of one or two lists of nodes, the block hash.
                int first = BinaryPrimitives.ReadInt32LittleEndian(offer), second = first == 40 ? BinaryPrimitives.ReadInt32LittleEndian(offer.AsSpan(4)) : offer.Length;
                Assert.Equal(Keccak256.Hash(header), new Digest(offer.AsSpan(first - 32, 32)));
                yield return first == 40
                    ? new(place, header, account, null, Nodes(offer.AsMemory(second)), Nodes(offer.AsMemory(first..second)))
                    : new(place, header, account, null, Nodes(offer.AsMemory(first)), null);
            }
        }
    }

    private static byte[]? Field(string line, string name)
    {
        int at = line.IndexOf($"{name}: ", StringComparison.Ordinal);
        return at >= 0 && Hex.TryDecode(line[(at + name.Length + 2)..].Trim().Trim('\'', '"'), out byte[]? bytes) ? bytes : null;
    }

    private static List<ReadOnlyMemory<byte>> Nodes(ReadOnlyMemory<byte> list)
    {
        List<ReadOnlyMemory<byte>> nodes = [];
        int count = BinaryPrimitives.ReadInt32LittleEndian(list.Span) / 4;
        for (int i = 0; i < count; i++)
        {
            int start = BinaryPrimitives.ReadInt32LittleEndian(list.Span[(4 * i)..]);
            int end = i + 1 < count ? BinaryPrimitives.ReadInt32LittleEndian(list.Span[(4 * (i + 1))..]) : list.Length;
            nodes.Add(list[start..end]);
        }

        return nodes;
    }

    [GeneratedRegex("^# Address: 0x([0-9a-f]{40})")]
    private static partial Regex AddressLine();
}

using System.Numerics;
using Supercomputer.Bus.ZkPos;
using Supercomputer.Consensus.Casper;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Cryptography.Ssz;
using Supercomputer.Machine.Execution;

namespace Supercomputer.Bus.Casper;

/// <summary>Writes what a run of the Casper guest reads.</summary>
/// <remarks>Errors: none here. What does not verify is written as it comes, and the guest refuses it.</remarks>
public static class CasperStreams
{
    private const int BlockRootsField = 5, ValidatorsField = 11, MixesField = 13, ExecutionField = 24;

    /// <summary>The streams of a proof that goes over links, the first from the trusted checkpoint; the last one's source is what it finalizes.</summary>
    /// <param name="network">The network, of a known preset.</param>
    /// <param name="links">The links in their order.</param>
    /// <param name="trusted">The root that the public input trusts; the first source's when null.</param>
    public static ProgramInputs Of(ZkPosNetwork network, IReadOnlyList<CasperLink> links, Digest? trusted = null)
    {
        CasperPreset preset = CasperPreset.Of(network.Config.Preset) ?? throw new ArgumentException("a network of the mainnet or the minimal preset expected", nameof(network));
        HintWriter writer = new();
        CasperCheckpoint first = links[0].Source, finalized = links[^1].Source;
        Checkpoint(writer, first);
        writer.Word((uint)links.Count);
        foreach (CasperLink link in links) Link(writer, network, preset, link);
        ExecutionPayloadHeader execution = finalized.State.LatestExecutionPayloadHeader;
        foreach (Digest root in finalized.State.Fork >= Fork.Deneb ? ExecutionPayloadHeader.DenebFieldRoots(execution) : ExecutionPayloadHeader.CapellaFieldRoots(execution))
            writer.Node(root);
        Branch(writer, finalized.State, ExecutionField);
        return new(CasperStatement.PublicInput(network, trusted ?? first.Checkpoint.Root)!, default, writer.ToArray());
    }

    private static void Checkpoint(HintWriter writer, CasperCheckpoint checkpoint)
    {
        UpdateWriter.Header(writer, checkpoint.Header);
        ValidatorRegistry validators = checkpoint.State.Validators;
        writer.Word((uint)validators.Count);
        for (int i = 0; i < validators.Count; i++)
        {
            ReadOnlySpan<byte> record = validators.Encoding(i);
            writer.Bytes(record[..88], 88);
            writer.Word(record[88]);
            writer.Bytes(record[89..], 32);
        }

        Branch(writer, checkpoint.State, ValidatorsField);
    }

    private static void Link(HintWriter writer, ZkPosNetwork network, CasperPreset preset, CasperLink link)
    {
        CasperState source = link.Source.State, target = link.Target.State;
        int mix = (int)((link.Source.Checkpoint.Epoch - 1) % (ulong)preset.EpochsPerHistoricalVector);
        writer.Node(source.RandaoMixes[mix]);
        Branch(writer, source.RandaoMixes, mix);
        Branch(writer, source, MixesField);
        Checkpoint(writer, link.Target);
        Branch(writer, target.BlockRoots, (int)(link.Source.Header.Slot % (ulong)preset.SlotsPerHistoricalRoot));
        Branch(writer, target, BlockRootsField);
        new VoteHints(writer).Write(network.Config, source.Validators, link.Votes);
    }

    /// <summary>Five levels over the fields of Capella and Deneb, six over those of Electra and Fulu.</summary>
    private static void Branch(HintWriter writer, CasperState state, int field)
    {
        int leaves = (int)BitOperations.RoundUpToPowerOf2((uint)state.FieldRoots.Count);
        Branch(writer, [.. state.FieldRoots, .. new Digest[leaves - state.FieldRoots.Count]], field);
    }

    /// <summary>The siblings on the way from a leaf to the root, the lowest first.</summary>
    private static void Branch(HintWriter writer, ReadOnlySpan<Digest> leaves, int index)
    {
        Digest[] nodes = leaves.ToArray();
        for (int level = BitOperations.Log2((uint)nodes.Length); level > 0; level--, index /= 2)
        {
            writer.Node(nodes[index ^ 1]);
            Digest[] parents = new Digest[nodes.Length / 2];
            for (int i = 0; i < parents.Length; i++) parents[i] = SszMerkle.HashPair(nodes[2 * i], nodes[2 * i + 1]);
            nodes = parents;
        }
    }
}

using System.Globalization;
using Supercomputer.Consensus.Configuration;
using Supercomputer.Consensus.Containers;
using Supercomputer.Consensus.Encoding;
using Supercomputer.Consensus.LightClient;
using Supercomputer.Cryptography.Hashing;
using Xunit;

namespace Supercomputer.Consensus.Tests.LightClient;

/// <summary>Mutated updates of mainnet: none is accepted. SUPERCOMPUTER_MUTATIONS sets how many; the campaign is 10,000.</summary>
public sealed class MutationTests
{
    [Fact]
    public void No_mutated_update_is_accepted()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("SUPERCOMPUTER_MUTATIONS") ?? "600", CultureInfo.InvariantCulture);
        ConsensusConfig config = ConsensusConfig.Mainnet;
        LightClientStore start = LightClientData.Store(config, LightClientData.Bootstrap(LightClientData.Mainnet("bootstrap.json"), config.Preset));
        LightClientUpdate[] updates = LightClientData.Updates(LightClientData.Mainnet("updates.json"), config.Preset);
        byte[] original = LightClientSszWriter.Write(updates[0], Fork.Capella, config.Preset);
        // The keys are read once, so that a mutant costs no more than its own checks.
        Assert.False(LightClientProtocol.ValidateLightClientUpdate(config, ref start, updates[0], LightClientData.Never).IsError);

        Random random = new(20231126);
        SortedDictionary<string, int> reasons = [];
        int accepted = 0;
        for (int i = 0; i < count; i++)
        {
            byte[] mutant = Mutate(original, random, i, config.Preset);
            string reason;
            var malformed = LightClientSsz.TryReadUpdate(mutant, Fork.Capella, config.Preset, out LightClientUpdate update);
            if (malformed.IsError)
            {
                reason = malformed.Fault.ToString();
            }
            else
            {
                LightClientStore store = start;
                LightClientError error = FinalityAdvance.Advance(config, ref store, update, LightClientData.Never);
                if (!error.IsError) accepted++;
                else Assert.Equal(BeaconBlockHeader.HashTreeRoot(start.FinalizedHeader.Beacon), BeaconBlockHeader.HashTreeRoot(store.FinalizedHeader.Beacon));
                reason = error.Fault.ToString();
            }

            reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
        }

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{count} mutated updates, {accepted} accepted: {string.Join(", ", reasons.Select(pair => $"{pair.Key} {pair.Value}"))}");
        Assert.Equal(0, accepted);
    }

    /// <summary>One of: a bit of any byte, a bit of a field chosen evenly, a byte of the last kilobytes, two chunks swapped, another length.</summary>
    private static byte[] Mutate(byte[] original, Random random, int kind, in Preset preset)
    {
        byte[] mutant = [.. original];
        int committee = 4 + (preset.SyncCommitteeSize + 1) * 48;
        int tail = committee + 5 * 32;
        int at = (kind % 5) switch
        {
            0 => random.Next(mutant.Length),
            1 => tail + random.Next(4 + 6 * 32),
            2 => tail + 4 + 6 * 32 + random.Next(preset.SyncCommitteeSize / 8 + 96),
            3 => random.Next(tail, mutant.Length),
            _ => -1,
        };
        // The signature slot is not signed: within its period any later slot is as good, which the specification calls untrusted.
        int slot = tail + 4 + 6 * 32 + preset.SyncCommitteeSize / 8 + 96;
        if (at >= slot && at < slot + 8) at = random.Next(tail);
        if (at >= 0)
        {
            mutant[at] ^= (byte)(1 << random.Next(8));
            return mutant;
        }

        int first = random.Next(mutant.Length / Digest.Size - 1) * Digest.Size, second = random.Next(mutant.Length / Digest.Size - 1) * Digest.Size;
        if (first == second || mutant.AsSpan(first, Digest.Size).SequenceEqual(mutant.AsSpan(second, Digest.Size))) return mutant[..^(1 + random.Next(900))];
        Span<byte> chunk = stackalloc byte[Digest.Size];
        mutant.AsSpan(first, Digest.Size).CopyTo(chunk);
        mutant.AsSpan(second, Digest.Size).CopyTo(mutant.AsSpan(first));
        chunk.CopyTo(mutant.AsSpan(second));
        return mutant;
    }
}

using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Lookups;

/// <summary>Where the leaves' numerators are all 1 or all -1, so that neither tree nor sumcheck has to compute with them.</summary>
/// <remarks>
/// Shape: by block of eight groups of a sumcheck's x, that is sixteen groups of leaves; a round that has bound r variables has half as many
/// blocks for each, and a block there has a sign when both halves have the same one. What a value says is only how it is computed: a
/// missing sign costs time, never a proof.
/// </remarks>
internal sealed class NumeratorSigns
{
    /// <summary>Groups of x in a block.</summary>
    public const int BlockGroups = 8;

    /// <summary>Leaves in a block: a pair of leaves for each x.</summary>
    public const int BlockLeaves = 2 * BlockGroups * 16;

    private readonly List<sbyte[]> _byRound;

    /// <summary>Nothing is known of so many groups of leaves.</summary>
    public NumeratorSigns(nint leafGroups) => _byRound = [new sbyte[leafGroups / (2 * BlockGroups)]];

    /// <summary>Notes the sign of the block that begins at a leaf.</summary>
    /// <param name="leaf">A multiple of <see cref="BlockLeaves"/>.</param>
    /// <param name="numerators">The block's numerators.</param>
    public void Note(nint leaf, ReadOnlySpan<uint> numerators)
    {
        uint one = KoalaBear.One.Raw, minusOne = (-KoalaBear.One).Raw;
        if (numerators.Length < BlockLeaves || (numerators[0] != one && numerators[0] != minusOne)) return;
        if (numerators.ContainsAnyExcept(numerators[0])) return;
        _byRound[0][leaf / BlockLeaves] = (sbyte)(numerators[0] == one ? 1 : -1);
    }

    /// <summary>Makes the signs of all rounds, once all leaves are noted.</summary>
    public void Complete()
    {
        while (_byRound[^1].Length > 1)
        {
            sbyte[] below = _byRound[^1], above = new sbyte[below.Length / 2];
            for (int block = 0; block < above.Length; block++)
                if (below[2 * block] == below[(2 * block) + 1]) above[block] = below[2 * block];
            _byRound.Add(above);
        }
    }

    /// <summary>The sign of a block in the round that has bound so many variables: 1, -1, or 0 where it has none.</summary>
    public int OfBlock(int round, nint block) => round < _byRound.Count && block < _byRound[round].Length ? _byRound[round][block] : 0;
}

using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Commitments;
using Supercomputer.Proofs.Lookups;
using Supercomputer.Proofs.Transcripts;
using Supercomputer.Proofs.Zerocheck;

namespace Supercomputer.Proofs.Proving;

/// <summary>Verifies a chip set: every constraint holds in every row, every bus balances.</summary>
/// <remarks>Steps, as in <see cref="ChipSetProver"/>: 1. heights, root, out-of-domain answers; 2. alpha, beta; 3. LogUp-GKR;
/// 4. zerocheck; 5. opening. The caller has observed key and statement before. Errors: never throws on any bytes.</remarks>
public static class ChipSetVerifier
{
    /// <summary>Reads and checks the proof to its last byte.</summary>
    /// <param name="chips">The chip set.</param>
    /// <param name="publicTerms">What the statement sends and receives.</param>
    /// <param name="shapeRule">What else the machine asks of the heights; a failed check or null.</param>
    /// <param name="channel">Transcript and proof.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    /// <typeparam name="THash">The hash of the tree.</typeparam>
    public static Checked<ChipSetArgument> Verify<TField, THash>(
        ChipSet chips,
        IReadOnlyList<PublicTerm> publicTerms,
        Func<IReadOnlyList<ChipShape>, VerificationError?> shapeRule,
        VerifierChannel channel)
        where TField : unmanaged, IChallengeField<TField>
        where THash : struct, IMerkleHasher
    {
        // 1. Heights, root, out-of-domain answers.
        if (!ReadShapes(chips, channel).TryGet(out ChipShape[]? shapes, out VerificationError? error)) return error;
        if (shapeRule(shapes) is { } refused) return refused;
        if (!ChipSetArgument.Create<TField>(shapes, publicTerms).TryGet(out ChipSetArgument? argument, out error)) return error;
        StackedVerifier<TField, THash> commitment = new(argument.Columns, argument.Parameters);
        if (commitment.ReadCommitment(channel.Transcript, channel.Reader) is { } readError) return ChipSetArgument.Convert(readError);

        // 2. alpha, beta.
        Fingerprint<TField> fingerprint = new(
            channel.Transcript.Sample<TField>(),
            channel.Transcript.Sample<TField>(),
            Fingerprint<TField>.MaxArity(shapes, publicTerms));
        if (fingerprint.SumPublicTerms(publicTerms) is not { } publicSum)
            return new VerificationError("lookups: public denominators", "not zero", "zero");

        // 3. LogUp-GKR.
        if (!LogUpGkrVerifier.Verify(argument.Leaves, publicSum, channel).TryGet(out LeafClaim<TField>? leaf, out error)) return error;

        // 4. Zerocheck.
        if (!ZerocheckVerifier.Verify(argument.Leaves, fingerprint, leaf, channel).TryGet(out ColumnClaims<TField>? claims, out error))
            return error;

        // 5. Opening.
        TField[] evaluations = [.. claims.Values.SelectMany(values => values)];
        if (commitment.Verify(channel.Transcript, claims.Point, evaluations, channel.Reader) is { } opening)
            return ChipSetArgument.Convert(opening);
        return channel.Reader.Finish() ? argument : channel.Error;
    }

    private static Checked<ChipShape[]> ReadShapes(ChipSet chips, VerifierChannel channel)
    {
        byte[] heights = channel.Reader.ReadBytes("chip heights", chips.Chips.Count * TableParts.Maximum).ToArray();
        if (heights.Length != chips.Chips.Count * TableParts.Maximum) return channel.Error;
        ChipSetArgument.Observe(channel.Transcript, heights);
        List<ChipShape> shapes = [];
        for (int index = 0; index < chips.Chips.Count; index++)
        {
            ReadOnlySpan<byte> parts = heights.AsSpan(index * TableParts.Maximum, TableParts.Maximum);
            if (CheckParts(chips.Chips[index], parts) is { } error) return error;
            foreach (byte height in parts)
                if (height != ChipSetArgument.AbsentHeight) shapes.Add(new(chips.Chips[index], height));
        }

        return shapes.ToArray();
    }

    /// <summary>One encoding of a chip's tables: the tallest first, then what says that there is no further one.</summary>
    private static VerificationError? CheckParts(Chip chip, ReadOnlySpan<byte> parts)
    {
        if (chip.FixedLogHeight is { } height)
        {
            if (parts[0] == ChipSetArgument.AbsentHeight)
                return new($"height of {chip.Name}", $"2^{height} rows, fixed by key or statement", "the chip is absent");
            if (parts[1] != ChipSetArgument.AbsentHeight) return new($"parts of {chip.Name}", "1, fixed by key or statement", "more");
        }

        for (int part = 1; part < parts.Length; part++)
        {
            bool isAbsent = parts[part] == ChipSetArgument.AbsentHeight, isBehindAbsent = parts[part - 1] == ChipSetArgument.AbsentHeight;
            if (!isAbsent && (isBehindAbsent || parts[part] > parts[part - 1]))
                return new($"parts of {chip.Name}", "tallest first, none missing between", $"part {part} of log height {parts[part]}");
        }

        return null;
    }
}

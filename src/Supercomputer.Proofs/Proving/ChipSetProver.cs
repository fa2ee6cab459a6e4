using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Proofs.Air;
using Supercomputer.Proofs.Commitments;
using Supercomputer.Proofs.Lookups;
using Supercomputer.Proofs.Transcripts;
using Supercomputer.Proofs.Zerocheck;

namespace Supercomputer.Proofs.Proving;

/// <summary>Proves a chip set: every constraint holds in every row, every bus balances.</summary>
/// <remarks>Steps, as in <see cref="ChipSetVerifier"/>: 1. heights, root, out-of-domain answers; 2. alpha, beta; 3. LogUp-GKR;
/// 4. zerocheck; 5. opening. The caller has observed key and statement before.</remarks>
public static unsafe class ChipSetProver
{
    /// <summary>Writes the proof.</summary>
    /// <param name="chips">The chip set.</param>
    /// <param name="traces">The traces of the chips present, in machine order, the parts of a chip one after the other, tallest first; moved into the committed table.</param>
    /// <param name="publicTerms">What the statement sends and receives.</param>
    /// <param name="channel">Transcript and proof.</param>
    /// <param name="phase">Called as each phase begins, with its name.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    /// <typeparam name="THash">The hash of the tree.</typeparam>
    public static VerificationError? Prove<TField, THash>(
        ChipSet chips,
        IReadOnlyList<Trace> traces,
        IReadOnlyList<PublicTerm> publicTerms,
        ProverChannel channel,
        Action<string>? phase = null)
        where TField : unmanaged, IChallengeField<TField>
        where THash : struct, IMerkleHasher
    {
        // 1. Heights, root, out-of-domain answers.
        phase?.Invoke("commit");
        ChipShape[] shapes = [.. traces.Select(trace => new ChipShape(trace.Chip, trace.LogHeight))];
        if (!ChipSetArgument.Create<TField>(shapes, publicTerms).TryGet(out ChipSetArgument? argument, out VerificationError? error))
            return error;
        byte[] heights = Heights(chips, traces);
        channel.Writer.WriteBytes(heights);
        ChipSetArgument.Observe(channel.Transcript, heights);
        using StackedTable table = new(argument.Columns, clear: false);
        MoveInto(table, traces);
        using CommittedTable<TField, THash> committed = StackedCommitment.Commit<TField, THash>(table, argument.Parameters);
        committed.OutOfDomain(channel.Transcript, channel.Writer);

        // 2. alpha, beta.
        Fingerprint<TField> fingerprint = new(
            channel.Transcript.Sample<TField>(),
            channel.Transcript.Sample<TField>(),
            Fingerprint<TField>.MaxArity(shapes, publicTerms));

        // 3. LogUp-GKR.
        phase?.Invoke("lookups");
        LeafClaim<TField> leaf = LogUpGkrProver.Prove(argument.Leaves, traces, fingerprint, channel);

        // 4. Zerocheck.
        phase?.Invoke("zerocheck");
        ColumnClaims<TField> claims = ZerocheckProver.Prove(argument.Leaves, traces, fingerprint, leaf, channel);

        // 5. Opening.
        phase?.Invoke("opening");
        TField[] evaluations = [.. claims.Values.SelectMany(values => values)];
        committed.Open(channel.Transcript, claims.Point, evaluations, channel.Writer);
        return null;
    }

    private static byte[] Heights(ChipSet chips, IReadOnlyList<Trace> traces)
    {
        byte[] heights = new byte[chips.Chips.Count * TableParts.Maximum];
        Array.Fill(heights, ChipSetArgument.AbsentHeight);
        int next = 0;
        for (int index = 0; index < chips.Chips.Count; index++)
            for (int part = 0; part < TableParts.Maximum && next < traces.Count && ReferenceEquals(traces[next].Chip, chips.Chips[index]); part++)
                heights[(index * TableParts.Maximum) + part] = (byte)traces[next++].LogHeight;
        return next == traces.Count
            ? heights
            : throw new ArgumentException($"trace {next} ({traces[next].Chip.Name}) is not in machine order", nameof(traces));
    }

    private static void MoveInto(StackedTable table, IReadOnlyList<Trace> traces)
    {
        int column = 0;
        foreach (Trace trace in traces)
        {
            // Columns of one chip have one height and follow one another, so they are one run of cells.
            if (trace.Chip.Width > 0) trace.MoveTo(table.Pointer + table.Layout.Offset(column));
            column += trace.Chip.Width;
        }
    }
}

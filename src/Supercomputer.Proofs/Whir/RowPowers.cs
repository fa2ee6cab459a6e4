using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Ntt;

namespace Supercomputer.Proofs.Whir;

/// <summary>Adds the sum over opened rows q of coefficient[q] z_q^x to a weight, z_q being the row's point.</summary>
/// <remarks>
/// Statement: the z_q are powers of w, of order n = 2^logRows. With n = C T and x = y + b T, z_q^x = z_q^y u^(c b), where u = w^T and c is the
/// exponent of z_q modulo C; so the sum is a transform of length C over the sums of each class c, which only y below T is computed of.
/// Cost: products for T rather than all x, and one pass of log C layers over n elements. With C = 1 nothing is transformed.
/// </remarks>
internal static unsafe class RowPowers
{
    /// <summary>Powers that are tabulated for each point.</summary>
    private const int LogPowers = 9;

    private const int LogMostClasses = 6;

    /// <summary>Adds.</summary>
    /// <param name="table">Its weight is added to.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="logRows">The log of the number of rows of the codeword, which is the order of the points.</param>
    /// <param name="coefficients">One for each row.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    public static void Add<TField>(LaneSumcheck<TField> table, int[] rows, int logRows, TField[] coefficients)
        where TField : unmanaged, IChallengeField<TField> =>
        Add(table, rows, logRows, coefficients, LogClasses(table.Variables, rows.Length, logRows));

    /// <summary>The same for a given number of classes.</summary>
    internal static void Add<TField>(LaneSumcheck<TField> table, int[] rows, int logRows, TField[] coefficients, int logClasses)
        where TField : unmanaged, IChallengeField<TField>
    {
        int logTail = logClasses == 0 ? table.Variables : logRows - logClasses, log = Math.Min(LogPowers, logTail);
        nint length = (nint)1 << log, words = GroupsOf<TField>(logTail) * Lanes<TField>.GroupWords;
        using WordBuffer powers = new(rows.Length * length), sums = new(words << logClasses);
        KoalaBear* tabulated = (KoalaBear*)powers.Pointer;
        KoalaBear[] steps = new KoalaBear[rows.Length];
        ParallelChunks.ForEach(rows.Length, q =>
        {
            KoalaBear point = NumberTheoreticTransform.DomainPoint((ulong)rows[q], logRows);
            Tensors.Powers(point, (int)length).CopyTo(new Span<KoalaBear>(tabulated + (q * length), (int)length));
            steps[q] = Tensors.PowerOfTwo(point, log);
        });
        nint chunks = (nint)1 << (logTail - log), tasks = Math.Min(chunks, Math.Max(1, (nint)16 >> logClasses));
        ILookup<int, int> classes = Enumerable.Range(0, rows.Length).ToLookup(q => logClasses == 0 ? 0 : Reverse(rows[q] >> logTail, logClasses));
        ParallelChunks.ForEach(tasks << logClasses, task =>
        {
            int group = (int)(task / tasks);
            nint first = task % tasks * (chunks / tasks);
            SumClass(sums.Pointer + (group * words), [.. classes[group]], first, first + (chunks / tasks));
        });
        if (logClasses > 0) NumberTheoreticTransform.Forward(sums.Pointer, logClasses, words);
        for (int b = 0; b < 1 << (table.Variables - logTail); b++)
        {
            uint* sum = sums.Pointer + (Reverse(b, logClasses) * words), target = table.Weights + (b * words);
            ParallelChunks.Run(GroupsOf<TField>(logTail), 1 << 10, (from, to) =>
                Lanes<TField>.Add(target + (from * Lanes<TField>.GroupWords), target + (from * Lanes<TField>.GroupWords), sum + (from * Lanes<TField>.GroupWords), to - from));
        }

        void SumClass(uint* sum, int[] members, nint from, nint to)
        {
            uint** columns = stackalloc uint*[members.Length + 1];
            TField[] scaled = new TField[members.Length + 1];
            for (int m = 0; m < members.Length; m++)
            {
                columns[m] = (uint*)(tabulated + (members[m] * length));
                scaled[m + 1] = coefficients[members[m]] * steps[members[m]].Pow((ulong)from);
            }

            for (nint chunk = from; chunk < to; chunk++)
            {
                fixed (TField* factors = scaled)
                    Lanes<TField>.LinearCombination(
                        sum + (chunk * GroupsOf<TField>(log) * Lanes<TField>.GroupWords), factors, columns, members.Length, 0, GroupsOf<TField>(log));
                for (int m = 0; m < members.Length; m++) scaled[m + 1] *= steps[members[m]];
            }
        }
    }

    /// <summary>Classes pay where the products saved are many more than what the transform reads.</summary>
    private static int LogClasses(int variables, int rows, int logRows) =>
        logRows - LogMostClasses >= LogPowers && logRows - LogMostClasses <= variables && (long)rows << variables > 16L << logRows ? LogMostClasses : 0;

    private static int Reverse(int value, int bits)
    {
        int reversed = 0;
        for (int bit = 0; bit < bits; bit++) reversed |= ((value >> bit) & 1) << (bits - 1 - bit);
        return reversed;
    }

    private static nint GroupsOf<TField>(int variables)
        where TField : unmanaged, IChallengeField<TField> => Lanes<TField>.GroupsFor((nint)1 << variables);
}

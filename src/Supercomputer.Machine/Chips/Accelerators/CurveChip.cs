using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;
using static Supercomputer.Machine.Chips.Accelerators.ByteNumbers;
using static Supercomputer.Machine.Chips.Accelerators.CurveEquation;

namespace Supercomputer.Machine.Chips.Accelerators;

/// <summary>A sum or a double of affine points on y^2 = x^3 + a x + b modulo m, of 256 or 384 bits, a row a call.</summary>
/// <remarks>
/// Statement: what <see cref="ScalarCurve"/> says. A sum, with s for the slope, f = 1 where there is one:
/// i (x2 - x1) = q0 m + f; s (x2 - x1) - f (y2 - y1) = q1 m; s^2 - f (x1 + x2) - x3 = q2 m; s (x1 - x3) - f y1 - y3 = q3 m.
/// A double, with s for twice the slope, which keeps the products of a position few (see <see cref="CurveEquation"/>):
/// i 2 y1 = q0 m + f; s y1 - f (3 x1^2 + a) = q1 m; s^2 - 8 f x1 - 4 x3 = q2 m; s (x1 - x3) - 2 f y1 - 2 y3 = q3 m.
/// 0 &lt; i &lt; m where the highest byte of m is not zero; x3, y3 &lt; m where f = 1, else they are 0. f = 0 where the highest byte of m is zero.
/// Soundness: f = 1 gives d = x2 - x1 (or 2 y1) an inverse, f = 0 shows that it has none, as i d = 0 and i is not: so f is not the prover's to choose. With f = 1
/// the second equation has one s modulo m, and x3 and y3 follow (m is odd for a double, because 2 has an inverse), canonical by their order.
/// Which representatives i and s are is free, and nothing depends on it. is_small is 0 or is_real by its two equations with
/// the highest byte of m. The sums of bytes and limbs that say "zero" or "not zero" are below 2^21.
/// Cost: 531 columns and 616 interactions for a sum of 256 bits, 783 and 916 for 384; 507 and 594, 747 and 882 for a double.
/// </remarks>
internal sealed unsafe class CurveChip : InstructionChip
{
    private readonly int words;
    private readonly bool doubles;
    private readonly Cell isReal;
    private readonly Cell hasSlope;
    private readonly Cell isSmall;
    private readonly Cell highestInverse;
    private readonly Cell sumInverse;
    private readonly Cell[] x1;
    private readonly Cell[] y1;
    private readonly Cell[] x2;
    private readonly Cell[] y2;
    private readonly Cell[] x3;
    private readonly Cell[] y3;
    private readonly Cell[] m;
    private readonly Cell[] i;
    private readonly Cell[] s;
    private readonly Cell[] old;
    private readonly AcceleratorOperands operands;
    private readonly CurveEquation[] equations;
    private readonly LimbOrder[] orders;

    /// <summary>Declares the chip.</summary>
    /// <param name="operation">Which.</param>
    internal CurveChip(Operation operation)
        : base(operation.ToString())
    {
        doubles = operation is Operation.CurveDouble256 or Operation.CurveDouble384;
        AcceleratorCall call = AcceleratorCall.Of(operation)!;
        words = call.Operands[2].Words;
        isReal = Air.Boolean("is_real");
        hasSlope = Air.Boolean("has_slope");
        (isSmall, highestInverse, sumInverse) = (Air.Column("is_small"), Air.Column("highest_inverse"), Air.Column("sum_inverse"));
        operands = new(Air, State, isReal, call, operation);
        Cell[] Bytes(string name) => Air.ByteColumns(isReal, name, 4 * words);
        (x1, x3, m, i, s) = (Bytes("x1"), Bytes("x3"), Bytes("m"), Bytes("i"), Bytes("s"));
        y1 = doubles ? Bytes("y1") : Air.Columns("y1", 2 * words);
        (x2, y2) = doubles ? ([], Air.Columns("a", 2 * words)) : (Bytes("x2"), Air.Columns("y2", 2 * words));
        (y3, old) = (Air.Columns("y3", 2 * words), Air.Columns("old", 4 * words));
        foreach (Cell limb in y3) Air.Range16(isReal, limb);
        AssertCases();
        Terms[] terms = doubles ? Double() : Sum();
        equations = [.. terms.Select((terms, index) => new CurveEquation(Air, $"q{index}", isReal, hasSlope, m, terms))];
        LookUpLastDigits();
        Expression[] limbs = Limbs.FromBytes(m), results = [.. Limbs.FromBytes(x3), .. Limbs.Expressions(y3)];
        orders =
        [
            new(Air, "i", isReal - isSmall, Limbs.FromBytes(i), limbs),
            new(Air, "x3", hasSlope, results[..(2 * words)], limbs), new(Air, "y3", hasSlope, results[(2 * words)..], limbs),
        ];
        State.Step(isReal, State.ProgramCounter + 1);
        Expression[] first = [.. Limbs.FromBytes(x1), .. doubles ? Limbs.FromBytes(y1) : Limbs.Expressions(y1)];
        Expression[] second = [.. Limbs.FromBytes(x2), .. Limbs.Expressions(y2)];
        operands.Access(0, first, first);
        operands.Access(1, second, second);
        operands.Access(2, limbs, limbs);
        operands.Access(3, Limbs.Expressions(old), results);
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> accesses, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        row[isReal.Index] = 1;
        operands.Fill(step, instruction, accesses, row, counts);
        accesses = accesses[(step.FirstWord + 3)..];
        uint* inputs = stackalloc uint[5 * ScalarModular.MaximumWords];
        uint* witness = stackalloc uint[2 * ScalarModular.MaximumWords], result = stackalloc uint[2 * ScalarModular.MaximumWords];
        int inputWords = (doubles ? 4 : 5) * words;
        for (int word = 0; word < inputWords; word++) inputs[word] = (uint)accesses[word].Old;
        bool slope = doubles ? ScalarCurve.Double(words, inputs, witness, result) : ScalarCurve.Add(words, inputs, witness, result);
        uint* modulus = inputs + inputWords - words;
        FillNumbers(inputs, witness, result, row, counts);
        for (int word = 0; word < 2 * words; word++) FillLimbs(old, word, accesses[inputWords + word].Old, row);
        uint highest = row[m[^1].Index], sum = 0;
        foreach (Cell digit in i) sum += row[digit.Index];
        row[hasSlope.Index] = slope ? 1u : 0;
        row[isSmall.Index] = highest == 0 ? 1u : 0;
        row[highestInverse.Index] = Inverse(highest);
        row[sumInverse.Index] = Inverse(sum);
        foreach (CurveEquation equation in equations) equation.Fill(row, counts);
        counts.Bytes(row[equations[0].Last.Index], row[equations[2].Last.Index]);
        counts.Bytes(row[equations[3].Last.Index], doubles ? 0 : row[equations[1].Last.Index]);
        if (highest != 0) orders[0].Fill(witness, modulus, row, counts);
        if (!slope) return;
        orders[1].Fill(result, modulus, row, counts);
        orders[2].Fill(result + words, modulus, row, counts);
    }

    private static uint Inverse(uint value) => value == 0 ? 0 : KoalaBear.FromCanonical(value).Inverse().ToCanonical();

    private void FillNumbers(uint* inputs, uint* witness, uint* result, Span<uint> row, LookupCounts counts)
    {
        FillBytes(x1, inputs, row, counts);
        if (doubles) FillBytes(y1, inputs + words, row, counts);
        else FillBytes(x2, inputs + 2 * words, row, counts);
        FillBytes(m, inputs + (doubles ? 3 : 4) * words, row, counts);
        FillBytes(i, witness, row, counts);
        FillBytes(s, witness + words, row, counts);
        FillBytes(x3, result, row, counts);
        for (int word = 0; word < words; word++)
        {
            if (!doubles) FillLimbs(y1, word, inputs[words + word], row);
            FillLimbs(y2, word, inputs[(doubles ? 2 : 3) * words + word], row);
            FillLimbs(y3, word, result[words + word], row);
            counts.Range16(result[words + word] & 0xFFFF);
            counts.Range16(result[words + word] >> 16);
        }
    }

    private void AssertCases()
    {
        Expression sum = Expression.Zero, results = Expression.Zero;
        foreach (Cell digit in i) sum += digit;
        foreach (Cell digit in x3) results += digit;
        foreach (Cell limb in y3) results += limb;
        Air.AssertEqual("m's highest byte is zero unless it has an inverse", m[^1] * highestInverse, isReal - isSmall);
        Air.AssertZero("zero is zero", isSmall * m[^1]);
        Air.AssertZero("the inverse of zero is zero", isSmall * highestInverse);
        Air.AssertZero("a small modulus has no slope", isSmall * hasSlope);
        Air.AssertEqual("i is not zero", sum * sumInverse, isReal - isSmall);
        Air.AssertZero("a small modulus needs no i", isSmall * sumInverse);
        Air.AssertZero("without a slope the result is zero", (isReal - hasSlope) * results);
    }

    private void LookUpLastDigits()
    {
        Air.Bytes(isReal, equations[0].Last, equations[2].Last);
        Air.Bytes(isReal, equations[3].Last, doubles ? Expression.Zero : equations[1].Last);
        if (doubles) Air.Range16(isReal, equations[1].Last);
    }

    private Terms[] Sum()
    {
        Term[] d = [new(x2, 1), new(x1, -1)];
        return
        [
            new(i, d) { HasUnit = true },
            new(s, d, new Term(y2, -1, true), new Term(y1, 1, true)),
            new(s, [new(s, 1)], new Term(x1, -1, true), new Term(x2, -1, true), new Term(x3, -1)),
            new(s, [new(x1, 1), new(x3, -1)], new Term(y1, -1, true), new Term(y3, -1)),
        ];
    }

    private Terms[] Double() =>
    [
        new(i, [new(y1, 2)]) { HasUnit = true },
        new(s, [new(y1, 1)], new Term(y2, -1, true)) { Tripled = x1 },
        new(s, [new(s, 1)], new Term(x1, -8, true), new Term(x3, -4)),
        new(s, [new(x1, 1), new(x3, -1)], new Term(y1, -2, true), new Term(y3, -2)),
    ];
}

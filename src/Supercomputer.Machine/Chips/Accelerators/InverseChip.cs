using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;
using static Supercomputer.Machine.Chips.Accelerators.ByteNumbers;

namespace Supercomputer.Machine.Chips.Accelerators;

/// <summary>The inverse of a number modulo m, of 256 or 384 bits, a row a call: 0 where there is none, or m is 0 or 1.</summary>
/// <remarks>
/// Statement: z a = q m + f and the result is f z; 0 &lt; z &lt; m where m is not trivial, and f = 0 where m is trivial: 0 or 1.
/// Soundness: f = 1 makes z the one inverse below m; f = 0 shows that there is none, as z a is a multiple of m and z is not. So f is not
/// the prover's to choose, nor is is_trivial: no z is between 0 and m = 0 or 1. The equation is that of <see cref="ModularChip"/>: z, a, q and m are
/// bytes by lookup, a position's sum |v| is below 2^22, its carry plus 2^15 is looked up as 16 bits but for the last two positions:
/// nothing is carried out of the last, so the carry into it is the last two products' difference, below 2^16. q &lt;= a, because z &lt; m. The sums of bytes
/// that say "zero" or "not zero" are below 2^14.
/// Cost: 203 columns and 213 interactions for 256 bits, 295 and 313 for 384.
/// </remarks>
internal sealed unsafe class InverseChip : InstructionChip
{
    private readonly int words;
    private readonly Cell isReal;
    private readonly Cell hasInverse;
    private readonly Cell isTrivial;
    private readonly Cell sumInverse;
    private readonly Cell[] a;
    private readonly Cell[] z;
    private readonly Cell[] m;
    private readonly Cell[] q;
    private readonly Cell[] old;
    private readonly LimbOrder order;
    private readonly AcceleratorOperands operands;

    /// <summary>Declares the chip.</summary>
    /// <param name="operation">Of which width.</param>
    internal InverseChip(Operation operation)
        : base(operation.ToString())
    {
        AcceleratorCall call = AcceleratorCall.Of(operation)!;
        words = call.Operands[0].Words;
        (isReal, hasInverse, isTrivial) = (Air.Boolean("is_real"), Air.Boolean("has_inverse"), Air.Boolean("is_trivial"));
        sumInverse = Air.Column("sum_inverse");
        operands = new(Air, State, isReal, call, operation);
        Cell[] Bytes(string name) => Air.ByteColumns(isReal, name, 4 * words);
        (a, z, m, q) = (Bytes("a"), Bytes("z"), Bytes("m"), Bytes("q"));
        old = Air.Columns("old", 2 * words);
        Expression[] modulus = Limbs.FromBytes(m), limbs = Limbs.FromBytes(z);
        AssertCases();
        AssertProduct();
        order = new(Air, "z", isReal - isTrivial, limbs, modulus);
        State.Step(isReal, State.ProgramCounter + 1);
        Expression[] number = Limbs.FromBytes(a);
        operands.Access(0, number, number);
        operands.Access(1, modulus, modulus);
        operands.Access(2, Limbs.Expressions(old), [.. limbs.Select(limb => hasInverse * limb)]);
    }

    /// <summary>The positions whose carries are looked up: all but the last two.</summary>
    private int Looked => 2 * a.Length - 3;

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> accesses, Span<uint> row, LookupCounts counts)
    {
        State.Fill(step, row);
        row[isReal.Index] = 1;
        operands.Fill(step, instruction, accesses, row, counts);
        accesses = accesses[(step.FirstWord + 2)..];
        uint* inputs = stackalloc uint[2 * ScalarModular.MaximumWords], witness = stackalloc uint[ScalarModular.MaximumWords];
        uint* quotient = stackalloc uint[WideNumbers.MaximumWords], product = stackalloc uint[WideNumbers.MaximumWords];
        for (int word = 0; word < 2 * words; word++) inputs[word] = (uint)accesses[word].Old;
        uint* modulus = inputs + words;
        new Span<uint>(witness, words).Clear();
        new Span<uint>(quotient, WideNumbers.MaximumWords).Clear();
        new Span<uint>(product, WideNumbers.MaximumWords).Clear();
        bool trivial = ScalarInverse.IsTrivial(words, modulus);
        bool found = !trivial && ScalarInverse.Of(words, inputs, modulus, witness);
        WideNumbers.AddProduct(product, inputs, words, witness, words);
        if (!trivial) WideNumbers.Divide(product, 2 * words, modulus, WideNumbers.Length(modulus, words), quotient);
        FillBytes(a, inputs, row, counts);
        FillBytes(z, witness, row, counts);
        FillBytes(m, modulus, row, counts);
        FillBytes(q, quotient, row, counts);
        uint sum = 0;
        foreach (Cell digit in z) sum += row[digit.Index];
        for (int word = 0; word < words; word++) FillLimbs(old, word, accesses[2 * words + word].Old, row);
        row[hasInverse.Index] = found ? 1u : 0;
        row[isTrivial.Index] = trivial ? 1u : 0;
        row[sumInverse.Index] = trivial ? 0 : KoalaBear.FromCanonical(sum).Inverse().ToCanonical();
        CountCarries(row, counts);
        if (!trivial) order.Fill(witness, modulus, row, counts);
    }

    private void AssertCases()
    {
        Expression sum = Expression.Zero, upper = Expression.Zero;
        foreach (Cell digit in z) sum += digit;
        foreach (Cell digit in m[1..]) upper += digit;
        Air.AssertEqual("z is not zero", sum * sumInverse, isReal - isTrivial);
        Air.AssertZero("a trivial modulus needs no z", isTrivial * sumInverse);
        Air.AssertZero("a trivial modulus has one byte", isTrivial * upper);
        Air.AssertZero("a trivial modulus is 0 or 1", isTrivial * m[0] * (m[0] - 1));
        Air.AssertZero("nothing has an inverse for a trivial modulus", isTrivial * hasInverse);
    }

    private void AssertProduct() => AssertEquation(Air, isReal, "nothing is carried out", 2 * a.Length - 1, Looked, Middle, position =>
    {
        Expression sum = ByteProduct.Diagonal(z, a, position) - ByteProduct.Diagonal(q, m, position);
        return position == 0 ? sum - hasInverse : sum;
    });

    /// <summary>The carries as <see cref="AssertProduct"/> declares them, from the cells.</summary>
    private void CountCarries(Span<uint> row, LookupCounts counts)
    {
        long* sums = stackalloc long[2 * a.Length];
        new Span<long>(sums, 2 * a.Length).Clear();
        sums[0] -= row[hasInverse.Index];
        AddProducts(sums, row, z, a, 1);
        AddProducts(sums, row, q, m, -1);
        ByteNumbers.CountCarries(sums, Looked, Middle, counts);
    }
}

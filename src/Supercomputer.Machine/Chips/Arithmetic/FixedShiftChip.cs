using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Arithmetic;

/// <summary>Shl, shr_u and rotl of 32 bits by an immediate: <see cref="BinaryFetch"/>, with <see cref="FixedShift"/> from the program.</summary>
/// <remarks>
/// Statement: the word times the power 2^(e mod 8), or twice that, has five bytes, which move by 0 to 3 bytes; the result is the low word
/// (shl), the high word (shr_u) or their sum (rotl, where set bits are apart).
/// Soundness: power and moves are preprocessed fields of the instruction. limb * power is at most (2^16 - 1) 2^8, below p, so its three
/// bytes are unique; low has no bit below the power and the high byte next to it none above: their sum is a byte.
/// Cost: 27 columns, 12 interactions.
/// </remarks>
internal sealed class FixedShiftChip : InstructionChip
{
    private const int Limbs32 = 2;

    private readonly Cell isLeft;
    private readonly Cell isRight;
    private readonly Cell isRotate;
    private readonly Cell[] word;
    private readonly Cell power;
    private readonly Cell[] moves;
    private readonly Cell[] low;
    private readonly Cell[] middle;
    private readonly Cell[] high;
    private readonly Cell[] result;
    private readonly BinaryFetch fetch;

    internal FixedShiftChip()
        : base("FixedShift32")
    {
        isLeft = Air.Boolean("is_shl");
        isRight = Air.Boolean("is_shr_u");
        isRotate = Air.Boolean("is_rotl");
        Expression isReal = Air.OneOf(isLeft, isRight, isRotate);
        word = Air.Columns("a", Limbs32);
        power = Air.Column("power");
        moves = Air.Columns("moves_by", 3);
        low = Air.Columns("low", Limbs32);
        middle = Air.Columns("middle", Limbs32);
        high = Air.Columns("high", Limbs32);
        result = Air.Columns("result", Limbs32);
        for (int limb = 0; limb < Limbs32; limb++)
        {
            Air.AssertEqual(
                $"limb {limb} times the power", word[limb] * power, low[limb] + 256 * middle[limb] + 65536 * high[limb]);
            Air.Bytes(isReal, low[limb], middle[limb]);
        }

        Air.Bytes(isReal, high[0], high[1]);
        AssertResult(isReal);
        fetch = new(
            Air, State, OperandForm.Immediate, isReal,
            (long)Operation.Shl32 * isLeft + (long)Operation.ShrU32 * isRight + (long)Operation.Rotl32 * isRotate, null,
            Limbs.Expressions(word), [power, .. Limbs.Expressions(moves)], Limbs.Expressions(result));
    }

    internal override void FillRow(
        in Step step, in Instruction instruction, ReadOnlySpan<WordAccess> words, Span<uint> row, LookupCounts counts)
    {
        FixedShift shift = instruction.FixedShift;
        row[(instruction.Operation switch
        {
            Operation.Shl32Imm => isLeft,
            Operation.ShrU32Imm => isRight,
            _ => isRotate,
        }).Index] = 1;
        Limbs.Write(row, word, step.A);
        row[power.Index] = shift.Power;
        for (uint index = 0; index < 3; index++) row[moves[index].Index] = shift.Moves(index + 1);
        uint above = 0;
        for (int limb = 0; limb < Limbs32; limb++)
        {
            uint product = Limbs.Of(step.A, limb) * shift.Power;
            row[low[limb].Index] = product & 0xFF;
            row[middle[limb].Index] = product >> 8 & 0xFF;
            row[high[limb].Index] = product >> 16;
            counts.Bytes(product & 0xFF, product >> 8 & 0xFF);
            if (limb == 1) counts.Bytes(above, product >> 16);
            above = product >> 16;
        }

        Limbs.Write(row, result, step.D);
        fetch.Fill(step, instruction, row, counts);
    }

    private void AssertResult(Expression isReal)
    {
        Expression[] product = [low[0], middle[0], low[1] + high[0], middle[1], high[1]];
        Expression stays = isReal - moves[0] - moves[1] - moves[2];
        Expression Byte(int index)
        {
            Expression sum = index < product.Length ? stays * product[index] : Expression.Zero;
            for (int by = 1; by <= moves.Length; by++)
                if (index >= by && index - by < product.Length)
                    sum += moves[by - 1] * product[index - by];
            return sum;
        }

        for (int limb = 0; limb < Limbs32; limb++)
            Air.AssertEqual(
                $"limb {limb} of the result", result[limb],
                (isLeft + isRotate) * (Byte(2 * limb) + 256 * Byte(2 * limb + 1))
                + (isRight + isRotate) * (Byte(2 * limb + 4) + 256 * Byte(2 * limb + 5)));
    }
}

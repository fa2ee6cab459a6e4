using System.Numerics;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Gadgets;

/// <summary>Shifts and rotations of a word x of w = 16 n bits by s = amount mod w.</summary>
/// <remarks>
/// How: a left operation takes e = s, a right one e = w - 1 - s and doubles once more, so that x 2^e (or x 2^(w - s)) has the
/// left shift in its low word and the right shift in its high word; a rotation adds both words, whose set bits are apart.
/// The signed right shift complements x before and the high word after when the sign is set.
/// m = 2^(e mod 8), doubled for right operations, is at most 2^8: each limb times m is split into low and middle byte and a high byte;
/// the bytes of the product are then moved by e div 8, given one-hot.
/// Soundness: (amount - s) / w is looked up in [0, 2^16), w times that is below 2^22, so s = amount mod w, and the bits of e are
/// unique. limb * m is below 2^24, so its three bytes are unique; low has no bit below m and the high byte next to it none above: their sum
/// is a byte. The sign by limb + 2^15 - 2^16 sign in [0, 2^16). Cost: 6 n + 10 columns, 3 n / 2 + 2 lookups.
/// </remarks>
internal sealed class ShiftGadget
{
    private readonly Cell isLeft;
    private readonly Cell isRightUnsigned;
    private readonly Cell isRightSigned;
    private readonly Cell isRotateLeft;
    private readonly Cell isRotateRight;
    private readonly Cell sign;
    private readonly Cell[] bitShift;
    private readonly Cell[] byteShift;
    private readonly Cell quarterPower;
    private readonly Cell multiplier;
    private readonly Cell[] low;
    private readonly Cell[] middle;
    private readonly Cell[] high;
    private readonly Cell[] result;

    internal ShiftGadget(AirBuilder air, Expression[] word, Expression amountLimb)
    {
        int limbs = word.Length;
        isLeft = air.Boolean("is_shl");
        isRightUnsigned = air.Boolean("is_shr_u");
        isRightSigned = air.Boolean("is_shr_s");
        isRotateLeft = air.Boolean("is_rotl");
        isRotateRight = air.Boolean("is_rotr");
        IsReal = air.OneOf(isLeft, isRightUnsigned, isRightSigned, isRotateLeft, isRotateRight);
        sign = air.Boolean("sign");
        bitShift = air.Booleans("bit_shift", 3);
        byteShift = air.Booleans("byte_shift_above", 2 * limbs - 1);
        quarterPower = air.Column("power_of_two_bits");
        multiplier = air.Column("power_of_three_bits");
        low = air.Columns("low", limbs);
        middle = air.Columns("middle", limbs);
        high = air.Columns("high", limbs);
        result = air.Columns("result", limbs);
        Expression isRight = isRightUnsigned + isRightSigned + isRotateRight;
        Expression noByteShift = AssertAmount(air, isRight, amountLimb, 16 * limbs);
        AssertProducts(air, isRight, word);
        AssertResult(air, noByteShift);
    }

    internal Expression IsReal { get; }

    internal Expression[] Result => Limbs.Expressions(result);

    /// <summary>The code of the register form: the five follow one another by 2.</summary>
    internal Expression Operation(Operation first) =>
        (long)first * isLeft + (long)(first + 2) * isRightUnsigned + (long)(first + 4) * isRightSigned
        + (long)(first + 6) * isRotateLeft + (long)(first + 8) * isRotateRight;

    /// <summary>Fills the row.</summary>
    /// <param name="kind">0 shl, 1 shr_u, 2 shr_s, 3 rotl, 4 rotr.</param>
    /// <param name="word">The word.</param>
    /// <param name="amountLimb">The low limb of the amount.</param>
    /// <param name="row">The row.</param>
    /// <param name="counts">Receives the lookups.</param>
    internal void Fill(int kind, ulong word, uint amountLimb, Span<uint> row, LookupCounts counts)
    {
        int limbs = low.Length;
        uint bits = (uint)(16 * limbs);
        Cell flag = kind switch { 0 => isLeft, 1 => isRightUnsigned, 2 => isRightSigned, 3 => isRotateLeft, _ => isRotateRight };
        row[flag.Index] = 1;
        uint amount = amountLimb % bits;
        counts.Range16(amountLimb / bits);
        bool right = kind is 1 or 2 or 4;
        uint effective = right ? bits - 1 - amount : amount;
        for (int bit = 0; bit < 3; bit++) row[bitShift[bit].Index] = effective >> bit & 1;
        if (effective >= 8) row[byteShift[(int)(effective / 8) - 1].Index] = 1;
        row[quarterPower.Index] = 1u << (int)(effective & 3);
        uint power = 1u << (int)(effective & 7);
        row[multiplier.Index] = power;
        bool negative = false;
        if (kind == 2)
        {
            uint top = Limbs.Of(word, limbs - 1);
            negative = top >= 0x8000;
            row[sign.Index] = top >> 15;
            counts.Range16(top ^ 0x8000);
        }

        FillProducts(negative ? ~word : word, right ? 2 * power : power, row, counts);
        Limbs.Write(row, result, Evaluate(kind, word, (int)amount, (int)bits));
    }

    private static ulong Evaluate(int kind, ulong word, int amount, int bits) => (kind, bits) switch
    {
        (0, _) => word << amount,
        (1, _) => word >> amount,
        (2, 32) => (uint)((int)(uint)word >> amount),
        (2, _) => (ulong)((long)word >> amount),
        (3, 32) => BitOperations.RotateLeft((uint)word, amount),
        (3, _) => BitOperations.RotateLeft(word, amount),
        (_, 32) => BitOperations.RotateRight((uint)word, amount),
        _ => BitOperations.RotateRight(word, amount),
    };

    private void FillProducts(ulong word, uint power, Span<uint> row, LookupCounts counts)
    {
        uint previousHigh = 0;
        for (int limb = 0; limb < low.Length; limb++)
        {
            uint product = Limbs.Of(word, limb) * power;
            row[low[limb].Index] = product & 0xFF;
            row[middle[limb].Index] = product >> 8 & 0xFF;
            row[high[limb].Index] = product >> 16;
            counts.Bytes(product & 0xFF, product >> 8 & 0xFF);
            if ((limb & 1) == 1) counts.Bytes(previousHigh, product >> 16);
            previousHigh = product >> 16;
        }
    }

    private Expression AssertAmount(AirBuilder air, Expression isRight, Expression amountLimb, int bits)
    {
        Expression effective = bitShift[0] + 2 * bitShift[1] + 4 * bitShift[2];
        Expression noByteShift = IsReal;
        for (int index = 0; index < byteShift.Length; index++)
        {
            noByteShift -= byteShift[index];
            effective += 8L * (index + 1) * byteShift[index];
        }

        air.AssertBoolean("one byte shift", noByteShift);
        Expression amount = effective + isRight * (bits - 1 - 2 * effective);
        air.Range16(IsReal, AirBuilder.InverseOf65536 * (65536 / bits) * (amountLimb - amount));
        air.AssertEqual("power of two bits", quarterPower, (IsReal + bitShift[0]) * (1 + 3 * bitShift[1]));
        air.AssertEqual("power of three bits", multiplier, quarterPower * (1 + 15 * bitShift[2]));
        return noByteShift;
    }

    private void AssertProducts(AirBuilder air, Expression isRight, Expression[] word)
    {
        int top = word.Length - 1;
        air.AssertZero("the sign is used only by the signed shift", (1 - isRightSigned) * sign);
        air.Range16(isRightSigned, word[top] + 32768 - 65536 * sign);
        Expression power = multiplier * (1 + isRight);
        for (int limb = 0; limb < word.Length; limb++)
        {
            // Complemented when the sign is set; sign implies a right shift, so the doubling is folded in without degree 4.
            Expression plain = word[limb] * power;
            Expression complement = 2 * multiplier * sign * (65535 - 2 * word[limb]);
            air.AssertEqual(
                $"limb {limb} times the power", plain + complement, low[limb] + 256 * middle[limb] + 65536 * high[limb]);
            air.Bytes(IsReal, low[limb], middle[limb]);
            if ((limb & 1) == 1) air.Bytes(IsReal, high[limb - 1], high[limb]);
        }
    }

    private void AssertResult(AirBuilder air, Expression noByteShift)
    {
        int limbs = low.Length;
        Expression[] product = new Expression[2 * limbs + 1];
        for (int limb = 0; limb < limbs; limb++)
        {
            product[2 * limb] = limb == 0 ? low[0] : low[limb] + high[limb - 1];
            product[2 * limb + 1] = middle[limb];
        }

        product[2 * limbs] = high[limbs - 1];
        Expression Byte(int index)
        {
            Expression sum = index < product.Length ? noByteShift * product[index] : Expression.Zero;
            for (int shift = 1; shift <= byteShift.Length; shift++)
                if (index - shift >= 0 && index - shift < product.Length)
                    sum += byteShift[shift - 1] * product[index - shift];
            return sum;
        }

        Expression takesLow = isLeft + isRotateLeft + isRotateRight;
        Expression takesHigh = IsReal - isLeft;
        for (int limb = 0; limb < limbs; limb++)
        {
            Expression lowWord = Byte(2 * limb) + 256 * Byte(2 * limb + 1);
            Expression highWord = Byte(2 * (limbs + limb)) + 256 * Byte(2 * (limbs + limb) + 1);
            air.AssertEqual(
                $"limb {limb} of the result", result[limb],
                takesLow * lowWord + takesHigh * highWord + sign * (65535 - 2 * highWord));
        }
    }
}

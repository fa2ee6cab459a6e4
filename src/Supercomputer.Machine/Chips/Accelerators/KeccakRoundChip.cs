using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Accelerators;

/// <summary>The rounds of Keccak-f[1600]: one row a round, 24 rows a permutation.</summary>
/// <remarks>
/// Statement: a row receives (clock, r, A) on the Keccak bus and sends (clock, r + 1, round r of A), 0 &lt;= r &lt; 24.
/// Committed are the bits of A' (the state after theta), of C (the parities of A) and of C' (the parities of A'): names as in
/// <see cref="KeccakRoundFunction"/>. The limbs of A and of the result are no columns but polynomials of degree 3 in these bits.
/// Soundness: theta changes each bit of a column by D = C[x - 1] xor C[x + 1] rotated, and a column has five of them, so C' = C xor D and
/// D = C xor C'. Constrained are C' = C xor C[x - 1] xor C[x + 1] rotated, which keeps C' boolean, and C' = parity of A' (their difference
/// is 0, 2 or 4). A is defined as A' xor C xor C'; its parity is then C' xor (C xor C') = C, and A' is theta of A, so A' and C are
/// functions of A. chi is evaluated on bits of A', so the result's limbs are below 2^16 whatever was received. Only seven bits of lane
/// 0 meet the round's constant c: they are committed, and constrained by (bit xor c) = chi, which keeps them boolean.
/// The round is 4 i + j by two one-hot flags, 0 in padding rows, which send and receive nothing.
/// Cost: 2,258 columns and 2 interactions for each of 24 rows.
/// </remarks>
internal sealed class KeccakRoundChip
{
    /// <summary>-1/2 in the field.</summary>
    private const long MinusHalf = ((long)KoalaBear.Modulus - 1) / 2;

    private readonly Cell clock;
    private readonly Cell[] group;
    private readonly Cell[] member;
    private readonly Cell[] theta;
    private readonly Cell[] parity;
    private readonly Cell[] thetaParity;
    private readonly Cell[] constantBits;

    private KeccakRoundChip()
    {
        AirBuilder air = new("KeccakRound");
        clock = air.Column("clock");
        group = air.Booleans("round_div_4", 6);
        member = air.Booleans("round_mod_4", 4);
        theta = air.Booleans("theta", 1600);
        parity = air.Booleans("parity", 320);
        thetaParity = air.Columns("theta_parity", 320);
        constantBits = air.Columns("iota", KeccakRoundFunction.ConstantBits);

        Expression isReal = air.OneOf(group);
        Expression isMember = Expression.Zero, round = Expression.Zero;
        foreach (Cell flag in member) isMember += flag;
        air.AssertEqual("both flags of the round, or none", isMember, isReal);
        for (int index = 1; index < group.Length; index++) round += 4 * index * group[index];
        for (int index = 1; index < member.Length; index++) round += index * member[index];
        for (int x = 0; x < 5; x++)
            for (int z = 0; z < 64; z++)
                AssertParities(air, x, z);
        air.Receive(Buses.Keccak, isReal, [clock, round, .. Limbs16(4, Input)]);
        air.Send(Buses.Keccak, isReal, [clock, round + 1, .. Limbs16(-2, Output(air))]);
        Chip = air.Build();
    }

    /// <summary>The only instance: it depends on nothing.</summary>
    internal static Lazy<KeccakRoundChip> Instance { get; } = new(() => new());

    internal Chip Chip { get; }

    internal int Clock => clock.Index;

    /// <summary>The column of bit z of a lane of A'; lanes follow one another.</summary>
    internal int Theta(int lane, int z) => theta[64 * lane + z].Index;

    internal int Parity(int x, int z) => parity[64 * x + z].Index;

    internal int ThetaParity(int x, int z) => thetaParity[64 * x + z].Index;

    internal int ConstantBit(int bit) => constantBits[bit].Index;

    internal (int Group, int Member) Flags(int round) => (group[round >> 2].Index, member[round & 3].Index);

    /// <summary>A bit less one half. With b' = b - 1/2, an exclusive or is a product: (a xor b)' = -2 a' b'.</summary>
    private static Expression Centred(Expression bit) => bit + MinusHalf;

    /// <summary>The limbs whose bits, less one half, are given, times a factor.</summary>
    private static IEnumerable<Expression> Limbs16(long factor, Func<int, int, Expression> centred)
    {
        for (int limb = 0; limb < 4 * KeccakRoundFunction.Lanes; limb++)
        {
            Expression value = centred(limb >> 2, 16 * (limb & 3) + 15);
            for (int place = 14; place >= 0; place--) value = value + value + centred(limb >> 2, 16 * (limb & 3) + place);
            yield return factor * value - MinusHalf * 65535;
        }
    }

    private void AssertParities(AirBuilder air, int x, int z)
    {
        int column = 64 * x + z;
        Expression left = Centred(parity[64 * ((x + 4) % 5) + z]), right = Centred(parity[64 * ((x + 1) % 5) + ((z + 63) & 63)]);
        air.AssertEqual(
            $"theta_parity[{column}] from parities", 4 * (left * right * Centred(parity[column])), Centred(thetaParity[column]));
        Expression even = theta[64 * x + z];
        for (int lane = x + 5; lane < KeccakRoundFunction.Lanes; lane += 5) even += theta[64 * lane + z];
        even -= thetaParity[column];
        air.AssertZero($"theta_parity[{column}] is the parity", even * (even - 2) * (even - 4));
    }

    /// <summary>A quarter of a centred bit of A = A' xor C xor C'.</summary>
    private Expression Input(int lane, int z)
    {
        int column = 64 * (lane % 5) + z;
        return Centred(parity[column]) * Centred(thetaParity[column]) * Centred(theta[64 * lane + z]);
    }

    private Expression Moved(int x, int y, int z)
    {
        (int lane, int offset) = KeccakRoundFunction.Source(x % 5, y);
        return theta[64 * lane + ((z + 64 - offset) & 63)];
    }

    /// <summary>A centred bit of chi, divided by -2: the product of the centred bits of B[x] and of (not B[x + 1] and B[x + 2]).</summary>
    private Expression Chi(int lane, int z)
    {
        int x = lane % 5, y = lane / 5;
        Expression next = Moved(x + 2, y, z);
        return (Centred(next) - Moved(x + 1, y, z) * next) * Centred(Moved(x, y, z));
    }

    private Func<int, int, Expression> Output(AirBuilder air)
    {
        for (int bit = 0; bit < constantBits.Length; bit++)
        {
            Expression constant = Expression.Zero;
            for (int round = 0; round < KeccakRoundFunction.Rounds; round++)
                if (KeccakRoundFunction.HasConstant(round, bit)) constant += group[round >> 2] * member[round & 3];
            int place = KeccakRoundFunction.ConstantPlace(bit);
            air.AssertEqual($"iota[{bit}]", Centred(constant) * Centred(constantBits[bit]), Chi(0, place));
        }

        return (lane, z) => lane == 0 && (z & (z + 1)) == 0
            ? MinusHalf * Centred(constantBits[System.Numerics.BitOperations.PopCount((uint)z)]) : Chi(lane, z);
    }
}

using System.Numerics;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>A row of an accelerator's chip that is written by numbers: the rest is an honest row's.</summary>
internal sealed class AcceleratorRow
{
    private readonly HonestRow row;
    private readonly IReadOnlyDictionary<string, int> columns;

    internal AcceleratorRow(HonestRow honest, IReadOnlyDictionary<string, int> columns)
    {
        row = honest with { Columns = [.. honest.Columns] };
        this.columns = columns;
    }

    internal HonestRow Row => row;

    /// <summary>The columns of a chip by name.</summary>
    internal static Dictionary<string, int> ColumnsOf(Chip chip) =>
        chip.Columns.Select((name, index) => (name, index)).ToDictionary(column => column.name, column => column.index);

    internal KoalaBear this[string name]
    {
        get => row.Columns[columns[name]];
        set => row.Columns[columns[name]] = value;
    }

    internal void Set(string name, BigInteger value) => this[name] = Element(value);

    internal void Add(string name, BigInteger value) => this[name] += Element(value);

    /// <summary>Adds to some cells.</summary>
    internal HonestRow With(IEnumerable<(string Name, BigInteger Value)> changes)
    {
        foreach ((string name, BigInteger value) in changes) Add(name, value);
        return row;
    }

    /// <summary>Writes the digits of a number, the lowest first.</summary>
    internal void Digits(string name, BigInteger number, int count, int bits, int from = 0)
    {
        for (int digit = 0; digit < count; digit++) Set($"{name}[{from + digit}]", number >> (bits * digit) & ((1 << bits) - 1));
    }

    /// <summary>The sum of some columns with one name.</summary>
    internal KoalaBear Sum(string name, int count)
    {
        KoalaBear sum = KoalaBear.Zero;
        for (int index = 0; index < count; index++) sum += this[$"{name}[{index}]"];
        return sum;
    }

    /// <summary>Marks these limbs, and no other.</summary>
    internal void Marks(string name, int limbs, (int Limb, int Value)[] marks)
    {
        for (int limb = 0; limb < limbs; limb++) Set($"{name}[{limb}]", 0);
        foreach ((int limb, int value) in marks) Set($"{name}[{limb}]", value);
    }

    /// <summary>Marks the highest limb in which two numbers differ, and no other; none where it is not asked for.</summary>
    internal void Mark(string name, BigInteger left, BigInteger right, int limbs, bool isOrdered)
    {
        int limb = limbs - 1;
        while (limb > 0 && (left >> (16 * limb) & 0xFFFF) == (right >> (16 * limb) & 0xFFFF)) limb--;
        for (int index = 0; index < limbs; index++) Set($"{name}_differs_first_at[{index}]", isOrdered && index == limb ? 1 : 0);
    }

    /// <summary>The inverse, or 0 of 0.</summary>
    internal static KoalaBear Inverse(KoalaBear value) => value == KoalaBear.Zero ? value : value.Inverse();

    private static KoalaBear Element(BigInteger value) =>
        value.Sign < 0 ? -KoalaBear.FromCanonical((uint)(-value % KoalaBear.Modulus)) : KoalaBear.FromCanonical((uint)(value % KoalaBear.Modulus));
}

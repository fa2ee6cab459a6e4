using System.Numerics;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>Rows of an accelerator's chip over big numbers that are refused for one reason: what a random walk does not find, because whole equations must hold.</summary>
internal abstract class AcceleratorLies
{
    private readonly HonestRow honest;
    private readonly Dictionary<string, int> columns;

    protected AcceleratorLies(Chip chip, IEnumerable<HonestRow> rows)
    {
        columns = AcceleratorRow.ColumnsOf(chip);
        honest = rows.First(row => row.Columns[columns["is_real"]] == KoalaBear.One);
        Bytes = chip.Columns.Count(name => name.StartsWith("m[", StringComparison.Ordinal));
    }

    /// <summary>The bytes of a number.</summary>
    protected int Bytes { get; }

    protected int Limbs => Bytes / 2;

    protected BigInteger Top => AcceleratorProgram.Greatest(Bytes);

    /// <summary>The least number whose highest byte is not zero.</summary>
    protected BigInteger Least => BigInteger.One << (8 * Bytes - 8);

    /// <summary>The lies of a chip from its honest rows; none for a chip of another kind.</summary>
    internal static IEnumerable<HonestRow> Of(Chip chip, IReadOnlyList<HonestRow> rows) => chip.Name switch
    {
        "Modular256" or "Modular384" => new ModularLies(chip, rows).All(),
        "ModularFp2Of256" or "ModularFp2Of384" => new ModularFp2Lies(chip, rows).All(),
        "Inverse256" or "Inverse384" => new InverseLies(chip, rows).All(),
        "CurveAdd256" or "CurveAdd384" or "CurveDouble256" or "CurveDouble384" => new CurveLies(chip, rows).All(),
        _ => [],
    };

    protected abstract IEnumerable<HonestRow> All();

    /// <summary>An honest row to write other numbers into.</summary>
    protected AcceleratorRow NewRow() => new(honest, columns);

    /// <summary>What an order refuses: a value that is not below the modulus, too few marks and too many.</summary>
    /// <param name="ordered">The row with a modulus, a value below it or not, and marks at some limbs.</param>
    protected IEnumerable<HonestRow> Orders(Func<BigInteger, BigInteger, (int Limb, int Value)[], HonestRow> ordered)
    {
        for (int limb = 1; limb < Limbs; limb++) yield return ordered(5, (BigInteger.One << (16 * limb)) + 3, [(0, 1)]);
        yield return ordered(5, 3, [(0, 1), (1, 1)]);
        yield return ordered(5, 5, [(0, 1)]);
        for (int limb = 2; limb < Limbs; limb++) yield return ordered(5, 3, [(0, 1), (1, 1), (limb, -1)]);
        yield return ordered(5, 3, [(0, 1), (2, 1), (1, -1)]);
        yield return ordered(3, 5, [(1, 1), (2, 1), (0, -1)]);
    }
}

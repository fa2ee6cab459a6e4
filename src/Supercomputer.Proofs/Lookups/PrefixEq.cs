using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Polynomials;

namespace Supercomputer.Proofs.Lookups;

/// <summary>eq(r, x) over the variables that a layer's sumcheck has not bound, for the pairs of groups in front of the layer.</summary>
/// <remarks>Shape: a block is four pairs of groups (fewer when fewer variables are left); inside a block the weights are one small table
/// in lanes, made anew each round, and a block's own weight is a product over the variables beyond, tabulated once for all rounds.</remarks>
/// <typeparam name="TField">The challenge field.</typeparam>
internal sealed unsafe class PrefixEq<TField> : IDisposable
    where TField : unmanaged, IChallengeField<TField>
{
    /// <summary>Variables above the lanes inside a block.</summary>
    private const int BlockVariables = 2;

    private readonly TField[] point;
    private readonly WordBuffer low;
    private readonly WordBuffer high;
    private readonly nint[] starts;
    private readonly nint[] counts;
    private TField* blocks;

    /// <summary>Prepares all rounds.</summary>
    /// <param name="point">r, one coordinate a variable.</param>
    /// <param name="pairs">The pairs of groups that the round of each variable above the lanes works on, by variable less 4.</param>
    public PrefixEq(ReadOnlySpan<TField> point, ReadOnlySpan<nint> pairs)
    {
        this.point = point.ToArray();
        low = new(Lanes<TField>.GroupWords << BlockVariables);
        starts = new nint[point.Length + 2];
        counts = new nint[point.Length + 2];
        nint size = 1;
        counts[point.Length] = 1;
        for (int first = point.Length - 1; first >= FirstBeyond(LayerVariables.Lanes); first--)
        {
            counts[first] = pairs[first - FirstBeyond(LayerVariables.Lanes)] >> BlockVariables;
            starts[first] = size;
            size += counts[first];
        }

        high = new(size * sizeof(TField) / sizeof(uint));
        Tabulate();
    }

    /// <summary>The weights inside every block.</summary>
    public uint* Low => low.Pointer;

    /// <summary>The pairs of groups of a block.</summary>
    public nint BlockGroups { get; private set; }

    /// <summary>The blocks in front.</summary>
    public nint Blocks { get; private set; }

    /// <summary>The sum of the weights of everything behind them.</summary>
    public TField Behind { get; private set; }

    /// <summary>The weight of one block.</summary>
    public TField High(nint block) => blocks[block];

    /// <summary>Sets the tables for the round that binds a variable above the lanes.</summary>
    public void Select(int variable)
    {
        int inside = Math.Min(BlockVariables, point.Length - 1 - variable);
        int beyond = Math.Min(FirstBeyond(variable), point.Length);
        EqPolynomial.TableLanes<TField>(
            [.. point.AsSpan(0, LayerVariables.Lanes), .. point.AsSpan(variable + 1, inside)], TField.One, low.Pointer);
        BlockGroups = (nint)1 << inside;
        Blocks = counts[beyond];
        blocks = (TField*)high.Pointer + starts[beyond];
        TField front = TField.Zero;
        bool isAll = Blocks == (nint)1 << (point.Length - beyond);
        for (nint block = 0; block < Blocks && !isAll; block++) front += blocks[block];
        Behind = isAll ? TField.Zero : TField.One - front;
    }

    /// <summary>Sets the weights for the round that binds a variable inside the lanes: 2^variable of them, then zeros.</summary>
    public void SelectLane(int variable)
    {
        EqPolynomial.TableLanes<TField>(point.AsSpan(0, variable), TField.One, low.Pointer);
        Behind = TField.Zero;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        low.Dispose();
        high.Dispose();
    }

    private static int FirstBeyond(int variable) => variable + 1 + BlockVariables;

    /// <summary>The table over the variables from one on, from the table over those from the next on.</summary>
    private void Tabulate()
    {
        TField* all = (TField*)high.Pointer;
        *all = TField.One;
        for (int first = point.Length - 1; first >= FirstBeyond(LayerVariables.Lanes); first--)
        {
            TField* from = all + starts[first + 1], to = all + starts[first];
            TField coordinate = point[first];
            for (nint i = 0; i < counts[first]; i += 2)
            {
                TField whole = from[i / 2], one = whole * coordinate;
                to[i] = whole - one;
                if (i + 1 < counts[first]) to[i + 1] = one;
            }
        }
    }
}

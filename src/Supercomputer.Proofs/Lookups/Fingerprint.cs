using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Proofs.Lookups;

/// <summary>The denominator of a tuple on a bus: alpha - (bus + sum of beta^(i+1) v_i).</summary>
/// <remarks>Soundness: distinct tuples collide with probability at most arity/|F|; the bus id is inside, and a bus has one arity.</remarks>
/// <typeparam name="TField">The challenge field.</typeparam>
public sealed class Fingerprint<TField>
    where TField : unmanaged, IChallengeField<TField>
{
    private readonly TField[] powers;

    /// <summary>Prepares the powers of beta for tuples up to a length.</summary>
    /// <param name="alpha">The challenge alpha.</param>
    /// <param name="beta">The challenge beta.</param>
    /// <param name="maxArity">The longest tuple.</param>
    public Fingerprint(TField alpha, TField beta, int maxArity)
    {
        Alpha = alpha;
        powers = new TField[maxArity];
        TField power = beta;
        for (int i = 0; i < maxArity; i++, power *= beta) powers[i] = power;
    }

    /// <summary>The challenge alpha.</summary>
    public TField Alpha { get; }

    /// <summary>beta^1, beta^2, ...</summary>
    public ReadOnlySpan<TField> Powers => powers;

    /// <summary>The longest tuple over all buses of a list of chips.</summary>
    /// <param name="shapes">The chips present.</param>
    /// <param name="publicTerms">The statement's terms.</param>
    public static int MaxArity(IReadOnlyList<ChipShape> shapes, IReadOnlyList<PublicTerm> publicTerms) =>
        shapes.SelectMany(shape => shape.Chip.Interactions).Select(interaction => interaction.Bus.Arity)
            .Concat(publicTerms.Select(term => term.Bus.Arity)).Append(1).Max();

    /// <summary>The denominator of a tuple of base-field values.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="values">The tuple.</param>
    public TField Denominator(Bus bus, ReadOnlySpan<KoalaBear> values)
    {
        TField sum = Alpha - KoalaBear.FromCanonical(bus.Id);
        for (int i = 0; i < values.Length; i++) sum -= powers[i] * values[i];
        return sum;
    }

    /// <summary>The denominator of a tuple of extension values: the extension of the denominators at a point.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="values">The tuple.</param>
    public TField Denominator(Bus bus, ReadOnlySpan<TField> values)
    {
        TField sum = Alpha - KoalaBear.FromCanonical(bus.Id);
        for (int i = 0; i < values.Length; i++) sum -= powers[i] * values[i];
        return sum;
    }

    /// <summary>The sum of the statement's own fractions, or nothing when a denominator is zero.</summary>
    /// <param name="terms">The terms.</param>
    public TField? SumPublicTerms(IReadOnlyList<PublicTerm> terms)
    {
        // Kept as one fraction, so that a thousand terms cost one inversion.
        TField numerator = TField.Zero, denominator = TField.One;
        KoalaBear[] values = new KoalaBear[powers.Length];
        foreach (PublicTerm term in terms)
        {
            for (int i = 0; i < term.Values.Count; i++) values[i] = KoalaBear.FromCanonical(term.Values[i]);
            TField next = Denominator(term.Bus, values.AsSpan(0, term.Values.Count));
            numerator = term.IsSend ? numerator * next + denominator : numerator * next - denominator;
            denominator *= next;
        }

        return denominator == TField.Zero ? null : numerator * denominator.Inverse();
    }
}

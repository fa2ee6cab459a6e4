using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Air;

/// <summary>The slots of a chip's program that are affine in its columns, as coefficients.</summary>
/// <remarks>Provers add affine slots up by their coefficients, whatever the program computes them from. Preprocessed column q counts as
/// column Width + q.</remarks>
internal sealed class AffineForms
{
    private readonly Dictionary<int, KoalaBear>?[] terms;
    private readonly KoalaBear[] constants;

    /// <summary>Derives the forms of all slots.</summary>
    /// <param name="chip">The chip.</param>
    public AffineForms(Chip chip)
    {
        ReadOnlySpan<ExpressionProgram.Node> nodes = chip.Program.Nodes;
        terms = new Dictionary<int, KoalaBear>?[nodes.Length];
        constants = new KoalaBear[nodes.Length];
        for (int slot = 0; slot < nodes.Length; slot++) Derive(slot, nodes[slot], chip.Width);
    }

    /// <summary>Whether a slot is affine.</summary>
    public bool IsAffine(int slot) => terms[slot] is not null;

    /// <summary>The constant term of an affine slot.</summary>
    public KoalaBear Constant(int slot) => constants[slot];

    /// <summary>The coefficients of an affine slot, by column.</summary>
    public IReadOnlyDictionary<int, KoalaBear> Terms(int slot) => terms[slot]!;

    private void Derive(int slot, ExpressionProgram.Node node, int width)
    {
        switch (node.Kind)
        {
            case ExpressionKind.Constant:
                terms[slot] = [];
                constants[slot] = KoalaBear.FromCanonical(node.Value);
                return;
            case ExpressionKind.Column:
                terms[slot] = new() { [(int)node.Value] = KoalaBear.One };
                return;
            case ExpressionKind.Preprocessed:
                terms[slot] = new() { [width + (int)node.Value] = KoalaBear.One };
                return;
            case ExpressionKind.Add:
                Combine(slot, node.Left, KoalaBear.One, node.Right, KoalaBear.One);
                return;
            case ExpressionKind.Subtract:
                Combine(slot, node.Left, KoalaBear.One, node.Right, -KoalaBear.One);
                return;
            default:
                if (terms[node.Left] is { Count: 0 }) Combine(slot, node.Right, constants[node.Left], node.Right, KoalaBear.Zero);
                else if (terms[node.Right] is { Count: 0 }) Combine(slot, node.Left, constants[node.Right], node.Left, KoalaBear.Zero);
                return;
        }
    }

    private void Combine(int slot, int left, KoalaBear leftFactor, int right, KoalaBear rightFactor)
    {
        if (terms[left] is null || terms[right] is null) return;
        Dictionary<int, KoalaBear> sum = [];
        foreach ((int column, KoalaBear factor) in terms[left]!) sum[column] = factor * leftFactor;
        foreach ((int column, KoalaBear factor) in terms[right]!) sum[column] = sum.GetValueOrDefault(column) + factor * rightFactor;
        foreach (int column in sum.Keys.Where(column => sum[column] == KoalaBear.Zero).ToArray()) sum.Remove(column);
        terms[slot] = sum;
        constants[slot] = constants[left] * leftFactor + constants[right] * rightFactor;
    }
}

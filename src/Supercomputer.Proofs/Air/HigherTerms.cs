namespace Supercomputer.Proofs.Air;

/// <summary>What of a chip is not affine in its columns: constraints, multiplicities and tuple elements of degree 2 and 3, compiled for provers.</summary>
/// <remarks>Depends on the chip alone, so it is made once however many proofs the chip stands in. Constraints of degree 2 stand apart: on a line
/// they are quadratic, and zero at its ends if those are rows, so a prover evaluates them at fewer points.</remarks>
internal sealed class HigherTerms
{
    private readonly Dictionary<int, (bool IsQuadratic, int Place)> places = [];

    /// <summary>Compiles the terms of a chip.</summary>
    public HigherTerms(Chip chip)
    {
        ExpressionProgram program = chip.Program;
        int[] degrees = Degrees(program);
        SortedSet<int> quadratic = [], others = [];
        foreach (int slot in program.Constraints)
            if (!chip.Forms.IsAffine(slot)) (degrees[slot] <= 2 ? quadratic : others).Add(slot);
        int constraintSlots = others.Count;
        foreach (ExpressionProgram.InteractionSlots slots in program.Interactions)
            foreach (int slot in (int[])[slots.Multiplicity, .. slots.Values])
                if (!chip.Forms.IsAffine(slot) && !quadratic.Contains(slot)) others.Add(slot);

        // A slot that is a constraint too vanishes on the rows, whoever else uses it.
        VanishesOnRows = others.Count == constraintSlots;
        Others = Compile(chip, others, false);
        Quadratic = Compile(chip, quadratic, true);
    }

    /// <summary>The constraints of degree 2, which are zero in every row of a trace that fulfils the constraints.</summary>
    public Part Quadratic { get; }

    /// <summary>All other terms.</summary>
    public Part Others { get; }

    /// <summary>Whether all others are zero in every row of a trace that fulfils the constraints.</summary>
    public bool VanishesOnRows { get; }

    /// <summary>In which part a slot stands, and its number there.</summary>
    public (bool IsQuadratic, int Place) PlaceOf(int slot) => places[slot];

    private Part Compile(Chip chip, SortedSet<int> slots, bool isQuadratic)
    {
        int[] inOrder = [.. slots];
        for (int place = 0; place < inOrder.Length; place++) places[inOrder[place]] = (isQuadratic, place);
        BlockProgram program = new(chip, inOrder, BlockProgram.BatchSize);
        return new(program, [.. inOrder.Select(program.PlaceOf)]);
    }

    private static int[] Degrees(ExpressionProgram program)
    {
        int[] degrees = new int[program.Nodes.Length];
        for (int slot = 0; slot < degrees.Length; slot++)
        {
            ExpressionProgram.Node node = program.Nodes[slot];
            degrees[slot] = node.Kind switch
            {
                ExpressionKind.Constant => 0,
                ExpressionKind.Column or ExpressionKind.Preprocessed => 1,
                ExpressionKind.Multiply => degrees[node.Left] + degrees[node.Right],
                _ => Math.Max(degrees[node.Left], degrees[node.Right]),
            };
        }

        return degrees;
    }

    /// <summary>Terms, compiled, and the register of each in the order of the program's batches.</summary>
    public sealed record Part(BlockProgram Program, int[] Registers);
}

namespace Supercomputer.Proofs.Air;

/// <summary>What of a chip is not affine in its columns: constraints, multiplicities and tuple elements of degree 2 and 3, compiled for provers.</summary>
/// <remarks>Depends on the chip alone, so it is made once however many proofs the chip stands in.</remarks>
internal sealed class HigherTerms
{
    private readonly Dictionary<int, int> places = [];

    /// <summary>Compiles the terms of a chip.</summary>
    public HigherTerms(Chip chip)
    {
        ExpressionProgram program = chip.Program;
        foreach (int slot in program.Constraints) Add(slot);
        int constraintSlots = places.Count;
        foreach (ExpressionProgram.InteractionSlots slots in program.Interactions)
        {
            Add(slots.Multiplicity);
            foreach (int value in slots.Values) Add(value);
        }

        // A slot that is a constraint too vanishes on the rows, whoever else uses it.
        VanishesOnRows = places.Count == constraintSlots;
        int[] slotsInOrder = [.. places.Keys.Order()];
        for (int place = 0; place < slotsInOrder.Length; place++) places[slotsInOrder[place]] = place;
        Program = new(chip, slotsInOrder, BlockProgram.BatchSize);
        Registers = [.. slotsInOrder.Select(Program.PlaceOf)];

        void Add(int slot)
        {
            if (!chip.Forms.IsAffine(slot)) places.TryAdd(slot, places.Count);
        }
    }

    /// <summary>The terms, compiled.</summary>
    public BlockProgram Program { get; }

    /// <summary>The register of each, in the order of the program's batches.</summary>
    public int[] Registers { get; }

    /// <summary>Whether all of them are zero in every row of a trace that fulfils the constraints.</summary>
    public bool VanishesOnRows { get; }

    /// <summary>The number of a slot among the terms.</summary>
    public int PlaceOf(int slot) => places[slot];
}

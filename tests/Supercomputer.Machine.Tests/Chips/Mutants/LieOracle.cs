using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>Why a chip refuses a changed row, reason by reason.</summary>
/// <remarks>
/// A reason is a constraint that is not zero, or an interaction: a lookup that the Byte table does not hold, an instruction or input
/// other than the honest one, a message received that the honest row does not receive. Other lookups that the Byte table holds and
/// other messages sent are no reasons: the prover adapts the table, and the rest of the run follows what is sent (as in
/// <see cref="RowOracle.Forges"/>). A row with ONE reason is accepted once that constraint or interaction is deleted.
/// Reasons are numbered: constraints first, then interactions.
/// </remarks>
internal sealed class LieOracle
{
    private readonly Chip chip;
    private readonly ExpressionProgram program;
    private readonly KoalaBear[] preprocessed, slots, honest;
    private readonly KoalaBear[] scratch;
    private readonly Dictionary<int, (int[] Nodes, int[] Columns)> cones = [];

    internal LieOracle(Chip chip)
    {
        this.chip = chip;
        program = chip.Program;
        Columns = new KoalaBear[chip.Width];
        preprocessed = new KoalaBear[chip.Preprocessed.Count];
        slots = new KoalaBear[program.Nodes.Length];
        honest = new KoalaBear[program.Nodes.Length];
        scratch = new KoalaBear[program.Nodes.Length];
    }

    /// <summary>The row, to be changed.</summary>
    internal KoalaBear[] Columns { get; }

    internal int ReasonCount => chip.Constraints.Count + chip.Interactions.Count;

    internal static bool IsByteTable(Bus bus) => bus == Buses.Range16 || bus == Buses.Bytes || bus == Buses.And;

    /// <summary>Whether an interaction asks a table whose multiplicities are the prover's: a balance says nothing about it.</summary>
    internal static bool IsLookup(Interaction interaction) =>
        interaction.IsSend && (IsByteTable(interaction.Bus) || interaction.Bus == Buses.Program || interaction.Bus == Buses.Input);

    /// <summary>Whether the row may receive other messages than the honest one, as often as it says: a row of another run.</summary>
    internal bool OtherMessages { get; set; }

    /// <summary>Takes an honest row.</summary>
    internal void Begin(HonestRow row)
    {
        row.Columns.CopyTo(Columns, 0);
        row.Preprocessed.CopyTo(preprocessed, 0);
        program.Evaluate<KoalaBear>(Columns, preprocessed, honest);
        honest.CopyTo(slots, 0);
    }

    /// <summary>Writes the reasons for which the row is refused, at most as many as there is room for.</summary>
    /// <returns>How many were written.</returns>
    internal int Reasons(Span<int> reasons)
    {
        program.Evaluate<KoalaBear>(Columns, preprocessed, slots);
        int count = 0;
        for (int index = 0; index < chip.Constraints.Count && count < reasons.Length; index++)
            if (slots[program.Constraints[index]] != KoalaBear.Zero)
                reasons[count++] = index;
        for (int index = 0; index < chip.Interactions.Count && count < reasons.Length; index++)
            if (Refuses(index))
                reasons[count++] = chip.Constraints.Count + index;
        return count;
    }

    /// <summary>The slots that a reason looks at, each with a value that would satisfy it, as the row now is.</summary>
    internal List<(int Slot, KoalaBear Value)> Remedies(int reason)
    {
        if (reason < chip.Constraints.Count) return [(program.Constraints[reason], KoalaBear.Zero)];
        int index = reason - chip.Constraints.Count;
        ExpressionProgram.InteractionSlots interaction = program.Interactions[index];
        List<(int, KoalaBear)> remedies = [];
        foreach (int slot in interaction.Values.Append(interaction.Multiplicity))
            if (slots[slot] != honest[slot])
                remedies.Add((slot, honest[slot]));
        Bus bus = chip.Interactions[index].Bus;
        if (IsByteTable(bus)) remedies.Add((interaction.Values[0], KoalaBear.Zero));
        if (bus == Buses.And)
            remedies.Add((interaction.Values[2], KoalaBear.Reduce(
                slots[interaction.Values[0]].ToCanonical() & slots[interaction.Values[1]].ToCanonical())));
        return remedies;
    }

    /// <summary>The columns that a slot depends on.</summary>
    internal int[] Support(int slot) => Cone(slot).Columns;

    /// <summary>The columns that a reason depends on.</summary>
    internal int[] SupportOf(int reason)
    {
        if (reason < chip.Constraints.Count) return Support(program.Constraints[reason]);
        ExpressionProgram.InteractionSlots interaction = program.Interactions[reason - chip.Constraints.Count];
        return [.. interaction.Values.Append(interaction.Multiplicity).SelectMany(Support).Distinct()];
    }

    /// <summary>A value of a column that gives a slot a value, where the slot is affine in the column.</summary>
    internal KoalaBear? Solve(int slot, KoalaBear value, int column)
    {
        KoalaBear now = Columns[column];
        KoalaBear zeroth = ValueAt(slot, column, now), first = ValueAt(slot, column, now + KoalaBear.One);
        KoalaBear second = ValueAt(slot, column, now + KoalaBear.One + KoalaBear.One);
        Columns[column] = now;
        KoalaBear slope = first - zeroth;
        return slope == KoalaBear.Zero || second - first != slope ? null : now + (value - zeroth) * slope.Inverse();
    }

    private bool Refuses(int index)
    {
        ExpressionProgram.InteractionSlots interaction = program.Interactions[index];
        Interaction declared = chip.Interactions[index];
        KoalaBear multiplicity = slots[interaction.Multiplicity];
        if (declared.IsSend && IsByteTable(declared.Bus)) return multiplicity != KoalaBear.Zero && !IsInByteTable(declared.Bus, interaction);
        if (!IsLookup(declared) && (declared.IsSend || OtherMessages)) return false;
        if (OtherMessages && declared.Bus == Buses.Program)
            return multiplicity != KoalaBear.Zero && slots[interaction.Values[1]].ToCanonical() is 0 or >= (uint)Operations.Count;
        if (multiplicity != honest[interaction.Multiplicity]) return true;
        if (multiplicity == KoalaBear.Zero) return false;
        foreach (int slot in interaction.Values)
            if (slots[slot] != honest[slot])
                return true;
        return false;
    }

    private bool IsInByteTable(Bus bus, ExpressionProgram.InteractionSlots interaction)
    {
        uint first = slots[interaction.Values[0]].ToCanonical();
        if (bus == Buses.Range16) return first < 1 << 16;
        uint second = slots[interaction.Values[1]].ToCanonical();
        return first < 256 && second < 256
            && (bus == Buses.Bytes || (first & second) == slots[interaction.Values[2]].ToCanonical());
    }

    private KoalaBear ValueAt(int slot, int column, KoalaBear value)
    {
        Columns[column] = value;
        foreach (int at in Cone(slot).Nodes)
        {
            ExpressionProgram.Node node = program.Nodes[at];
            scratch[at] = node.Kind switch
            {
                ExpressionKind.Constant => KoalaBear.FromCanonical(node.Value),
                ExpressionKind.Column => Columns[(int)node.Value],
                ExpressionKind.Preprocessed => preprocessed[(int)node.Value],
                ExpressionKind.Add => scratch[node.Left] + scratch[node.Right],
                ExpressionKind.Subtract => scratch[node.Left] - scratch[node.Right],
                _ => scratch[node.Left] * scratch[node.Right],
            };
        }

        return scratch[slot];
    }

    private (int[] Nodes, int[] Columns) Cone(int slot)
    {
        if (cones.TryGetValue(slot, out (int[] Nodes, int[] Columns) known)) return known;
        SortedSet<int> nodes = [];
        Stack<int> open = new([slot]);
        while (open.TryPop(out int at))
        {
            if (!nodes.Add(at)) continue;
            ExpressionProgram.Node node = program.Nodes[at];
            if (node.Kind is not (ExpressionKind.Add or ExpressionKind.Subtract or ExpressionKind.Multiply)) continue;
            open.Push(node.Left);
            open.Push(node.Right);
        }

        int[] columns = [.. nodes.Where(at => program.Nodes[at].Kind == ExpressionKind.Column).Select(at => (int)program.Nodes[at].Value)];
        return cones[slot] = ([.. nodes], columns);
    }
}

/// <summary>A row of an honest trace.</summary>
internal sealed record HonestRow(KoalaBear[] Columns, KoalaBear[] Preprocessed);

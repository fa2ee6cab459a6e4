using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Chips;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>Why a chip refuses a changed row, reason by reason.</summary>
/// <remarks>
/// A reason is a constraint that is not zero, or an interaction: a lookup that the Byte table does not hold, an instruction or input
/// other than the honest one, a message received that the honest row does not receive. Other lookups that the Byte table holds and
/// other messages sent are no reasons: the prover adapts the table, and the rest of the run follows what is sent (as in
/// <see cref="RowOracle.Forges"/>). A row with ONE reason is accepted once that constraint or interaction is deleted.
/// Reasons are numbered: constraints first, then interactions. The chip's last constraints may be no reasons but only looked at.
/// </remarks>
internal sealed class LieOracle
{
    private readonly Chip chip;
    private readonly int constraints;
    private readonly ExpressionProgram program;
    private readonly KoalaBear[] preprocessed, slots, honest;
    private readonly KoalaBear[] scratch;
    private readonly Dictionary<int, (int[] Nodes, int[] Columns)> cones = [];
    private int[]? uses;

    /// <summary>An oracle for a chip.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="constraints">How many of its constraints are reasons: the first ones.</param>
    internal LieOracle(Chip chip, int constraints)
    {
        this.chip = chip;
        this.constraints = constraints;
        program = chip.Program;
        Columns = new KoalaBear[chip.Width];
        preprocessed = new KoalaBear[chip.Preprocessed.Count];
        slots = new KoalaBear[program.Nodes.Length];
        honest = new KoalaBear[program.Nodes.Length];
        scratch = new KoalaBear[program.Nodes.Length];
    }

    /// <summary>The row, to be changed.</summary>
    internal KoalaBear[] Columns { get; }

    /// <summary>The number of the first reason that is an interaction.</summary>
    internal int InteractionsAt => chip.Constraints.Count;

    /// <summary>Whether an interaction asks a table whose multiplicities are the prover's: a balance says nothing about it.</summary>
    internal static bool IsLookup(Interaction interaction) =>
        interaction.IsSend && (PossibleMessages.IsByteTable(interaction.Bus) || interaction.Bus == Buses.Program || interaction.Bus == Buses.Input);

    /// <summary>Whether the row may receive other messages and be another instruction than the honest one: a row of another run, with
    /// messages that <see cref="PossibleMessages"/> allows.</summary>
    internal bool OtherMessages { get; set; }

    /// <summary>Whether a row of another run may be any instruction, one that no program can hold too.</summary>
    internal bool AnyInstruction { get; set; }

    /// <summary>In how many constraints and interactions a column stands.</summary>
    internal int Uses(int column)
    {
        if (uses is not null) return uses[column];
        uses = new int[chip.Width];
        for (int reason = 0; reason < chip.Constraints.Count + chip.Interactions.Count; reason++)
            foreach (int used in SupportOf(reason)) uses[used]++;
        return uses[column];
    }

    /// <summary>Whether a constraint of the chip, reason or not, is zero in the row that was judged last.</summary>
    internal bool IsZero(int constraint) => slots[program.Constraints[constraint]] == KoalaBear.Zero;

    /// <summary>Whether the row judged last sends what the honest row does not.</summary>
    internal bool SendsOther()
    {
        for (int index = 0; index < chip.Interactions.Count; index++)
            if (chip.Interactions[index].IsSend && !IsLookup(chip.Interactions[index]) && !IsHonest(program.Interactions[index]))
                return true;
        return false;
    }

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
        for (int index = 0; index < constraints && count < reasons.Length; index++)
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
        if (PossibleMessages.IsByteTable(bus) || OtherMessages)
        {
            foreach (int slot in interaction.Values)
            {
                if (slots[slot] != KoalaBear.Zero) remedies.Add((slot, KoalaBear.Zero));
                remedies.Add((slot, KoalaBear.FromCanonical(slots[slot].ToCanonical() & 0xFF)));
            }
        }

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
        if (Slope(slot, column) is not { } slope || slope == KoalaBear.Zero) return null;
        KoalaBear now = Columns[column];
        return now + (value - ValueAt(slot, column, now)) * slope.Inverse();
    }

    /// <summary>Sets cells that stand in a slot as digits (with coefficients c, 2^8 c, 2^16 c or c, 2^16 c) to the digits that give it a value.</summary>
    /// <returns>The cells, or none where there are no such.</returns>
    internal int[] SetDigits(int slot, KoalaBear value, Func<int, bool> mayChange, Random random)
    {
        Dictionary<KoalaBear, int> bySlope = [];
        foreach (int column in Support(slot).Where(mayChange).OrderBy(_ => random.Next()))
            if (Slope(slot, column) is { } slope && slope != KoalaBear.Zero)
                bySlope.TryAdd(slope, column);
        foreach (int bits in new[] { 8, 16 })
        {
            KoalaBear unit = KoalaBear.FromCanonical(1u << bits), inverse = unit.Inverse();
            foreach ((KoalaBear slope, int lowest) in bySlope)
            {
                if (bySlope.ContainsKey(slope * inverse) || !bySlope.ContainsKey(slope * unit)) continue;
                List<int> digits = [lowest];
                for (KoalaBear next = slope * unit; bySlope.TryGetValue(next, out int column) && digits.Count < 3; next *= unit) digits.Add(column);
                foreach (int column in digits) Columns[column] = KoalaBear.Zero;
                uint rest = ((value - ValueAt(slot, lowest, KoalaBear.Zero)) * slope.Inverse()).ToCanonical();
                for (int at = 0; at < digits.Count; at++)
                    Columns[digits[at]] = KoalaBear.FromCanonical(at == digits.Count - 1 ? rest >> (bits * at) : rest >> (bits * at) & ((1u << bits) - 1));
                return [.. digits];
            }
        }

        return [];
    }

    private KoalaBear? Slope(int slot, int column)
    {
        KoalaBear now = Columns[column];
        KoalaBear zeroth = ValueAt(slot, column, now), first = ValueAt(slot, column, now + KoalaBear.One);
        KoalaBear second = ValueAt(slot, column, now + KoalaBear.One + KoalaBear.One);
        Columns[column] = now;
        return second - first == first - zeroth ? first - zeroth : null;
    }

    private bool Refuses(int index)
    {
        ExpressionProgram.InteractionSlots interaction = program.Interactions[index];
        Interaction declared = chip.Interactions[index];
        bool mustBePossible = declared.IsSend ? PossibleMessages.IsByteTable(declared.Bus) || (OtherMessages && IsLookup(declared)) : OtherMessages;
        if (mustBePossible) return slots[interaction.Multiplicity] != KoalaBear.Zero && !IsPossible(declared.Bus, interaction);
        return (!declared.IsSend || IsLookup(declared)) && !IsHonest(interaction);
    }

    private bool IsPossible(Bus bus, ExpressionProgram.InteractionSlots interaction)
    {
        if (AnyInstruction && bus == Buses.Program) return true;
        Span<uint> values = stackalloc uint[interaction.Values.Length];
        for (int at = 0; at < values.Length; at++) values[at] = slots[interaction.Values[at]].ToCanonical();
        return PossibleMessages.Contains(bus, values);
    }

    private bool IsHonest(ExpressionProgram.InteractionSlots interaction)
    {
        KoalaBear multiplicity = slots[interaction.Multiplicity];
        if (multiplicity != honest[interaction.Multiplicity]) return false;
        if (multiplicity == KoalaBear.Zero) return true;
        foreach (int slot in interaction.Values)
            if (slots[slot] != honest[slot])
                return false;
        return true;
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

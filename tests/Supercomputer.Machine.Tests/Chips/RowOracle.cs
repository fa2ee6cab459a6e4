using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Chips;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Tests.Chips;

/// <summary>Evaluates one row of a trace and tells whether its messages or constraints differ from the remembered row's.</summary>
internal sealed class RowOracle(Trace trace)
{
    private readonly KoalaBear[] columns = new KoalaBear[trace.Chip.Width];
    private readonly KoalaBear[] preprocessed = new KoalaBear[trace.Chip.Preprocessed.Count];
    private readonly KoalaBear[] slots = new KoalaBear[trace.Chip.Program.Nodes.Length];
    private Dictionary<string, KoalaBear> remembered = [];

    internal bool IsActive(int row)
    {
        Evaluate(row);
        foreach (ExpressionProgram.InteractionSlots interaction in trace.Chip.Program.Interactions)
            if (slots[interaction.Multiplicity] != KoalaBear.Zero)
                return true;
        return false;
    }

    internal void Remember(int row)
    {
        Evaluate(row);
        remembered = Messages(out _);
    }

    internal bool Rejects(int row)
    {
        Evaluate(row);
        foreach (int slot in trace.Chip.Program.Constraints)
            if (slots[slot] != KoalaBear.Zero)
                return true;
        Dictionary<string, KoalaBear> messages = Messages(out bool missing);
        return missing || messages.Count != remembered.Count
            || messages.Any(message => !remembered.TryGetValue(message.Key, out KoalaBear sum) || sum != message.Value);
    }

    /// <summary>Whether the row satisfies its constraints and asks the Byte table only for what it holds.</summary>
    internal bool IsValid(int row)
    {
        Evaluate(row);
        foreach (int slot in trace.Chip.Program.Constraints)
            if (slots[slot] != KoalaBear.Zero)
                return false;
        Messages(out bool missing);
        return !missing;
    }

    /// <summary>Keeps every slot of a row, for <see cref="Forges"/>.</summary>
    internal KoalaBear[] Snapshot(int row)
    {
        Evaluate(row);
        return [.. slots];
    }

    /// <summary>Whether the row is valid, takes the same messages and instruction as the honest row, and sends something else.</summary>
    internal bool Forges(int row, KoalaBear[] honest)
    {
        Evaluate(row);
        foreach (int slot in trace.Chip.Program.Constraints)
            if (slots[slot] != KoalaBear.Zero)
                return false;
        bool differs = false;
        for (int index = 0; index < trace.Chip.Interactions.Count; index++)
        {
            ExpressionProgram.InteractionSlots interaction = trace.Chip.Program.Interactions[index];
            Interaction declared = trace.Chip.Interactions[index];
            KoalaBear multiplicity = slots[interaction.Multiplicity];
            bool same = multiplicity == honest[interaction.Multiplicity]
                && (multiplicity == KoalaBear.Zero || interaction.Values.All(slot => slots[slot] == honest[slot]));
            if (declared.IsSend && multiplicity != KoalaBear.Zero
                && IsInByteTable(declared.Bus, [.. interaction.Values.Select(slot => slots[slot].ToCanonical())]) is { } found)
            {
                if (!found) return false;
                continue;
            }

            if (same || declared.Bus == Buses.Range16 || declared.Bus == Buses.Bytes || declared.Bus == Buses.And) continue;
            if (!declared.IsSend || declared.Bus == Buses.Program) return false;
            differs = true;
        }

        return differs;
    }

    private void Evaluate(int row)
    {
        trace.CopyRow(row, columns, preprocessed);
        trace.Chip.Program.Evaluate<KoalaBear>(columns, preprocessed, slots);
    }

    private Dictionary<string, KoalaBear> Messages(out bool missing)
    {
        missing = false;
        Dictionary<string, KoalaBear> sums = new(StringComparer.Ordinal);
        for (int index = 0; index < trace.Chip.Interactions.Count; index++)
        {
            ExpressionProgram.InteractionSlots interaction = trace.Chip.Program.Interactions[index];
            KoalaBear multiplicity = slots[interaction.Multiplicity];
            if (multiplicity == KoalaBear.Zero) continue;
            Interaction declared = trace.Chip.Interactions[index];
            uint[] values = [.. interaction.Values.Select(slot => slots[slot].ToCanonical())];
            if (declared.IsSend && IsInByteTable(declared.Bus, values) is { } found)
            {
                missing |= !found;
                continue;
            }

            string key = $"{declared.Bus.Id}:{string.Join(',', values)}";
            sums.TryGetValue(key, out KoalaBear sum);
            sums[key] = declared.IsSend ? sum + multiplicity : sum - multiplicity;
        }

        foreach (string key in sums.Keys.ToArray())
            if (sums[key] == KoalaBear.Zero)
                sums.Remove(key);
        return sums;
    }

    private static bool? IsInByteTable(Bus bus, uint[] values)
    {
        if (bus == Buses.Range16) return values[0] < 1 << 16;
        if (bus == Buses.Bytes) return values[0] < 256 && values[1] < 256;
        if (bus == Buses.And) return values[0] < 256 && values[1] < 256 && (values[0] & values[1]) == values[2];
        return null;
    }
}

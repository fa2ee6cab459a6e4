using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Proofs.Air;
using F = Supercomputer.Machine.Lowering.OperandForms;

namespace Supercomputer.Machine.Tests.Lies;

/// <summary>Lies about what cells hold: the run goes on with the wrong value.</summary>
internal static class ValueLies
{
    /// <summary>A register is written with something else than the instruction's result.</summary>
    internal static Action<LyingRun>? WrongResult(HonestRun honest, Random random)
    {
        int step = LieKind.Pick(honest, random, honest.WritesRegister);
        return step < 0 ? null : run => Write(run, step, Another(honest.Steps[step].D, IsWide(honest, step), random));
    }

    /// <summary>A float function gives a number up to three above or below the right one: the last register it writes before it returns.</summary>
    internal static Action<LyingRun>? WrongRounding(HonestRun honest, Random random)
    {
        int step = LieKind.Pick(honest, random, at =>
        {
            string name = honest.Program.SymbolAt(honest.Steps[at].ProgramCounter)?.Name ?? "";
            bool isFloat = name.Contains("f32.", StringComparison.Ordinal) || name.Contains("f64.", StringComparison.Ordinal);
            return isFloat && honest.WritesRegister(at) && honest.InstructionOf(at + 1).Operation == Operation.Return;
        });
        ulong change = (ulong)(random.Next(2) == 0 ? random.Next(1, 4) : random.Next(-3, 0));
        return step < 0 ? null : run => Write(run, step, Masked(honest.Steps[step].D + change, IsWide(honest, step)));
    }

    /// <summary>An operand, or a loaded word, is a value that its cell had before: left in the cell or not, with the time of then or of now.</summary>
    internal static Action<LyingRun>? StaleRead(HonestRun honest, Random random)
    {
        List<(HonestRun.Operand Read, (ulong Value, uint Time) Old)> found = [];
        int step = LieKind.Pick(honest, random, at =>
        {
            found = [.. honest.Reads(at).SelectMany(read => honest.History(read.Space, read.Address)
                .Where(old => old.Time < read.Previous && old.Value != read.Value).Select(old => (read, old)))];
            return found.Count > 0;
        });
        if (step < 0) return null;
        (HonestRun.Operand read, (ulong value, uint time)) = found[random.Next(found.Count)];
        bool stays = random.Next(2) == 0, isOldTime = random.Next(2) == 0;
        return run =>
        {
            run.AdvanceTo(step);
            run.Write(read.Space, read.Address, value);
            ref Step record = ref run.ExecuteStep(step);
            if (isOldTime) SetPrevious(run, ref record, read.Slot, time);
            if (!stays && run.Read(read.Space, read.Address) == value) run.Write(read.Space, read.Address, read.Value);
        };
    }

    /// <summary>A write does not arrive: the cell keeps what it had, whether the row admits it or not.</summary>
    internal static Action<LyingRun>? LostWrite(HonestRun honest, Random random)
    {
        int step = LieKind.Pick(honest, random, at => IsStore(honest, at, out WordAccess word)
            ? word.Old != word.New : honest.WritesRegister(at) && honest.Steps[at].D != honest.Steps[at].OldD);
        if (step < 0) return null;
        bool admits = random.Next(2) == 0;
        return run =>
        {
            if (!IsStore(honest, step, out WordAccess word))
            {
                Write(run, step, honest.Steps[step].OldD, admits);
                return;
            }

            run.AdvanceTo(step);
            ref Step record = ref run.ExecuteStep(step);
            Space space = honest.InstructionOf(step).Operation.Class() == OperationClass.Auxiliary ? Space.Auxiliary : Space.Memory;
            run.Write(space, word.Address, word.Old);
            if (!admits) return;
            run.Record.Words.At(record.FirstWord).New = word.Old;
            Patch(run, record.Clock, record.Clock + 2, word.Old, 2);
        };
    }

    /// <summary>A register begins a second time, as zero, in the middle of the run: its address has two rows of the Cells chip.</summary>
    internal static Action<LyingRun>? RepeatedAddress(HonestRun honest, Random random)
    {
        HonestRun.Operand read = default;
        int step = LieKind.Pick(honest, random, at =>
        {
            IReadOnlyList<HonestRun.Operand> reads = honest.Reads(at);
            read = reads.FirstOrDefault(one => one.Slot != HonestRun.Slot.Word && one.Value != 0
                && reads.Count(other => (other.Space, other.Address) == (one.Space, one.Address)) == 1
                && honest.History(one.Space, one.Address)[0].Time < one.Previous);
            return read.Value != 0;
        });
        return step < 0 ? null : run =>
        {
            run.AdvanceTo(step);
            run.Write(read.Space, read.Address, 0);
            SetPrevious(run, ref run.ExecuteStep(step), read.Slot, read.Now - 1);
            run.AtEnd(() => Repeat(run, read));
        };
    }

    /// <summary>A cell begins with another value than zero or the image's.</summary>
    internal static Action<LyingRun>? WrongInitialValue(HonestRun honest, Random random)
    {
        HonestRun.Operand read = default;
        int step = LieKind.Pick(honest, random, at =>
        {
            read = honest.Reads(at).FirstOrDefault(one => honest.History(one.Space, one.Address)[0].Time == one.Previous);
            return read.Now != 0;
        });
        if (step < 0) return null;
        ulong value = Another(read.Value, read.Space == Space.Register64, random);
        return run =>
        {
            run.Write(read.Space, read.Address, value);
            run.AdvanceTo(step);
        };
    }

    /// <summary>Executes a step whose register then holds another value; where the row admits it, its message says so.</summary>
    internal static void Write(LyingRun run, int step, ulong value, bool admits = true)
    {
        HonestRun honest = run.Honest;
        Instruction instruction = honest.InstructionOf(step);
        run.AdvanceTo(step);
        ref Step record = ref run.ExecuteStep(step);
        run.Write(HonestRun.Wide(instruction.Operation.Forms(), F.D64), record.FramePointer + instruction.D, value);
        if (!admits) return;
        record.D = value;
        Patch(run, record.Clock, record.Clock + 3, value, IsWide(honest, step) ? 4 : 2);
    }

    /// <summary>Another value of the same width: a bit, one more, one less, its complement, zero or any.</summary>
    internal static ulong Another(ulong value, bool isWide, Random random)
    {
        int bits = isWide ? 64 : 32;
        ulong other = Masked(
            random.Next(6) switch
            {
                0 => value ^ 1UL << random.Next(bits),
                1 => value + 1,
                2 => value - 1,
                3 => ~value,
                4 => 0,
                _ => (ulong)random.NextInt64(),
            },
            isWide);
        return other == value ? value ^ 1 : other;
    }

    internal static bool IsWide(HonestRun honest, int step) => (honest.InstructionOf(step).Operation.Forms() & F.D64) != 0;

    private static ulong Masked(ulong value, bool isWide) => isWide ? value : (uint)value;

    private static void Patch(LyingRun run, uint clock, uint time, ulong value, int limbs) => run.Patch(traces =>
    {
        for (int limb = 0; limb < limbs; limb++)
            RowPatch.Send(traces, clock, Buses.Memory, 2 + limb, (uint)(value >> (16 * limb)) & 0xFFFF, time);
    });

    private static bool IsStore(HonestRun honest, int step, out WordAccess word)
    {
        Operation operation = honest.InstructionOf(step).Operation;
        Step at = honest.Steps[step];
        bool isStore = at.FirstWord >= 0 && (operation is Operation.AuxStore or Operation.AuxStoreIndexed
            || (operation.AccessBytes() > 0 && operation.IsStore()));
        word = isStore ? honest.Record.Words[at.FirstWord] : default;
        return isStore;
    }

    private static void SetPrevious(LyingRun run, ref Step record, HonestRun.Slot slot, uint time)
    {
        if (slot == HonestRun.Slot.A) record.ATime = time;
        else if (slot == HonestRun.Slot.B) record.BTime = time;
        else run.Record.Words.At(record.FirstWord).PreviousTime = time;
    }

    private static void Repeat(LyingRun run, HonestRun.Operand read)
    {
        List<CellRecord> cells = [.. run.Record.Cells];
        int at = cells.FindIndex(cell => (cell.Space, cell.Address) == (read.Space, read.Address));
        CellRecord first = cells[at], second = first;
        first.Final = read.Value;
        first.FinalTime = read.Previous;
        second.InitialTime = read.Now - 1;

        // The second row is filled at the next free address, so that the honest filler takes it, and then moved to the first one's.
        int after = at;
        while (after + 1 < cells.Count && cells[after + 1].Space == read.Space && cells[after + 1].Address == cells[after].Address + 1) after++;
        second.Address = cells[after].Address + 1;
        cells[at] = first;
        cells.Insert(after + 1, second);
        run.Record.Cells = [.. cells];
        run.Patch(traces =>
        {
            Trace trace = traces.Single(one => one.Chip.Name == "Cells");
            int row = Row(trace, second), original = Row(trace, first);
            foreach (string column in new[] { "address.low", "address.high", "step.low", "step.high" })
            {
                int index = trace.Chip.Columns.ToList().IndexOf(column);
                trace.MutableColumn(index)[row] = trace.Column(index)[original];
            }
        });
    }

    private static int Row(Trace trace, CellRecord cell)
    {
        List<string> columns = [.. trace.Chip.Columns];
        ReadOnlySpan<Cryptography.Fields.KoalaBear> spaces = trace.Column(columns.IndexOf("space"));
        ReadOnlySpan<Cryptography.Fields.KoalaBear> low = trace.Column(columns.IndexOf("address.low")), high = trace.Column(columns.IndexOf("address.high"));
        for (int row = 0; row < trace.Height; row++)
            if (spaces[row].ToCanonical() == (uint)cell.Space && low[row].ToCanonical() + (high[row].ToCanonical() << 16) == cell.Address) return row;
        throw new InvalidOperationException($"no row of cell {cell.Space} {cell.Address}");
    }
}

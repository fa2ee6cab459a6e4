using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Runtime;

/// <summary>Bulk instructions on memory and tables.</summary>
/// <remarks>Bounds are checked before anything is written, as the specification asks: in 64 bits, so that no sum wraps.
/// A table, and a segment of elements or data, is its length followed by its entries in the Auxiliary space.</remarks>
internal static class BulkRoutines
{
    internal static bool Emit(RoutineWriter w, string name)
    {
        switch (name)
        {
            case "memory.fill": FillMemory(w); return true;
            case "memory.copy": CopyMemory(w); return true;
            case "memory.init": InitializeMemory(w); return true;
            case "table.fill": FillTable(w); return true;
            case "table.grow": GrowTable(w); return true;
            case "table.copy": CopyTable(w); return true;
            default: return false;
        }
    }

    /// <summary>Traps unless [start, start + length) lies in memory.</summary>
    internal static void CheckMemory(RoutineWriter w, uint start, uint length, uint scratch)
    {
        w.Do(Operation.MemorySize, scratch);
        w.Do(Operation.ExtendU, 2, scratch);
        w.With(Operation.Shl64Imm, 16, 2, 2);
        CheckSum(w, start, length, Outcome.MemoryOutOfBounds);
    }

    /// <summary>Traps unless start + length is at most q2.</summary>
    private static void CheckSum(RoutineWriter w, uint start, uint length, Outcome outcome)
    {
        w.Do(Operation.ExtendU, 0, start);
        w.Do(Operation.ExtendU, 1, length);
        w.Do(Operation.Add64, 0, 0, 1);
        w.TrapIf(Operation.BrLtU64, outcome, 2, 0);
    }

    /// <summary>Traps unless [start, start + length) lies in the entries that follow the length at r[address].</summary>
    private static void CheckEntries(RoutineWriter w, uint start, uint length, uint address, uint scratch, Outcome outcome)
    {
        w.With(Operation.AuxLoadIndexed, 0, scratch, address);
        w.Do(Operation.ExtendU, 2, scratch);
        CheckSum(w, start, length, outcome);
    }

    /// <summary>r0 destination, r1 byte, r2 length.</summary>
    private static void FillMemory(RoutineWriter w)
    {
        CheckMemory(w, 0, 2, 3);
        Label words = w.NewLabel(), tail = w.NewLabel(), done = w.NewLabel();
        w.Do(Operation.Add32, 3, 0, 2);
        Label head = w.Here();
        w.Branch(Operation.BrEq32, done, 0, 3);
        w.With(Operation.And32Imm, 3, 4, 0);
        w.BranchIf(Operation.BrEq32Imm, words, 4, 0);
        w.Store(Operation.Store8, 0, 1);
        w.With(Operation.Add32Imm, 1, 0, 0);
        w.Jump(head);

        w.Bind(words);
        w.With(Operation.And32Imm, 255, 5, 1);
        w.With(Operation.Mul32Imm, 0x01010101, 5, 5);
        w.With(Operation.And32Imm, ~3u, 4, 3);
        w.Branch(Operation.BrEq32, tail, 0, 4);
        Label turn = w.Here();
        w.Store(Operation.Store32, 0, 5);
        w.With(Operation.Add32Imm, 4, 0, 0);
        w.Branch(Operation.BrNe32, turn, 0, 4);

        w.Bind(tail);
        w.Branch(Operation.BrEq32, done, 0, 3);
        w.Store(Operation.Store8, 0, 1);
        w.With(Operation.Add32Imm, 1, 0, 0);
        w.Jump(tail);
        w.Bind(done);
        w.Return();
    }

    /// <summary>r0 destination, r1 source, r2 length. Upward where the destination is below the source, downward else.</summary>
    private static void CopyMemory(RoutineWriter w)
    {
        CheckMemory(w, 0, 2, 3);
        w.Do(Operation.ExtendU, 0, 1);
        w.Do(Operation.Add64, 0, 0, 1);
        w.TrapIf(Operation.BrLtU64, Outcome.MemoryOutOfBounds, 2, 0);
        Label down = w.NewLabel(), done = w.NewLabel();
        w.Branch(Operation.BrLtU32, down, 1, 0);
        CopyUp(w, done);
        w.Bind(down);
        CopyDown(w, done);
        w.Bind(done);
        w.Return();
    }

    private static void CopyUp(RoutineWriter w, Label done)
    {
        Label words = w.NewLabel(), tail = w.NewLabel();
        w.Do(Operation.Add32, 3, 0, 2);
        Label head = w.Here();
        w.Branch(Operation.BrEq32, done, 0, 3);
        w.With(Operation.And32Imm, 3, 4, 0);
        w.BranchIf(Operation.BrEq32Imm, words, 4, 0);
        CopyByte(w, head);

        w.Bind(words);
        w.With(Operation.And32Imm, ~3u, 4, 3);
        w.Branch(Operation.BrEq32, tail, 0, 4);
        Label turn = w.Here();
        w.Load(Operation.Load32, 5, 1);
        w.Store(Operation.Store32, 0, 5);
        w.With(Operation.Add32Imm, 4, 1, 1);
        w.With(Operation.Add32Imm, 4, 0, 0);
        w.Branch(Operation.BrNe32, turn, 0, 4);

        w.Bind(tail);
        w.Branch(Operation.BrEq32, done, 0, 3);
        CopyByte(w, tail);
    }

    private static void CopyByte(RoutineWriter w, Label next)
    {
        w.Load(Operation.Load8U, 5, 1);
        w.Store(Operation.Store8, 0, 5);
        w.With(Operation.Add32Imm, 1, 0, 0);
        w.With(Operation.Add32Imm, 1, 1, 1);
        w.Jump(next);
    }

    /// <summary>r0 and r1 go down from their ends; r3 is where r0 stops, r4 where its whole words do.</summary>
    private static void CopyDown(RoutineWriter w, Label done)
    {
        Label words = w.NewLabel(), tail = w.NewLabel();
        w.Do(Operation.Move32, 3, 0);
        w.Do(Operation.Add32, 0, 0, 2);
        w.Do(Operation.Add32, 1, 1, 2);
        Label head = w.Here();
        w.Branch(Operation.BrEq32, done, 0, 3);
        w.With(Operation.And32Imm, 3, 4, 0);
        w.BranchIf(Operation.BrEq32Imm, words, 4, 0);
        CopyByteDown(w, head);

        w.Bind(words);
        w.With(Operation.Add32Imm, 3, 4, 3);
        w.With(Operation.And32Imm, ~3u, 4, 4);
        w.Branch(Operation.BrGeU32, tail, 4, 0);
        Label turn = w.Here();
        w.With(Operation.Add32Imm, unchecked((uint)-4), 1, 1);
        w.With(Operation.Add32Imm, unchecked((uint)-4), 0, 0);
        w.Load(Operation.Load32, 5, 1);
        w.Store(Operation.Store32, 0, 5);
        w.Branch(Operation.BrNe32, turn, 0, 4);

        w.Bind(tail);
        w.Branch(Operation.BrEq32, done, 0, 3);
        CopyByteDown(w, tail);
    }

    private static void CopyByteDown(RoutineWriter w, Label next)
    {
        w.With(Operation.Add32Imm, uint.MaxValue, 0, 0);
        w.With(Operation.Add32Imm, uint.MaxValue, 1, 1);
        w.Load(Operation.Load8U, 5, 1);
        w.Store(Operation.Store8, 0, 5);
        w.Jump(next);
    }

    /// <summary>r0 destination, r1 offset in the segment, r2 length, r3 the segment.</summary>
    private static void InitializeMemory(RoutineWriter w)
    {
        CheckEntries(w, 1, 2, 3, 4, Outcome.MemoryOutOfBounds);
        CheckMemory(w, 0, 2, 4);
        Label done = w.NewLabel();
        w.Do(Operation.Add32, 2, 2, 0);
        Label turn = w.Here();
        w.Branch(Operation.BrEq32, done, 0, 2);
        w.With(Operation.ShrU32Imm, 2, 4, 1);
        w.Do(Operation.Add32, 4, 4, 3);
        w.With(Operation.AuxLoadIndexed, 1, 4, 4);
        w.With(Operation.Shl32Imm, 3, 5, 1);
        w.Do(Operation.ShrU32, 4, 4, 5);
        w.Store(Operation.Store8, 0, 4);
        w.With(Operation.Add32Imm, 1, 0, 0);
        w.With(Operation.Add32Imm, 1, 1, 1);
        w.Jump(turn);
        w.Bind(done);
        w.Return();
    }

    /// <summary>r0 index, r1 value, r2 length, r3 the table.</summary>
    private static void FillTable(RoutineWriter w)
    {
        CheckEntries(w, 0, 2, 3, 4, Outcome.TableOutOfBounds);
        w.Do(Operation.Add32, 0, 0, 3);
        StoreRun(w);
        w.Return();
    }

    /// <summary>Stores r1 to the r2 entries after word r0.</summary>
    private static void StoreRun(RoutineWriter w)
    {
        Label done = w.NewLabel();
        w.Do(Operation.Add32, 2, 2, 0);
        Label turn = w.Here();
        w.Branch(Operation.BrEq32, done, 0, 2);
        w.With(Operation.AuxStoreIndexed, 1, 0, 0, 1);
        w.With(Operation.Add32Imm, 1, 0, 0);
        w.Jump(turn);
        w.Bind(done);
    }

    /// <summary>r0 value, r1 entries more, r2 the table, r3 its capacity; gives the size before or -1.</summary>
    private static void GrowTable(RoutineWriter w)
    {
        Label fails = w.NewLabel();
        w.With(Operation.AuxLoadIndexed, 0, 4, 2);
        w.Do(Operation.ExtendU, 0, 4);
        w.Do(Operation.ExtendU, 1, 1);
        w.Do(Operation.Add64, 0, 0, 1);
        w.Do(Operation.ExtendU, 1, 3);
        w.Branch(Operation.BrLtU64, fails, 1, 0);
        w.Do(Operation.Wrap, 5, 0);
        w.With(Operation.AuxStoreIndexed, 0, 0, 2, 5);
        w.Do(Operation.Move32, 6, 2);
        w.Do(Operation.Move32, 2, 1);
        w.Do(Operation.Move32, 1, 0);
        w.Do(Operation.Add32, 0, 6, 4);
        StoreRun(w);
        w.Do(Operation.Move32, 0, 4);
        w.Return();
        w.Bind(fails);
        w.Const(0, uint.MaxValue);
        w.Return();
    }

    /// <summary>r0 destination index, r1 source index, r2 length, r3 destination table, r4 source table or segment.</summary>
    private static void CopyTable(RoutineWriter w)
    {
        CheckEntries(w, 1, 2, 4, 5, Outcome.TableOutOfBounds);
        CheckEntries(w, 0, 2, 3, 5, Outcome.TableOutOfBounds);
        w.Do(Operation.Add32, 0, 0, 3);
        w.Do(Operation.Add32, 1, 1, 4);
        Label down = w.NewLabel(), done = w.NewLabel();
        w.Branch(Operation.BrLtU32, down, 1, 0);
        w.Do(Operation.Add32, 2, 2, 0);
        Label up = w.Here();
        w.Branch(Operation.BrEq32, done, 0, 2);
        w.With(Operation.AuxLoadIndexed, 1, 5, 1);
        w.With(Operation.AuxStoreIndexed, 1, 0, 0, 5);
        w.With(Operation.Add32Imm, 1, 0, 0);
        w.With(Operation.Add32Imm, 1, 1, 1);
        w.Jump(up);
        w.Bind(down);
        w.Do(Operation.Move32, 6, 0);
        w.Do(Operation.Add32, 0, 0, 2);
        w.Do(Operation.Add32, 1, 1, 2);
        Label turn = w.Here();
        w.Branch(Operation.BrEq32, done, 0, 6);
        w.With(Operation.AuxLoadIndexed, 0, 5, 1);
        w.With(Operation.AuxStoreIndexed, 0, 0, 0, 5);
        w.With(Operation.Add32Imm, uint.MaxValue, 0, 0);
        w.With(Operation.Add32Imm, uint.MaxValue, 1, 1);
        w.Jump(turn);
        w.Bind(done);
        w.Return();
    }
}

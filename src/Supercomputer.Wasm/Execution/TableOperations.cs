using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Execution;

/// <summary>The instructions on references, tables and ranges of memory. Source: WebAssembly Core 2.0, sections 4.4.2, 4.4.6 and 4.4.7.</summary>
internal static unsafe class TableOperations
{
    /// <summary>Executes one instruction on the stack.</summary>
    public static TrapKind Execute(Operation* operation, Instance instance, ref ulong* sp)
    {
        int index = operation->A;
        switch (operation->Code)
        {
            case Opcode.RefIsNull: sp[-1] = sp[-1] == 0 ? 1UL : 0; return TrapKind.None;
            case Opcode.RefFunc: *sp++ = instance.Functions[index].ReferenceIn(instance.Store); return TrapKind.None;
            case Opcode.ElemDrop: instance.Elements[index] = []; return TrapKind.None;
            case Opcode.DataDrop: instance.Data[index] = default; return TrapKind.None;
            case Opcode.TableSize: *sp++ = instance.Tables[index].Size; return TrapKind.None;
            case Opcode.TableGet:
                if (!instance.Tables[index].TrySlice((uint)sp[-1], 1, out Span<ulong> read)) return TrapKind.OutOfBoundsTableAccess;
                sp[-1] = read[0];
                return TrapKind.None;
            case Opcode.TableSet:
                sp -= 2;
                if (!instance.Tables[index].TrySlice((uint)sp[0], 1, out Span<ulong> written)) return TrapKind.OutOfBoundsTableAccess;
                written[0] = sp[1];
                return TrapKind.None;
            case Opcode.TableGrow:
                sp--;
                sp[-1] = (uint)instance.Tables[index].Grow((uint)sp[0], sp[-1]);
                return TrapKind.None;
            default:
                sp -= 3;
                return ExecuteBulk(operation, instance, (uint)sp[0], sp[1], (uint)sp[2]);
        }
    }

    private static TrapKind ExecuteBulk(Operation* operation, Instance instance, uint target, ulong source, uint count)
    {
        int index = operation->A, second = (int)operation->B;
        switch (operation->Code)
        {
            case Opcode.MemoryFill:
                if (!instance.Memory!.TrySlice(target, count, out Span<byte> filled)) return TrapKind.OutOfBoundsMemoryAccess;
                filled.Fill((byte)source);
                return TrapKind.None;
            case Opcode.MemoryCopy:
                if (!instance.Memory!.TrySlice(target, count, out Span<byte> copyTarget)
                    || !instance.Memory.TrySlice((uint)source, count, out Span<byte> copySource)) return TrapKind.OutOfBoundsMemoryAccess;
                copySource.CopyTo(copyTarget);
                return TrapKind.None;
            case Opcode.MemoryInit:
                ReadOnlySpan<byte> data = instance.Data[index].Span;
                if ((uint)source + (ulong)count > (uint)data.Length
                    || !instance.Memory!.TrySlice(target, count, out Span<byte> initTarget)) return TrapKind.OutOfBoundsMemoryAccess;
                data.Slice((int)source, (int)count).CopyTo(initTarget);
                return TrapKind.None;
            case Opcode.TableFill:
                if (!instance.Tables[index].TrySlice(target, count, out Span<ulong> entries)) return TrapKind.OutOfBoundsTableAccess;
                entries.Fill(source);
                return TrapKind.None;
            case Opcode.TableCopy:
                if (!instance.Tables[index].TrySlice(target, count, out Span<ulong> entriesTo)
                    || !instance.Tables[second].TrySlice((uint)source, count, out Span<ulong> entriesFrom)) return TrapKind.OutOfBoundsTableAccess;
                entriesFrom.CopyTo(entriesTo);
                return TrapKind.None;
            case Opcode.TableInit:
                ulong[] references = instance.Elements[index];
                if ((uint)source + (ulong)count > (uint)references.Length
                    || !instance.Tables[second].TrySlice(target, count, out Span<ulong> initEntries)) return TrapKind.OutOfBoundsTableAccess;
                references.AsSpan((int)source, (int)count).CopyTo(initEntries);
                return TrapKind.None;
            default:
                throw new InvalidOperationException($"{operation->Code} has no implementation");
        }
    }
}

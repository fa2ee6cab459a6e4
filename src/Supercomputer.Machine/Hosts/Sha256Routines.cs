using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Runtime;

namespace Supercomputer.Machine.Hosts;

/// <summary>SHA-256 over <see cref="Operation.Sha256"/>: blocks are read where they lie if they are aligned, else from the Auxiliary space.</summary>
/// <remarks>Source: FIPS 180-4, sections 5.1.1 and 6.2.</remarks>
internal static class Sha256Routines
{
    private const uint StateWords = 8, BlockWords = 16, BlockBytes = 64, LengthWord = 14;

    /// <summary>r0 chaining value, r1 block.</summary>
    internal static void Compress(RoutineWriter w, RuntimeLibrary library)
    {
        uint state = library.Region("sha256 state", StateWords), block = library.Region("sha256 block", BlockWords);
        Label unaligned = w.NewLabel();
        w.Load(Operation.Load32, 2, 0, 4 * (StateWords - 1));
        w.Load(Operation.Load32, 2, 1, 4 * (BlockWords - 1));
        w.Do(Operation.Or32, 2, 0, 1);
        w.With(Operation.And32Imm, 3, 2, 2);
        w.BranchIf(Operation.BrNe32Imm, unaligned, 2, 0);
        w.Do(Operation.Move32, 2, 0);
        Block(w, 0, Space.Memory, Space.Memory, Space.Memory);
        w.Return();

        w.Bind(unaligned);
        CopyIn(w, 0, state, StateWords, 3);
        CopyIn(w, 1, block, BlockWords, 3);
        w.Const(4, 4 * state);
        w.Const(5, 4 * block);
        w.Const(6, 4 * state);
        Block(w, 4, Space.Auxiliary, Space.Auxiliary, Space.Auxiliary);
        CopyOut(w, state, 0, 3);
        w.Return();
    }

    /// <summary>r0 address, r1 length, r2 where the digest goes.</summary>
    /// <remarks>r4 to r6 are the pointers of every block: chaining value, block, result. r7 keeps the length.</remarks>
    internal static void Hash(RoutineWriter w, RuntimeLibrary library)
    {
        uint initial = library.Region("sha256 initial", ScalarSha256.InitialWords);
        uint state = library.Region("sha256 state", StateWords), block = library.Region("sha256 block", BlockWords);
        Label unaligned = w.NewLabel(), tail = w.NewLabel(), finish = w.NewLabel(), many = w.NewLabel();
        BulkRoutines.CheckMemory(w, 0, 1, 3);
        w.Load(Operation.Load32, 3, 2, 4 * (StateWords - 1));
        w.Do(Operation.Move32, 7, 1);
        w.Const(4, 4 * initial);
        w.Const(6, 4 * state);
        w.BranchIf(Operation.BrLtU32Imm, tail, 1, BlockBytes);
        w.With(Operation.And32Imm, 3, 3, 0);
        w.BranchIf(Operation.BrNe32Imm, unaligned, 3, 0);
        w.Do(Operation.Move32, 5, 0);
        w.BranchIf(Operation.BrNe32Imm, many, 1, BlockBytes);

        // Two hashes in one, as trees have them: their padding is a constant block.
        Block(w, 4, Space.Auxiliary, Space.Memory, Space.Auxiliary);
        w.Do(Operation.Move32, 4, 6);
        w.Const(5, 4 * library.Region("sha256 padding of a block", PaddingOfBlock()));
        w.Jump(finish);

        w.Bind(many);
        Label turn = w.Here();
        Block(w, 4, Space.Auxiliary, Space.Memory, Space.Auxiliary);
        w.Do(Operation.Move32, 4, 6);
        Step(w, 5);
        w.BranchIf(Operation.BrGeU32Imm, turn, 1, BlockBytes);
        w.Do(Operation.Move32, 0, 5);
        w.Jump(tail);

        w.Bind(unaligned);
        w.Const(5, 4 * block);
        turn = w.Here();
        CopyIn(w, 0, block, BlockWords, 3);
        Block(w, 4, Space.Auxiliary, Space.Auxiliary, Space.Auxiliary);
        w.Do(Operation.Move32, 4, 6);
        Step(w, 0);
        w.BranchIf(Operation.BrGeU32Imm, turn, 1, BlockBytes);

        w.Bind(tail);
        w.Const(5, 4 * block);
        Pad(w, block);
        w.Bind(finish);
        Finish(w, state);
    }

    private static uint[] PaddingOfBlock()
    {
        uint[] words = new uint[BlockWords];
        words[0] = 0x80;
        words[^1] = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(8 * BlockBytes);
        return words;
    }

    private static void Block(RoutineWriter w, uint register, Space state, Space block, Space result) =>
        w.With(Operation.Sha256, (uint)state | (uint)block << 16 | (ulong)result << 32, a: register);

    private static void Step(RoutineWriter w, uint position)
    {
        w.With(Operation.Add32Imm, BlockBytes, position, position);
        w.With(Operation.Add32Imm, unchecked((uint)-(int)BlockBytes), 1, 1);
    }

    /// <summary>The last r1 bytes at r0, fewer than a block, the padding and the length r7: the last block, and where it has no room one before.</summary>
    private static void Pad(RoutineWriter w, uint block)
    {
        Label words = w.NewLabel(), bytes = w.NewLabel(), end = w.NewLabel(), length = w.NewLabel();
        Clear(w, block);
        w.Const(8, 0);
        w.Bind(words);
        w.BranchIf(Operation.BrLtU32Imm, bytes, 1, 4);
        w.Load(Operation.Load32, 3, 0);
        w.With(Operation.AuxStoreIndexed, block, 0, 8, 3);
        w.With(Operation.Add32Imm, 4, 0, 0);
        w.With(Operation.Add32Imm, unchecked((uint)-4), 1, 1);
        w.With(Operation.Add32Imm, 1, 8, 8);
        w.Jump(words);

        // r3 the last word, r9 its bits so far.
        w.Bind(bytes);
        w.Const(3, 0);
        w.Const(9, 0);
        Label turn = w.Here();
        w.BranchIf(Operation.BrEq32Imm, end, 1, 0);
        w.Load(Operation.Load8U, 10, 0);
        w.Do(Operation.Shl32, 10, 10, 9);
        w.Do(Operation.Or32, 3, 3, 10);
        w.With(Operation.Add32Imm, 8, 9, 9);
        w.With(Operation.Add32Imm, 1, 0, 0);
        w.With(Operation.Add32Imm, uint.MaxValue, 1, 1);
        w.Jump(turn);

        w.Bind(end);
        w.Const(10, 0x80);
        w.Do(Operation.Shl32, 10, 10, 9);
        w.Do(Operation.Or32, 3, 3, 10);
        w.With(Operation.AuxStoreIndexed, block, 0, 8, 3);
        w.BranchIf(Operation.BrLtU32Imm, length, 8, LengthWord);
        Block(w, 4, Space.Auxiliary, Space.Auxiliary, Space.Auxiliary);
        w.Do(Operation.Move32, 4, 6);
        Clear(w, block);
        w.Bind(length);
        Length(w, block);
    }

    /// <summary>The number of bits, r7 times 8, as 64 bits with the highest byte first.</summary>
    private static void Length(RoutineWriter w, uint block)
    {
        w.With(Operation.ShrU32Imm, 29, 3, 7);
        w.With(Operation.Shl32Imm, 24, 3, 3);
        w.With(Operation.AuxStore, block + LengthWord, b: 3);
        w.With(Operation.Shl32Imm, 3, 3, 7);
        w.With(Operation.Rotl32Imm, 8, 9, 3);
        w.With(Operation.And32Imm, 0x00FF00FF, 9, 9);
        w.With(Operation.Rotr32Imm, 8, 3, 3);
        w.With(Operation.And32Imm, 0xFF00FF00, 3, 3);
        w.Do(Operation.Or32, 3, 3, 9);
        w.With(Operation.AuxStore, block + LengthWord + 1, b: 3);
    }

    private static void Finish(RoutineWriter w, uint state)
    {
        Label unaligned = w.NewLabel();
        w.With(Operation.And32Imm, 3, 3, 2);
        w.BranchIf(Operation.BrNe32Imm, unaligned, 3, 0);
        w.Do(Operation.Move32, 6, 2);
        Block(w, 4, Space.Auxiliary, Space.Auxiliary, Space.Memory);
        w.Return();
        w.Bind(unaligned);
        Block(w, 4, Space.Auxiliary, Space.Auxiliary, Space.Auxiliary);
        CopyOut(w, state, 2, 3);
        w.Return();
    }

    private static void Clear(RoutineWriter w, uint block)
    {
        w.Const(3, 0);
        for (uint i = 0; i < BlockWords; i++) w.With(Operation.AuxStore, block + i, b: 3);
    }

    private static void CopyIn(RoutineWriter w, uint pointer, uint to, uint words, uint scratch)
    {
        for (uint i = 0; i < words; i++)
        {
            w.Load(Operation.Load32, scratch, pointer, 4 * i);
            w.With(Operation.AuxStore, to + i, b: scratch);
        }
    }

    private static void CopyOut(RoutineWriter w, uint from, uint pointer, uint scratch)
    {
        for (uint i = 0; i < StateWords; i++)
        {
            w.With(Operation.AuxLoad, from + i, scratch);
            w.Store(Operation.Store32, pointer, scratch, 4 * i);
        }
    }
}

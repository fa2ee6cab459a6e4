using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Runtime;

namespace Supercomputer.Machine.Hosts;

/// <summary>The Keccak-256 sponge over <see cref="Operation.KeccakF"/> and 50 words of the Auxiliary space.</summary>
/// <remarks>Source: FIPS 202, section 4, with the padding of Ethereum (a single 1 bit after the message).</remarks>
internal static class KeccakRoutines
{
    private const uint StateWords = 50, RateWords = 34, RateBytes = 136, DigestWords = 8;

    /// <summary>r0 address, r1 length, r2 where the digest goes.</summary>
    /// <remarks>The first block is stored, not added: the state before it is zero.</remarks>
    internal static void Hash(RoutineWriter w, RuntimeLibrary library)
    {
        uint state = library.Region("keccak state", StateWords);
        Label more = w.NewLabel(), last = w.NewLabel(), isShort = w.NewLabel(), partial = w.NewLabel();
        w.BranchIf(Operation.BrLtU32Imm, isShort, 1, RateBytes);
        for (uint i = 0; i < RateWords; i++)
        {
            w.Load(Operation.Load32, 3, 0, 4 * i);
            w.With(Operation.AuxStore, state + i, b: 3);
        }
        Clear(w, state + RateWords, StateWords - RateWords);
        Permute(w, state, last);
        w.Bind(more);
        for (uint i = 0; i < RateWords; i++)
        {
            w.Load(Operation.Load32, 3, 0, 4 * i);
            w.With(Operation.AuxLoad, state + i, 4);
            w.Do(Operation.Xor32, 4, 4, 3);
            w.With(Operation.AuxStore, state + i, b: 4);
        }
        Permute(w, state, last);
        w.Jump(more);
        w.Bind(isShort);
        Clear(w, state, StateWords);
        AbsorbWords(w, state, false, partial);
        w.Bind(last);
        AbsorbWords(w, state, true, partial);
        w.Bind(partial);
        AbsorbEnd(w, state);
        w.With(Operation.KeccakF, state);
        for (uint i = 0; i < DigestWords; i++)
        {
            w.With(Operation.AuxLoad, state + i, 3);
            w.Store(Operation.Store32, 2, 3, 4 * i);
        }
        w.Return();
    }

    /// <summary>Permutes, steps to the next block, and leaves for <paramref name="last"/> where it is not whole.</summary>
    private static void Permute(RoutineWriter w, uint state, Label last)
    {
        w.With(Operation.KeccakF, state);
        w.With(Operation.Add32Imm, RateBytes, 0, 0);
        w.With(Operation.Add32Imm, unchecked((uint)-(int)RateBytes), 1, 1);
        w.BranchIf(Operation.BrLtU32Imm, last, 1, RateBytes);
    }

    /// <summary>The whole words of the last r1 bytes at r0, fewer than a block, by fours and by ones; r5 counts words.</summary>
    private static void AbsorbWords(RoutineWriter w, uint state, bool isAdded, Label partial)
    {
        Label words = w.NewLabel();
        w.Const(5, 0);
        w.BranchIf(Operation.BrLtU32Imm, words, 1, 16);
        Label fours = w.Here();
        AbsorbRun(w, state, isAdded, 4);
        w.BranchIf(Operation.BrGeU32Imm, fours, 1, 16);
        w.Bind(words);
        w.BranchIf(Operation.BrLtU32Imm, partial, 1, 4);
        Label ones = w.Here();
        AbsorbRun(w, state, isAdded, 1);
        w.BranchIf(Operation.BrGeU32Imm, ones, 1, 4);
        if (!isAdded) w.Jump(partial);
    }

    private static void AbsorbRun(RoutineWriter w, uint state, bool isAdded, uint words)
    {
        for (uint i = 0; i < words; i++)
        {
            w.Load(Operation.Load32, 3, 0, 4 * i);
            if (isAdded)
            {
                w.With(Operation.AuxLoadIndexed, state + i, 4, 5);
                w.Do(Operation.Xor32, 3, 3, 4);
            }
            w.With(Operation.AuxStoreIndexed, state + i, 0, 5, 3);
        }
        w.With(Operation.Add32Imm, 4 * words, 0, 0);
        w.With(Operation.Add32Imm, unchecked((uint)-(int)(4 * words)), 1, 1);
        w.With(Operation.Add32Imm, words, 5, 5);
    }

    /// <summary>The last r1 bytes at r0, at most three, and the padding, from word r5 on. r6 counts bits.</summary>
    private static void AbsorbEnd(RoutineWriter w, uint state)
    {
        Label pad = w.NewLabel();
        w.Const(3, 0);
        w.Const(6, 0);
        Label bytes = w.Here();
        w.BranchIf(Operation.BrEq32Imm, pad, 1, 0);
        w.Load(Operation.Load8U, 4, 0);
        w.Do(Operation.Shl32, 4, 4, 6);
        w.Do(Operation.Or32, 3, 3, 4);
        w.With(Operation.Add32Imm, 8, 6, 6);
        w.With(Operation.Add32Imm, 1, 0, 0);
        w.With(Operation.Add32Imm, uint.MaxValue, 1, 1);
        w.Jump(bytes);

        w.Bind(pad);
        w.Const(4, 1);
        w.Do(Operation.Shl32, 4, 4, 6);
        w.Do(Operation.Or32, 3, 3, 4);
        w.With(Operation.AuxLoadIndexed, state, 4, 5);
        w.Do(Operation.Xor32, 4, 4, 3);
        w.With(Operation.AuxStoreIndexed, state, 0, 5, 4);
        FinishPadding(w, state);
    }

    /// <summary>The last bit of the padding.</summary>
    private static void FinishPadding(RoutineWriter w, uint state)
    {
        w.With(Operation.AuxLoad, state + RateWords - 1, 4);
        w.With(Operation.Xor32Imm, 0x80000000, 4, 4);
        w.With(Operation.AuxStore, state + RateWords - 1, b: 4);
    }

    private static void Clear(RoutineWriter w, uint first, uint words)
    {
        w.Const(3, 0);
        for (uint i = 0; i < words; i++) w.With(Operation.AuxStore, first + i, b: 3);
    }

    // ---- the sponge of `env`: 64-bit words in, four 64-bit words out ---------------------------------------------------

    /// <summary>Begins a message; what the operand is does not matter.</summary>
    internal static void Begin(RoutineWriter w, RuntimeLibrary library)
    {
        Clear(w, library.Region("env keccak state", StateWords), StateWords);
        w.With(Operation.AuxStore, library.Region("env keccak position", 1), b: 3);
        w.With(Operation.AuxStore, library.Region("env keccak output", 1), b: 3);
        w.Return();
    }

    /// <summary>q0 the next word of the message.</summary>
    internal static void Push(RoutineWriter w, RuntimeLibrary library)
    {
        uint state = library.Region("env keccak state", StateWords);
        uint position = library.Region("env keccak position", 1);
        Label full = w.NewLabel();
        w.With(Operation.AuxLoad, position, 0);
        w.Do(Operation.Wrap, 1, 0);
        AbsorbIndexed(w, state);
        w.With(Operation.ShrU64Imm, 32, 0, 0);
        w.Do(Operation.Wrap, 1, 0);
        w.With(Operation.Add32Imm, 1, 0, 0);
        AbsorbIndexed(w, state);
        w.With(Operation.Add32Imm, 1, 0, 0);
        w.BranchIf(Operation.BrEq32Imm, full, 0, RateWords);
        w.With(Operation.AuxStore, position, b: 0);
        w.Return();
        w.Bind(full);
        w.With(Operation.KeccakF, state);
        w.Const(0, 0);
        w.With(Operation.AuxStore, position, b: 0);
        w.Return();
    }

    /// <summary>Word r0 of the state takes r1.</summary>
    private static void AbsorbIndexed(RoutineWriter w, uint state)
    {
        w.With(Operation.AuxLoadIndexed, state, 2, 0);
        w.Do(Operation.Xor32, 2, 2, 1);
        w.With(Operation.AuxStoreIndexed, state, 0, 0, 2);
    }

    /// <summary>The next of the four words of the digest; the first call ends the message.</summary>
    internal static void Finish(RoutineWriter w, RuntimeLibrary library)
    {
        uint state = library.Region("env keccak state", StateWords);
        uint position = library.Region("env keccak position", 1);
        uint output = library.Region("env keccak output", 1);
        Label give = w.NewLabel();
        w.With(Operation.AuxLoad, output, 0);
        w.BranchIf(Operation.BrNe32Imm, give, 0, 0);
        w.With(Operation.AuxLoad, position, 5);
        w.With(Operation.AuxLoadIndexed, state, 4, 5);
        w.With(Operation.Xor32Imm, 1, 4, 4);
        w.With(Operation.AuxStoreIndexed, state, 0, 5, 4);
        FinishPadding(w, state);
        w.With(Operation.KeccakF, state);
        w.Bind(give);
        w.With(Operation.And32Imm, DigestWords - 1, 1, 0);
        w.With(Operation.AuxLoadIndexed, state, 2, 1);
        w.With(Operation.AuxLoadIndexed, state + 1, 3, 1);
        w.With(Operation.Add32Imm, 2, 0, 0);
        w.With(Operation.AuxStore, output, b: 0);
        w.Do(Operation.ExtendU, 0, 3);
        w.With(Operation.Shl64Imm, 32, 0, 0);
        w.Do(Operation.ExtendU, 1, 2);
        w.Do(Operation.Or64, 0, 0, 1);
        w.Return();
    }
}

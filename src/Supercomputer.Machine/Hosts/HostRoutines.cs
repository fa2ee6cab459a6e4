using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Runtime;

namespace Supercomputer.Machine.Hosts;

/// <summary>The host functions that are routines. Operands are the first registers, results come back there.</summary>
internal static class HostRoutines
{
    private const uint PublicStream = 0, DisclosedStream = 1, PrivateStream = 2;
    private const int WordsATurn = 4;

    internal static bool Emit(RoutineWriter w, RuntimeLibrary library, string name)
    {
        switch (name)
        {
            case "wsc.input_size": Dispatch(w, stream => SizeOf(w, stream)); return true;
            case "wsc.input_word": Dispatch(w, stream => WordOf(w, library, stream)); return true;
            case "wsc.input_read": Dispatch(w, stream => Read(w, stream)); return true;
            case "wsc.output": Output(w, library); return true;
            case "wsc.output_word": OutputWord(w, library); return true;
            case "wsc.trap": w.Jump(Label.Of(Outcome.ProgramTrap)); return true;
            case "wsc.keccak256": KeccakRoutines.Hash(w, library); return true;
            case "wsc.sha256": Sha256Routines.Hash(w, library); return true;
            case "wsc.sha256_compress": Sha256Routines.Compress(w, library); return true;
            case "wsc.multiply_add_256": ModularRoutines.MultiplyAdd(w, library, Operation.MultiplyAdd256); return true;
            case "wsc.multiply_add_384": ModularRoutines.MultiplyAdd(w, library, Operation.MultiplyAdd384); return true;
            case "wsc.multiply_add_fp2_256": ModularRoutines.MultiplyAdd(w, library, Operation.MultiplyAddFp2Of256); return true;
            case "wsc.multiply_add_fp2_384": ModularRoutines.MultiplyAdd(w, library, Operation.MultiplyAddFp2Of384); return true;
            case "wsc.invert_256": ModularRoutines.Invert(w, library, Operation.Inverse256); return true;
            case "wsc.invert_384": ModularRoutines.Invert(w, library, Operation.Inverse384); return true;
            case "wsc.curve_add_256": CurveRoutines.Add(w, library, Operation.CurveAdd256, Operation.CurveDouble256); return true;
            case "wsc.curve_add_384": CurveRoutines.Add(w, library, Operation.CurveAdd384, Operation.CurveDouble384); return true;
            case "wsc.secp256k1_recover": Secp256k1Routines.Recover(w, library); return true;
            case "wsc.poseidon2_16": Poseidon2Routines.Permute(w, library, Operation.Poseidon2Of16); return true;
            case "wsc.poseidon2_24": Poseidon2Routines.Permute(w, library, Operation.Poseidon2Of24); return true;
            case "env.wasm_input": NextLong(w, library); return true;
            case "env.wasm_read_context": w.Jump(Label.Of(Outcome.InputExhausted)); return true;
            case "env.require": Require(w); return true;
            case "env.wasm_trace_size":
                w.With(Operation.Const64, 0, 0);
                w.Return();
                return true;
            case "env.keccak_new": KeccakRoutines.Begin(w, library); return true;
            case "env.keccak_push": KeccakRoutines.Push(w, library); return true;
            case "env.keccak_finalize": KeccakRoutines.Finish(w, library); return true;
            case "env.wasm_dbg" or "env.wasm_dbg_char" or "env.wasm_write_context" or "wsc.log": w.Return(); return true;
            default: return false;
        }
    }

    private static void Require(RoutineWriter w)
    {
        w.BranchIf(Operation.BrEq32Imm, Label.Of(Outcome.RequirementFailed), 0, 0);
        w.Return();
    }

    /// <summary>The code for each stream, chosen by r0; another number traps.</summary>
    private static void Dispatch(RoutineWriter w, Action<uint> emit)
    {
        Label[] labels = [w.NewLabel(), w.NewLabel(), w.NewLabel()];
        for (uint stream = 0; stream < labels.Length; stream++)
            w.BranchIf(Operation.BrEq32Imm, labels[stream], 0, stream);
        w.Jump(Label.Of(Outcome.InputExhausted));
        for (uint stream = 0; stream < labels.Length; stream++)
        {
            w.Bind(labels[stream]);
            emit(stream);
        }
    }

    private static void SizeOf(RoutineWriter w, uint stream)
    {
        w.Const(0, uint.MaxValue);
        w.With(Operation.Input, stream, 0, 0);
        w.Return();
    }

    private static void WordOf(RoutineWriter w, RuntimeLibrary library, uint stream)
    {
        w.With(Operation.AuxLoad, library.WordCount(stream), 2);
        w.TrapIf(Operation.BrGeU32, Outcome.InputExhausted, 1, 2);
        w.With(Operation.Input, stream, 0, 1);
        w.Return();
    }

    /// <summary>r1 offset in the stream, r2 destination, r3 length.</summary>
    private static void Read(RoutineWriter w, uint stream)
    {
        Label tail = w.NewLabel(), lastBytes = w.NewLabel(), bytes = w.NewLabel(), done = w.NewLabel();
        w.Const(4, uint.MaxValue);
        w.With(Operation.Input, stream, 4, 4);
        w.Do(Operation.ExtendU, 0, 1);
        w.Do(Operation.ExtendU, 6, 3);
        w.Do(Operation.Add64, 0, 0, 6);
        w.Do(Operation.ExtendU, 6, 4);
        w.TrapIf(Operation.BrLtU64, Outcome.InputExhausted, 6, 0);
        BulkRoutines.CheckMemory(w, 2, 3, 4);
        w.With(Operation.And32Imm, 3, 4, 1);
        w.BranchIf(Operation.BrNe32Imm, bytes, 4, 0);

        // From a whole word of the stream on, four words a turn; r5 is the index of the word, r3 what is left.
        w.With(Operation.ShrU32Imm, 2, 5, 1);
        w.BranchIf(Operation.BrLtU32Imm, tail, 3, WordsATurn * 4);
        Label turn = w.Here();
        for (uint word = 0; word < WordsATurn; word++)
        {
            w.With(Operation.Input, stream, 4, 5);
            w.With(Operation.Add32Imm, 1, 5, 5);
            w.Store(Operation.Store32, 2, 4, 4 * word);
        }
        w.With(Operation.Add32Imm, WordsATurn * 4, 2, 2);
        w.With(Operation.Add32Imm, unchecked((uint)(-4 * WordsATurn)), 3, 3);
        w.BranchIf(Operation.BrGeU32Imm, turn, 3, WordsATurn * 4);
        w.Bind(tail);
        Label lastWords = w.Here();
        w.BranchIf(Operation.BrLtU32Imm, lastBytes, 3, 4);
        w.With(Operation.Input, stream, 4, 5);
        w.With(Operation.Add32Imm, 1, 5, 5);
        w.Store(Operation.Store32, 2, 4);
        w.With(Operation.Add32Imm, 4, 2, 2);
        w.With(Operation.Add32Imm, unchecked((uint)-4), 3, 3);
        w.Jump(lastWords);
        w.Bind(lastBytes);
        w.With(Operation.Shl32Imm, 2, 1, 5);

        w.Bind(bytes);
        w.Do(Operation.Add32, 3, 3, 2);
        Label next = w.Here();
        w.Branch(Operation.BrEq32, done, 2, 3);
        w.With(Operation.ShrU32Imm, 2, 5, 1);
        w.With(Operation.Input, stream, 4, 5);
        w.With(Operation.Shl32Imm, 3, 5, 1);
        w.Do(Operation.ShrU32, 4, 4, 5);
        w.Store(Operation.Store8, 2, 4);
        w.With(Operation.Add32Imm, 1, 1, 1);
        w.With(Operation.Add32Imm, 1, 2, 2);
        w.Jump(next);
        w.Bind(done);
        w.Return();
    }

    /// <summary>r0 address, r1 length.</summary>
    private static void Output(RoutineWriter w, RuntimeLibrary library)
    {
        Label done = w.NewLabel();
        BulkRoutines.CheckMemory(w, 0, 1, 2);
        w.With(Operation.AuxLoad, library.OutputCount, 2);
        w.Do(Operation.Add32, 1, 1, 0);
        w.Branch(Operation.BrEq32, done, 0, 1);
        Label turn = w.Here();
        w.Load(Operation.Load8U, 3, 0);
        w.Do(Operation.Output, 0, 2, 3);
        w.With(Operation.Add32Imm, 1, 2, 2);
        w.With(Operation.Add32Imm, 1, 0, 0);
        w.Branch(Operation.BrNe32, turn, 0, 1);
        w.With(Operation.AuxStore, library.OutputCount, b: 2);
        w.Bind(done);
        w.Return();
    }

    /// <summary>Outputs the four bytes of r0, the lowest first: results of an entry function.</summary>
    private static void OutputWord(RoutineWriter w, RuntimeLibrary library)
    {
        w.With(Operation.AuxLoad, library.OutputCount, 1);
        for (int i = 0; i < 4; i++)
        {
            w.With(Operation.And32Imm, 255, 2, 0);
            w.Do(Operation.Output, 0, 1, 2);
            w.With(Operation.Add32Imm, 1, 1, 1);
            if (i < 3) w.With(Operation.ShrU32Imm, 8, 0, 0);
        }
        w.With(Operation.AuxStore, library.OutputCount, b: 1);
        w.Return();
    }

    /// <summary>The next 64-bit word: of the public stream where r0 is not zero, else of the disclosed stream, or of the
    /// private one where nothing is disclosed.</summary>
    private static void NextLong(RoutineWriter w, RuntimeLibrary library)
    {
        Label fromPublic = w.NewLabel(), fromPrivate = w.NewLabel();
        w.BranchIf(Operation.BrNe32Imm, fromPublic, 0, 0);
        w.With(Operation.AuxLoad, library.WordCount(DisclosedStream), 1);
        w.BranchIf(Operation.BrEq32Imm, fromPrivate, 1, 0);
        NextLongOf(w, library, DisclosedStream);
        w.Bind(fromPublic);
        w.With(Operation.AuxLoad, library.WordCount(PublicStream), 1);
        NextLongOf(w, library, PublicStream);
        w.Bind(fromPrivate);
        w.With(Operation.AuxLoad, library.WordCount(PrivateStream), 1);
        NextLongOf(w, library, PrivateStream);
    }

    /// <summary>r1 the words of the stream.</summary>
    private static void NextLongOf(RoutineWriter w, RuntimeLibrary library, uint stream)
    {
        uint position = library.Region($"input position {stream}", 1);
        w.With(Operation.AuxLoad, position, 2);
        w.With(Operation.Add32Imm, 1, 3, 2);
        w.TrapIf(Operation.BrGeU32, Outcome.InputExhausted, 3, 1);
        w.With(Operation.Input, stream, 0, 2);
        w.With(Operation.Input, stream, 3, 3);
        w.With(Operation.Add32Imm, 2, 2, 2);
        w.With(Operation.AuxStore, position, b: 2);
        w.Do(Operation.ExtendU, 0, 3);
        w.With(Operation.Shl64Imm, 32, 0, 0);
        w.Do(Operation.ExtendU, 1, 0);
        w.Do(Operation.Or64, 0, 0, 1);
        w.Return();
    }
}

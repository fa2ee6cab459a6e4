using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Text;

/// <summary>Reads instruction sequences, flat and folded, and writes them in the binary format.</summary>
/// <remarks>
/// Nesting is kept on an explicit stack, so depth costs memory and never the call stack.
/// Source: WebAssembly 2.0, section 6.5.
/// </remarks>
internal sealed partial class WatExpressions(
    WatCursor cursor, WatTypes types, WatIndexSpace functions, WatIndexSpace tables, WatIndexSpace globals,
    WatIndexSpace elements, WatIndexSpace data)
{
    private enum Nest : byte
    {
        /// <summary>block, loop, or the second arm of if: up to end.</summary>
        FlatBlock,

        /// <summary>The first arm of if: up to else or end.</summary>
        FlatIf,

        /// <summary>Operands of a plain instruction: folded instructions up to ')'.</summary>
        Operands,

        /// <summary>A folded block or loop: up to ')'.</summary>
        Block,

        /// <summary>Operands of a folded if: up to '(then'.</summary>
        Condition,

        /// <summary>Inside '(then': up to ')'.</summary>
        Then,

        /// <summary>Behind the ')' of '(then': '(else' or ')'.</summary>
        AfterThen,

        /// <summary>Inside '(else': up to ')'.</summary>
        Else,

        /// <summary>Behind the ')' of '(else': ')'.</summary>
        AfterElse,
    }

    /// <param name="Kind">Where in its construct the reader is.</param>
    /// <param name="Held">Where in the held-back bytes the construct's own instruction begins.</param>
    /// <param name="Label">The block's identifier.</param>
    /// <param name="Shadowed">The depth that the identifier stood for outside, or -1.</param>
    private readonly record struct Frame(Nest Kind, int Held, string? Label, int Shadowed);

    private readonly Stack<Frame> _nests = [];
    private readonly Dictionary<string, int> _labels = new(StringComparer.Ordinal);
    private readonly WasmBuffer _held = new();
    private WatIndexSpace _locals = new("local");
    private WasmBuffer _output = new();
    private int _labelDepth;

    /// <summary>Whether an instruction names a data segment, which needs the data count section.</summary>
    public bool UsesData { get; private set; }

    /// <summary>Reads a function's instructions up to the field's ')'.</summary>
    public void Body(WasmBuffer output, WatLocals locals)
    {
        _locals = locals.Space;
        Sequence(output);
    }

    /// <summary>Reads a constant expression up to ')'.</summary>
    public void Constant(WasmBuffer output)
    {
        _locals = new WatIndexSpace("local");
        Sequence(output);
    }

    /// <summary>Reads a constant expression that is one folded instruction.</summary>
    public void FoldedConstant(WasmBuffer output)
    {
        _locals = new WatIndexSpace("local");
        _output = output;
        OpenFolded();
        while (_nests.Count > 0 && cursor.Error is null) Step();
        Finish();
    }

    private void Sequence(WasmBuffer output)
    {
        _output = output;
        while (cursor.Error is null && (_nests.Count > 0 || cursor.Kind is not (WatTokenKind.Close or WatTokenKind.End))) Step();
        Finish();
    }

    private void Finish() => _output.Byte((byte)Opcode.End);

    private void Step()
    {
        if (_nests.Count >= WatCompiler.MaximumNesting)
        {
            cursor.Fail(cursor.Peek(), WatErrorKind.TooDeep, "nesting too deep", $"at most {WatCompiler.MaximumNesting} levels", "more");
            return;
        }
        switch (_nests.TryPeek(out Frame top) ? top.Kind : (Nest?)null)
        {
            case Nest.Operands: StepOperands(top); break;
            case Nest.Condition: StepCondition(top); break;
            case Nest.AfterThen: StepAfterThen(top); break;
            case Nest.AfterElse: CloseFolded(top); break;
            case Nest.FlatBlock or Nest.FlatIf: StepFlat(top); break;
            case null: Instruction(); break;
            default:
                if (cursor.Kind == WatTokenKind.Close) CloseFolded(top);
                else Instruction();
                break;
        }
    }

    private void Instruction()
    {
        if (cursor.Kind == WatTokenKind.Open) OpenFolded();
        else if (TakeOpcode() is { } opcode) Flat(opcode);
    }

    private void Flat(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.Block or Opcode.Loop or Opcode.If:
                string? label = cursor.TryIdentifier();
                BlockHead(_output, opcode);
                Enter(opcode == Opcode.If ? Nest.FlatIf : Nest.FlatBlock, label);
                break;
            case Opcode.Else or Opcode.End:
                cursor.Return(cursor.At - 1);
                cursor.Unexpected("an instruction");
                break;
            default:
                Plain(_output, opcode);
                break;
        }
    }

    private void StepFlat(Frame top)
    {
        bool end = cursor.TryKeyword("end");
        if (end || (top.Kind == Nest.FlatIf && cursor.TryKeyword("else")))
        {
            CheckLabel(top);
            _output.Byte((byte)(end ? Opcode.End : Opcode.Else));
            if (end) Leave();
            else Replace(top with { Kind = Nest.FlatBlock });
        }
        else Instruction();
    }

    private void CheckLabel(Frame top)
    {
        WatToken at = cursor.Peek();
        if (cursor.TryIdentifier() is { } label && label != top.Label)
            cursor.Fail(at, WatErrorKind.MismatchingLabel, "mismatching label", top.Label ?? "no label", label);
    }

    private void OpenFolded()
    {
        if (cursor.Kind != WatTokenKind.Open)
        {
            cursor.Unexpected("'('");
            return;
        }
        cursor.Advance();
        if (TakeOpcode() is not { } opcode) return;
        switch (opcode)
        {
            case Opcode.Block or Opcode.Loop:
                string? label = cursor.TryIdentifier();
                BlockHead(_output, opcode);
                Enter(Nest.Block, label);
                break;
            case Opcode.If:
                int held = _held.Length;
                string? ifLabel = cursor.TryIdentifier();
                BlockHead(_held, opcode);
                _nests.Push(new Frame(Nest.Condition, held, ifLabel, -1));
                break;
            case Opcode.Else or Opcode.End:
                cursor.Return(cursor.At - 1);
                cursor.Unexpected("an instruction");
                break;
            default:
                _nests.Push(new Frame(Nest.Operands, _held.Length, null, -1));
                Plain(_held, opcode);
                break;
        }
    }

    private void StepOperands(Frame top)
    {
        if (cursor.Kind == WatTokenKind.Open)
        {
            OpenFolded();
            return;
        }
        cursor.Close();
        Release(top);
        _nests.Pop();
    }

    private void StepCondition(Frame top)
    {
        if (!cursor.TryOpen("then"))
        {
            if (cursor.Kind == WatTokenKind.Open) OpenFolded();
            else cursor.Unexpected("'(then'");
            return;
        }
        Release(top);
        _nests.Pop();
        Enter(Nest.Then, top.Label);
    }

    private void StepAfterThen(Frame top)
    {
        if (cursor.TryOpen("else"))
        {
            _output.Byte((byte)Opcode.Else);
            Replace(top with { Kind = Nest.Else });
        }
        else CloseFolded(top);
    }

    private void CloseFolded(Frame top)
    {
        cursor.Close();
        if (top.Kind is Nest.Then or Nest.Else)
        {
            Replace(top with { Kind = top.Kind == Nest.Then ? Nest.AfterThen : Nest.AfterElse });
            return;
        }
        _output.Byte((byte)Opcode.End);
        Leave();
    }

    private void Enter(Nest kind, string? label)
    {
        int shadowed = -1;
        if (label is not null)
        {
            if (!_labels.TryGetValue(label, out shadowed)) shadowed = -1;
            _labels[label] = _labelDepth;
        }
        _labelDepth++;
        _nests.Push(new Frame(kind, 0, label, shadowed));
    }

    private void Leave()
    {
        Frame left = _nests.Pop();
        _labelDepth--;
        if (left.Label is null) return;
        if (left.Shadowed < 0) _labels.Remove(left.Label);
        else _labels[left.Label] = left.Shadowed;
    }

    private void Replace(Frame frame)
    {
        _nests.Pop();
        _nests.Push(frame);
    }

    /// <summary>Writes a held-back instruction now that its operands are written.</summary>
    private void Release(Frame frame)
    {
        _output.Bytes(_held.Written[frame.Held..]);
        _held.Truncate(frame.Held);
    }

    private Opcode? TakeOpcode()
    {
        if (cursor.Kind == WatTokenKind.Keyword && WatKeywords.TryOpcode(cursor.Text(), out Opcode opcode))
        {
            cursor.Advance();
            return opcode;
        }
        cursor.Unexpected("an instruction");
        return null;
    }
}

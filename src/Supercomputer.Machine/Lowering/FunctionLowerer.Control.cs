using Supercomputer.Machine.Execution;
using Supercomputer.Wasm.Modules;
using WasmInstruction = Supercomputer.Wasm.Modules.Instruction;

namespace Supercomputer.Machine.Lowering;

internal sealed partial class FunctionLowerer
{
    private const int ChainedTargets = 2;

    private void OpenFunction()
    {
        _frames.Add(new ControlFrame
        {
            Opcode = Opcode.Block,
            Base = 0,
            End = _body.Length - 1,
            Target = default,
            TargetHomes = _results.Registers,
            ResultHomes = [],
            AreResultsWide = _results.IsWideAt,
            EndsInReturn = true,
        });
    }

    private void LowerControl(WasmInstruction instruction)
    {
        switch (instruction.Opcode)
        {
            case Opcode.Unreachable:
                _builder.Jump(Label.Of(Outcome.Unreachable));
                _isReachable = false;
                break;
            case Opcode.Nop: break;
            case Opcode.Block or Opcode.Loop: Open(instruction, null); break;
            case Opcode.If: Open(instruction, ConditionOf(_stack.Pop())); break;
            case Opcode.Else: Else(); break;
            case Opcode.End: Close(); break;
            case Opcode.Br:
                Leave(FrameAt(instruction.Index));
                _isReachable = false;
                break;
            case Opcode.BrIf: BranchIf(ConditionOf(_stack.Pop()), FrameAt(instruction.Index)); break;
            case Opcode.BrTable: BranchTable(_function.BranchTables[instruction.Index]); break;
            case Opcode.Return:
                EmitReturn();
                _isReachable = false;
                break;
            default: LowerCall(instruction); break;
        }
    }

    private ControlFrame FrameAt(uint depth) => _frames[_frames.Count - 1 - (int)depth];

    /// <summary>Whether the end at an index, and what follows it, only returns the values on the stack.</summary>
    private bool IsFunctionEnd(int end) =>
        _frames[^1].End == end && _frames[^1].EndsInReturn && _frames[^1].AreResultsWide.Length == _results.Length;

    /// <summary>Whether the end of a block that is about to be opened is followed by the function's return with its results.</summary>
    private bool ReturnsAfter(int end, int resultCount) => resultCount == _results.Length
        && (_body[end + 1].Opcode == Opcode.Return || IsFunctionEnd(end + 1));

    private void Open(WasmInstruction instruction, Condition? condition)
    {
        FunctionType type = FunctionAnalysis.TypeOf(_context.Module, instruction.BlockType);
        int opened = _next - 1, end = FunctionAnalysis.EndOf(_body, opened), height = _stack.Count - type.Parameters.Length;
        _stack.SettleLocals();
        bool[] wideResults = new RegisterLayout(type.Results).IsWideAt;
        bool isLoop = instruction.Opcode == Opcode.Loop;
        uint[] targetHomes = isLoop ? EnterLoop(opened, height, type) : [];
        uint[] resultHomes = SetLocalAfter(end, wideResults) ?? _stack.HomesAt(height, end, wideResults);
        Label elseLabel = default;
        if (condition is { } holds)
        {
            elseLabel = _builder.NewLabel();
            EmitBranch(holds.Inverse(), elseLabel);
        }
        ControlFrame frame = new()
        {
            Opcode = instruction.Opcode,
            Base = height,
            End = end,
            Target = _builder.NewLabel(),
            TargetHomes = isLoop ? targetHomes : resultHomes,
            ResultHomes = isLoop ? [] : resultHomes,
            AreResultsWide = wideResults,
            EndsInReturn = ReturnsAfter(end, wideResults.Length),
            ReturnCost = _body[end + 1].Opcode == Opcode.Return ? 1 : _frames[^1].ReturnCost,
            ElseLabel = elseLabel,
            Parameters = _stack.CopyFrom(height),
        };
        if (isLoop) _builder.Bind(frame.Target);
        _frames.Add(frame);
        _framesByEnd[end] = frame;
    }

    /// <summary>The register of the local that takes a block's only result right after the block; null where none does.</summary>
    /// <remarks>It is written where the block is left, and nothing comes between that and the set.</remarks>
    private uint[]? SetLocalAfter(int end, bool[] areWide)
    {
        if (areWide.Length != 1) return null;
        WasmInstruction next = _body[end + 1];
        if (next.Opcode is Opcode.LocalSet or Opcode.LocalTee) return [_locals.Registers[next.Index]];
        ControlFrame outer = _frames[^1];
        bool isOutersResult = next.Opcode is Opcode.End or Opcode.Else && EndsIn(outer, end + 1);
        return isOutersResult && HasLocalResult(outer) ? outer.ResultHomes : null;
    }

    private bool EndsIn(ControlFrame frame, int at) => _body[at].Opcode == Opcode.Else ? _body[at].Match == frame.End : at == frame.End;

    private bool HasLocalResult(ControlFrame frame) => frame.ResultHomes.Length == 1
        && frame.ResultHomes[0] < (frame.AreResultsWide[0] ? _locals.Count64 : _locals.Count32);

    private uint[] EnterLoop(int opened, int height, FunctionType type)
    {
        bool[] areWide = new RegisterLayout(type.Parameters).IsWideAt;
        uint[] homes = _stack.HomesAt(height, opened, areWide);
        EmitMoves(homes, Peek(areWide.Length));
        _stack.Truncate(height);
        for (int i = 0; i < areWide.Length; i++) _stack.PushRegister(opened, i, areWide[i], homes[i]);
        return homes;
    }

    private void Else()
    {
        ControlFrame frame = _frames[^1];
        if (_isReachable) FinishArm(frame);
        frame.HasElse = true;
        _builder.Bind(frame.ElseLabel);
        _stack.Restore(frame.Base, frame.Parameters);
        _isReachable = true;
    }

    private void FinishArm(ControlFrame frame)
    {
        if (frame.IsReturn)
        {
            EmitReturn(frame.ReturnCost);
            return;
        }
        EmitMoves(frame.ResultHomes, Peek(frame.ResultHomes.Length));
        frame.IsEndUsed = true;
        _builder.Jump(frame.Target);
    }

    private void Close()
    {
        ControlFrame frame = _frames[^1];
        if (_frames.Count == 1)
        {
            if (_isReachable) EmitReturn();
            _frames.Clear();
            return;
        }
        if (frame.Opcode == Opcode.If && !frame.HasElse) CloseWithoutElse(frame);
        if (frame.IsEndUsed)
        {
            if (_isReachable) EmitMoves(frame.ResultHomes, Peek(frame.ResultHomes.Length));
            _builder.Bind(frame.Target);
            _stack.Truncate(frame.Base);
            for (int i = 0; i < frame.ResultHomes.Length; i++)
                _stack.PushRegister(frame.End, i, frame.AreResultsWide[i], frame.ResultHomes[i]);
            _isReachable = true;
        }
        _framesByEnd.Remove(frame.End);
        _frames.RemoveAt(_frames.Count - 1);
    }

    /// <summary>An if without else: where its condition does not hold, its parameters are its results.</summary>
    private void CloseWithoutElse(ControlFrame frame)
    {
        if (_isReachable && frame.ResultHomes.Length == 0 && !frame.IsReturn)
        {
            _builder.Bind(frame.ElseLabel);
            return;
        }
        if (_isReachable) FinishArm(frame);
        _builder.Bind(frame.ElseLabel);
        _stack.Restore(frame.Base, frame.Parameters);
        _isReachable = true;
    }

    /// <summary>Jumps to a label of the function, its operands on the stack.</summary>
    private void Leave(ControlFrame frame)
    {
        if (frame.IsReturn)
        {
            EmitReturn(frame.ReturnCost);
            return;
        }
        EmitMoves(frame.TargetHomes, Peek(frame.TargetHomes.Length));
        frame.IsEndUsed |= frame.Opcode != Opcode.Loop;
        _builder.Jump(frame.Target);
    }

    private void EmitReturn(uint returnCost = 0)
    {
        _builder.Count(returnCost);
        EmitMoves(_results.Registers, Peek(_results.Length));
        _builder.Emit(Operation.Return);
    }

    private void BranchIf(Condition condition, ControlFrame frame)
    {
        if (DirectTarget(frame) is { } label)
        {
            EmitBranch(condition, label);
            return;
        }
        Label over = _builder.NewLabel();
        EmitBranch(condition.Inverse(), over);
        Leave(frame);
        _builder.Bind(over);
    }

    /// <summary>The label of a branch that moves nothing; null for one that must.</summary>
    private Label? DirectTarget(ControlFrame frame)
    {
        uint[] homes = frame.IsReturn ? _results.Registers : frame.TargetHomes;
        if (NeedsMoves(homes, Peek(homes.Length))) return null;
        if (frame.IsReturn) return _returnStubs[frame.ReturnCost] ??= _builder.NewLabel();
        frame.IsEndUsed |= frame.Opcode != Opcode.Loop;
        return frame.Target;
    }

    private void BranchTable(uint[] depths)
    {
        uint index = Use(_stack.Pop());
        Dictionary<uint, Label> stubs = [];
        Label[] targets = Array.ConvertAll(depths, depth => TargetOf(depth, stubs));
        int count = targets.Length - 1;
        if (count <= ChainedTargets)
        {
            for (int i = 0; i < count; i++)
                _builder.Branch(Operation.BrEq32Imm, targets[i], index, 0, (ulong)i);
            _builder.Jump(targets[count]);
        }
        else
        {
            if (count >= RegisterLimit)
                Refuse("br_table", $"{count} targets", $"at most {RegisterLimit - 1}: split the switch");
            Label table = _builder.NewLabel();
            _builder.Branch(Operation.BrGeU32Imm, targets[count], index, 0, (ulong)count);
            _builder.JumpIndirect(table, index);
            _builder.Bind(table);
            foreach (Label target in targets.AsSpan(0, count)) _builder.TableEntry(target);
        }
        foreach ((uint depth, Label stub) in stubs)
        {
            _builder.Bind(stub);
            Leave(FrameAt(depth));
        }
        _isReachable = false;
    }

    private Label TargetOf(uint depth, Dictionary<uint, Label> stubs)
    {
        if (stubs.TryGetValue(depth, out Label stub)) return stub;
        if (DirectTarget(FrameAt(depth)) is { } direct) return direct;
        stubs.Add(depth, stub = _builder.NewLabel());
        return stub;
    }

    /// <summary>Goes to the else or end that follows code which cannot run; false where the function stands there already.</summary>
    private bool SkipDead()
    {
        _builder.DropCost();
        int i = _at;
        while (_body[i].Opcode is not (Opcode.Else or Opcode.End))
            i = _body[i].Opcode is Opcode.Block or Opcode.Loop or Opcode.If ? FunctionAnalysis.EndOf(_body, i) + 1 : i + 1;
        _stack.Truncate(_frames[^1].Base);
        if (i == _at) return false;
        _at = i;
        return true;
    }
}

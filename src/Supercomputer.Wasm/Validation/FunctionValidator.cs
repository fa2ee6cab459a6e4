using System.Diagnostics.CodeAnalysis;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Validation;

/// <summary>Validates function bodies. Source: WebAssembly Core 2.0, section 3.3 and appendix A.3.</summary>
internal sealed class FunctionValidator(ModuleContext context, IValidationObserver? observer)
{
    private readonly OperandStack _stack = new(context);
    private readonly List<long> _localEnds = [];
    private Function _function = null!;
    private FunctionType _type = null!;
    private int _at;

    private Module Module => context.Module;

    /// <summary>The words that the operands take now on the interpreter's stack, where the code is reachable.</summary>
    public int OperandSlots => _stack.Slots;

    /// <summary>The most words that the operands of the body took at once.</summary>
    public int MaximumSlots => _stack.MaximumSlots;

    /// <summary>Validates one body; the result is the most operands that stand on its stack at once.</summary>
    public int Validate(uint functionIndex, Function function)
    {
        _function = function;
        _type = Module.Types[function.TypeIndex];
        IndexLocals();
        observer?.EnterFunction(functionIndex);
        _stack.Begin(_type);
        for (int i = 0; i < function.Body.Length && !context.Failed; i++)
        {
            Instruction instruction = function.Body[i];
            _at = _stack.ByteOffset = instruction.ByteOffset;
            observer?.VisitInstruction(i, _stack.Operands, _stack.IsReachable);
            Step(instruction);
        }
        return _stack.MaximumHeight;
    }

    private void Step(Instruction instruction)
    {
        if (OperatorSignatures.Of(instruction.Opcode) is { } signature) Apply(signature, instruction);
        else if (instruction.Opcode is Opcode.Unreachable or Opcode.Nop or (>= Opcode.Block and <= Opcode.CallIndirect)) StepControl(instruction);
        else if (instruction.Opcode is >= Opcode.Drop and <= Opcode.GlobalSet) StepVariable(instruction);
        else StepTableOrBulk(instruction);
    }

    private void Apply(OperatorSignatures.Signature signature, Instruction instruction)
    {
        if (signature.AccessSizeLog is { } sizeLog)
        {
            context.CheckMemory(_at);
            if (instruction.AlignmentLog > sizeLog)
                context.Fail(_at, "alignment must not be larger than natural", $"2^{sizeLog} or less", $"2^{instruction.AlignmentLog}");
        }
        if (instruction.Opcode >= Opcode.V128Load) CheckLanes(instruction);
        _stack.Pop(signature.Operands);
        if (signature.Result is { } result) _stack.Push(result);
    }

    private void CheckLanes(Instruction instruction)
    {
        VectorInstruction vector = VectorInstructions.Of(instruction.Opcode)!;
        if (vector.HasLane && instruction.Lane >= vector.Shape.LaneCount())
            context.Fail(_at, "invalid lane index", $"a lane below {vector.Shape.LaneCount()}", $"{instruction.Lane}");
        if (vector.Form != VectorForm.Shuffle) return;
        for (int i = 0; i < 16; i++)
            if ((byte)(instruction.Vector >> (8 * i)) is >= 32 and var lane)
                context.Fail(_at, "invalid lane index", "lanes below 32", $"{lane} at place {i}");
    }

    private void StepControl(Instruction instruction)
    {
        switch (instruction.Opcode)
        {
            case Opcode.Nop: break;
            case Opcode.Unreachable: _stack.SetUnreachable(); break;
            case Opcode.Block or Opcode.Loop or Opcode.If: StepOpen(instruction); break;
            case Opcode.Else:
                OperandStack.Frame ifFrame = _stack.Close();
                _stack.Open(Opcode.Else, ifFrame.Parameters, ifFrame.Results);
                break;
            case Opcode.End: StepEnd(); break;
            case Opcode.Br:
                if (_stack.Label(instruction.Index) is { } target) Diverge(target.LabelTypes);
                break;
            case Opcode.BrIf:
                _stack.Pop(ValType.I32);
                if (_stack.Label(instruction.Index) is not { } maybe) break;
                _stack.Pop(maybe.LabelTypes);
                _stack.Push(maybe.LabelTypes);
                break;
            case Opcode.BrTable: StepBranchTable(_function.BranchTables[instruction.Index]); break;
            case Opcode.Return: Diverge(_type.Results); break;
            case Opcode.Call:
                if (context.TryFunctionType(_at, instruction.Index, out FunctionType? callee)) Call(callee);
                break;
            default: StepCallIndirect(instruction); break;
        }
    }

    private void StepOpen(Instruction instruction)
    {
        if (instruction.Opcode == Opcode.If) _stack.Pop(ValType.I32);
        ValType[] parameters = [], results = [];
        if (instruction.BlockType.Result is { } result) results = [result];
        else if (instruction.BlockType.TypeIndex is { } index)
        {
            if (!context.TryType(_at, index, out FunctionType? type)) return;
            (parameters, results) = (type.Parameters, type.Results);
        }
        _stack.Pop(parameters);
        _stack.Open(instruction.Opcode, parameters, results);
    }

    private void StepEnd()
    {
        OperandStack.Frame frame = _stack.Close();
        // An if without else passes its operands on, so it must leave what it takes.
        if (frame.Opcode == Opcode.If && !frame.Parameters.AsSpan().SequenceEqual(frame.Results))
            _stack.Mismatch("an else, or results equal to the operands", "an if without else");
        if (_stack.Depth > 0) _stack.Push(frame.Results);
    }

    private void Diverge(ValType[] operands)
    {
        _stack.Pop(operands);
        _stack.SetUnreachable();
    }

    private void StepBranchTable(uint[] labels)
    {
        _stack.Pop(ValType.I32);
        if (_stack.Label(labels[^1]) is not { } fallback) return;
        HashSet<uint> seen = [];
        foreach (uint label in labels)
        {
            if (!seen.Add(label)) continue;
            if (_stack.Label(label) is not { } target) return;
            if (target.LabelTypes.Length != fallback.LabelTypes.Length)
                _stack.Mismatch($"a label of {fallback.LabelTypes.Length} operands", $"{target.LabelTypes.Length}");
            _stack.Peek(target.LabelTypes);
        }
        Diverge(fallback.LabelTypes);
    }

    private void StepCallIndirect(Instruction instruction)
    {
        if (!context.TryTable(_at, instruction.SecondIndex, out TableType table)
            || !context.TryType(_at, instruction.Index, out FunctionType? type)) return;
        if (table.ElementType != ValType.FuncRef) _stack.Mismatch("a table of funcref", $"{table.ElementType}");
        _stack.Pop(ValType.I32);
        Call(type);
    }

    private void Call(FunctionType type)
    {
        _stack.Pop(type.Parameters);
        _stack.Push(type.Results);
    }

    private void StepVariable(Instruction instruction)
    {
        switch (instruction.Opcode)
        {
            case Opcode.Drop: _stack.Pop(); break;
            case Opcode.Select: StepSelect(); break;
            case Opcode.SelectTyped: StepTypedSelect(_function.SelectTypes[instruction.Index]); break;
            case Opcode.LocalGet: _stack.Push(TypeOfLocal(instruction.Index)); break;
            case Opcode.LocalSet: _stack.Pop(TypeOfLocal(instruction.Index)); break;
            case Opcode.LocalTee: _stack.Push(_stack.Pop(TypeOfLocal(instruction.Index))); break;
            case Opcode.GlobalGet:
                if (context.TryGlobal(_at, instruction.Index, out GlobalType read)) _stack.Push(read.ValueType);
                break;
            default:
                if (!context.TryGlobal(_at, instruction.Index, out GlobalType written)) break;
                if (!written.IsMutable) context.Fail(_at, "global is immutable", "a mutable global", $"global {instruction.Index}");
                _stack.Pop(written.ValueType);
                break;
        }
    }

    private void StepSelect()
    {
        _stack.Pop(ValType.I32);
        ValType second = _stack.Pop(), first = _stack.Pop();
        foreach (ValType type in (ReadOnlySpan<ValType>)[first, second])
            if (type is ValType.FuncRef or ValType.ExternRef) _stack.Mismatch("numbers for a select without type", $"{type}");
        if (first != second && first != ValType.Unknown && second != ValType.Unknown)
            _stack.Mismatch($"{first}", $"{second}");
        _stack.Push(first == ValType.Unknown ? second : first);
    }

    private void StepTypedSelect(ValType[] types)
    {
        if (types.Length != 1)
        {
            context.Fail(_at, "invalid result arity", "one type", $"{types.Length}");
            return;
        }
        _stack.Pop(ValType.I32);
        _stack.Pop(types[0]);
        _stack.Pop(types[0]);
        _stack.Push(types[0]);
    }

    [SuppressMessage("Design", "MA0051:Method is too long", Justification = "One arm an instruction.")]
    private void StepTableOrBulk(Instruction instruction)
    {
        uint index = instruction.Index;
        switch (instruction.Opcode)
        {
            case Opcode.TableGet: Table(index, ValType.Unknown, [ValType.I32]); break;
            case Opcode.TableSet:
                if (context.TryTable(_at, index, out TableType set)) Operate(null, ValType.I32, set.ElementType);
                break;
            case Opcode.TableSize: Table(index, ValType.I32, []); break;
            case Opcode.TableGrow:
                if (context.TryTable(_at, index, out TableType grown)) Operate(ValType.I32, grown.ElementType, ValType.I32);
                break;
            case Opcode.TableFill:
                if (context.TryTable(_at, index, out TableType filled)) Operate(null, ValType.I32, filled.ElementType, ValType.I32);
                break;
            case Opcode.TableCopy:
                if (!context.TryTable(_at, index, out TableType target)
                    || !context.TryTable(_at, instruction.SecondIndex, out TableType source)) break;
                MatchReferences(target.ElementType, source.ElementType);
                Operate(null, ValType.I32, ValType.I32, ValType.I32);
                break;
            case Opcode.TableInit:
                if (!context.TryTable(_at, instruction.SecondIndex, out TableType initialized)
                    || !context.CheckIndex(_at, "elem segment", index, Module.Elements.Length)) break;
                MatchReferences(initialized.ElementType, Module.Elements[index].Type);
                Operate(null, ValType.I32, ValType.I32, ValType.I32);
                break;
            case Opcode.ElemDrop: context.CheckIndex(_at, "elem segment", index, Module.Elements.Length); break;
            case Opcode.DataDrop: context.CheckIndex(_at, "data segment", index, Module.Data.Length); break;
            case Opcode.MemoryInit:
                if (context.CheckMemory(_at) && context.CheckIndex(_at, "data segment", index, Module.Data.Length))
                    Operate(null, ValType.I32, ValType.I32, ValType.I32);
                break;
            case Opcode.MemoryCopy or Opcode.MemoryFill:
                if (context.CheckMemory(_at)) Operate(null, ValType.I32, ValType.I32, ValType.I32);
                break;
            case Opcode.MemorySize: context.CheckMemory(_at); _stack.Push(ValType.I32); break;
            case Opcode.MemoryGrow:
                if (context.CheckMemory(_at)) Operate(ValType.I32, ValType.I32);
                break;
            case Opcode.RefNull: _stack.Push(instruction.ReferenceType); break;
            case Opcode.RefIsNull:
                if (_stack.Pop() is var type and not (ValType.FuncRef or ValType.ExternRef or ValType.Unknown))
                    _stack.Mismatch("a reference", $"{type}");
                _stack.Push(ValType.I32);
                break;
            default: StepRefFunc(index); break;
        }
    }

    private void StepRefFunc(uint index)
    {
        if (!context.CheckIndex(_at, "function", index, Module.FunctionTypeIndices.Length)) return;
        if (!context.DeclaredFunctions.Contains(index))
            context.Fail(_at, "undeclared function reference", "a function named outside of bodies", $"function {index}");
        _stack.Push(ValType.FuncRef);
    }

    /// <summary>A table instruction whose result is a given type, or the element type where that is unknown.</summary>
    private void Table(uint index, ValType result, ReadOnlySpan<ValType> operands)
    {
        if (!context.TryTable(_at, index, out TableType table)) return;
        Operate(result == ValType.Unknown ? table.ElementType : result, operands);
    }

    private void Operate(ValType? result, params ReadOnlySpan<ValType> operands)
    {
        _stack.Pop(operands);
        if (result is { } type) _stack.Push(type);
    }

    private void MatchReferences(ValType target, ValType source)
    {
        if (target != source) _stack.Mismatch($"references of type {target}", $"{source}");
    }

    private void IndexLocals()
    {
        _localEnds.Clear();
        long end = _type.Parameters.Length;
        foreach (LocalRun run in _function.Locals) _localEnds.Add(end += run.Count);
    }

    private ValType TypeOfLocal(uint index)
    {
        if (index < _type.Parameters.Length) return _type.Parameters[index];
        // Runs may be empty: the type is that of the first run that ends beyond the index.
        int run = _localEnds.BinarySearch((long)index + 1);
        if (run < 0) run = ~run;
        else while (run > 0 && _localEnds[run - 1] == (long)index + 1) run--;
        if (run < _localEnds.Count) return _function.Locals[run].Type;
        context.Fail(_at, $"unknown local {index}", $"an index below {_type.Parameters.Length + _function.LocalCount}", $"{index}");
        return ValType.Unknown;
    }
}

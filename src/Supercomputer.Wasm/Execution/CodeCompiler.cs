using System.Runtime.InteropServices;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Validation;

namespace Supercomputer.Wasm.Execution;

/// <summary>Turns a validated body into operations: branches know their targets and stack slots, marks and unreachable code vanish.</summary>
/// <remarks>It walks the body with the validator, which knows the height of the operand stack at each instruction.</remarks>
internal sealed partial class CodeCompiler : IValidationObserver
{
    private readonly Module _module;
    private readonly Function _function;
    private readonly FunctionType _type;
    private readonly ValType[] _localTypes;

    /// <summary>The slot of each local, and behind them that of the first operand.</summary>
    private readonly int[] _localSlots;
    private readonly FunctionValidator _validator;
    private readonly List<Operation> _code;
    private readonly List<int> _byteOffsets;
    private readonly List<Block> _blocks = [];

    private CodeCompiler(ValidatedModule validated, Function function)
    {
        _module = validated.Module;
        _validator = new FunctionValidator(validated.Context, this);
        _function = function;
        _type = _module.Types[function.TypeIndex];
        _localTypes = function.ExpandLocals(_type);
        _localSlots = SlotsOf(_localTypes);
        _code = new List<Operation>(function.Body.Length);
        _byteOffsets = new List<int>(function.Body.Length);
    }

    /// <summary>An open block: the slot where its operands begin, what its label keeps, and the branches that wait for its end.</summary>
    private sealed class Block
    {
        public required bool IsLive { get; init; }
        public int Slot { get; init; }
        public int LabelArity { get; init; }
        public int LoopStart { get; init; } = -1;
        public List<int> PendingBranches { get; } = [];
        public int PendingIf { get; set; } = -1;
    }

    public static CompiledFunction Compile(ValidatedModule validated, uint functionIndex)
    {
        Module module = validated.Module;
        int index = (int)functionIndex - module.ImportedFunctionCount;
        CodeCompiler compiler = new(validated, module.Functions[index]);
        compiler._validator.Validate(functionIndex, compiler._function);
        Operation[] code = GC.AllocateUninitializedArray<Operation>(compiler._code.Count, pinned: true);
        compiler._code.CopyTo(code);
        int locals = compiler.FirstOperand;
        // The results of a call to a function without locals may need more room than its operands did.
        int slots = locals + Math.Max(compiler._validator.MaximumSlots + compiler._patternSlots, compiler._type.ResultSlots);
        return new CompiledFunction(code, [.. compiler._byteOffsets], compiler._type.ParameterSlots, locals, slots);
    }

    private int FirstOperand => _localSlots[^1];

    private static int[] SlotsOf(ValType[] locals)
    {
        int[] slots = new int[locals.Length + 1];
        for (int i = 0; i < locals.Length; i++) slots[i + 1] = slots[i] + (locals[i] == ValType.V128 ? 2 : 1);
        return slots;
    }

    public void EnterFunction(uint functionIndex) =>
        _blocks.Add(new Block { IsLive = true, Slot = FirstOperand, LabelArity = _type.ResultSlots });

    public void VisitInstruction(int instructionIndex, ReadOnlySpan<ValType> operands, bool isReachable)
    {
        Instruction instruction = _function.Body[instructionIndex];
        switch (instruction.Opcode)
        {
            case Opcode.Block or Opcode.Loop or Opcode.If: Open(instruction, isReachable); break;
            case Opcode.Else: Else(instruction, isReachable); break;
            case Opcode.End: End(instruction); break;
            default:
                if (isReachable) Plain(instruction, operands);
                break;
        }
    }

    private void Open(Instruction instruction, bool isReachable)
    {
        if (!isReachable)
        {
            _blocks.Add(new Block { IsLive = false });
            return;
        }
        int parameters = 0, results = instruction.BlockType.Result switch { null => 0, ValType.V128 => 2, _ => 1 };
        if (instruction.BlockType.TypeIndex is { } index)
            (parameters, results) = (_module.Types[index].ParameterSlots, _module.Types[index].ResultSlots);
        bool isIf = instruction.Opcode == Opcode.If, isLoop = instruction.Opcode == Opcode.Loop;
        Block block = new()
        {
            IsLive = true,
            Slot = FirstOperand + _validator.OperandSlots - parameters - (isIf ? 1 : 0),
            LabelArity = isLoop ? parameters : results,
            LoopStart = isLoop ? _code.Count : -1,
        };
        if (isIf)
        {
            block.PendingIf = _code.Count;
            Emit(instruction, Opcode.If, 1);
        }
        _blocks.Add(block);
    }

    private void Else(Instruction instruction, bool isReachable)
    {
        Block block = _blocks[^1];
        if (!block.IsLive) return;
        if (isReachable)
        {
            block.PendingBranches.Add(_code.Count);
            Emit(instruction, Opcode.Else, 0);
        }
        PatchIf(block);
    }

    private void End(Instruction instruction)
    {
        Block block = _blocks[^1];
        _blocks.RemoveAt(_blocks.Count - 1);
        if (!block.IsLive) return;
        PatchIf(block);
        foreach (int branch in block.PendingBranches) CollectionsMarshal.AsSpan(_code)[branch].A = _code.Count;
        if (_blocks.Count == 0) Emit(instruction, Opcode.Return, 0, arity: _type.ResultSlots);
    }

    private void PatchIf(Block block)
    {
        if (block.PendingIf < 0) return;
        CollectionsMarshal.AsSpan(_code)[block.PendingIf].A = _code.Count;
        block.PendingIf = -1;
    }

    private void Plain(Instruction instruction, ReadOnlySpan<ValType> operands)
    {
        Opcode opcode = instruction.Opcode;
        if (opcode >= Opcode.V128Load || MovesVector(instruction, operands))
        {
            Vector(instruction);
            return;
        }
        switch (opcode)
        {
            case Opcode.LocalGet or Opcode.LocalSet or Opcode.LocalTee: Emit(instruction, opcode, 1, _localSlots[instruction.Index]); break;
            case Opcode.Br or Opcode.BrIf: Branch(instruction, opcode, instruction.Index, 1); break;
            case Opcode.BrTable:
                uint[] labels = _function.BranchTables[instruction.Index];
                // The entries follow as branches that cost nothing; the operation skips to the one it takes.
                Emit(instruction, Opcode.BrTable, 1, labels.Length - 1);
                foreach (uint label in labels) Branch(instruction, Opcode.Br, label, 0);
                break;
            case Opcode.Return: Emit(instruction, Opcode.Return, 1, arity: _type.ResultSlots); break;
            case Opcode.I32Const or Opcode.I64Const or Opcode.F32Const or Opcode.F64Const:
                Emit(instruction, Opcode.I64Const, 1, 0, instruction.Constant);
                break;
            case Opcode.RefNull: Emit(instruction, Opcode.I64Const, 1); break;
            // An i32 has its upper half zero, so these change nothing.
            case Opcode.I64ExtendI32U or Opcode.I32ReinterpretF32 or Opcode.I64ReinterpretF64
                or Opcode.F32ReinterpretI32 or Opcode.F64ReinterpretI64:
                Emit(instruction, Opcode.Nop, 1);
                break;
            case Opcode.SelectTyped: Emit(instruction, Opcode.Select, 1); break;
            case >= Opcode.I32Load and <= Opcode.I64Store32: Emit(instruction, opcode, 1, 0, instruction.MemoryOffset); break;
            default: Emit(instruction, opcode, 1, (int)instruction.Index, instruction.SecondIndex); break;
        }
    }

    private void Branch(Instruction instruction, Opcode opcode, uint depth, byte cost)
    {
        Block target = _blocks[^(1 + (int)depth)];
        if (target.LoopStart < 0) target.PendingBranches.Add(_code.Count);
        Emit(instruction, opcode, cost, target.LoopStart, (uint)target.Slot, target.LabelArity);
    }

    private void Emit(Instruction instruction, Opcode code, byte cost, int a = 0, ulong b = 0, int arity = 0)
    {
        _code.Add(new Operation { Code = code, Cost = cost, Arity = (ushort)arity, A = a, B = b });
        _byteOffsets.Add(instruction.ByteOffset);
    }
}

using Supercomputer.Machine.Execution;
using Supercomputer.Wasm.Modules;
using WasmInstruction = Supercomputer.Wasm.Modules.Instruction;

namespace Supercomputer.Machine.Lowering;

internal sealed partial class FunctionLowerer
{
    private void LowerOperator(WasmInstruction instruction)
    {
        Opcode opcode = instruction.Opcode;
        switch (opcode)
        {
            case Opcode.I32Eqz or Opcode.RefIsNull: CompareWithZero(false); break;
            case Opcode.I64Eqz: CompareWithZero(true); break;
            case >= Opcode.I32Eq and <= Opcode.I32GeU: Compare(opcode - Opcode.I32Eq, false); break;
            case >= Opcode.I64Eq and <= Opcode.I64GeU: Compare(opcode - Opcode.I64Eq, true); break;
            case >= Opcode.I32Clz and <= Opcode.I32Popcnt: CallRuntime(instruction, false); break;
            case >= Opcode.I64Clz and <= Opcode.I64Popcnt: CallRuntime(instruction, true); break;
            case >= Opcode.I32Add and <= Opcode.I32Rotr: Binary(opcode - Opcode.I32Add, false, instruction); break;
            case >= Opcode.I64Add and <= Opcode.I64Rotr: Binary(opcode - Opcode.I64Add, true, instruction); break;
            case Opcode.I32WrapI64: Unary(Operation.Wrap, false); break;
            case Opcode.I64ExtendI32S: Unary(Operation.ExtendS, true); break;
            case Opcode.I64ExtendI32U: Unary(Operation.ExtendU, true); break;
            case Opcode.I32Extend8S: Unary(Operation.Extend8S32, false); break;
            case Opcode.I32Extend16S: Unary(Operation.Extend16S32, false); break;
            case Opcode.I64Extend8S: Unary(Operation.Extend8S64, true); break;
            case Opcode.I64Extend16S: Unary(Operation.Extend16S64, true); break;
            case Opcode.I64Extend32S: Unary(Operation.Extend32S64, true); break;
            default: LowerFloat(instruction); break;
        }
    }

    private void RefuseUnknown(WasmInstruction instruction) => Refuse(
        instruction.ToString(), "a vector instruction",
        "vector (SIMD) code cannot be proved yet: compile the program without it");

    private void Unary(Operation operation, bool isWide)
    {
        uint a = Use(_stack.Pop());
        EmitResult(operation, isWide, a);
    }

    // ---- arithmetic ----------------------------------------------------------------------------------------------

    /// <summary>The binary operators, numbered as WebAssembly numbers them from <c>add</c>.</summary>
    private void Binary(int number, bool isWide, WasmInstruction instruction)
    {
        const int Add = 0, Sub = 1, Mul = 2, DivS = 3, DivU = 4, RemS = 5, RemU = 6, Shl = 10;
        if (number is DivS or RemS)
        {
            CallRuntime(instruction, isWide);
            return;
        }
        StackEntry b = _stack.Pop(), a = _stack.Pop();
        bool commutes = number is Add or Mul or (> RemU and < Shl);
        if (commutes && a.Kind == EntryKind.Constant) (a, b) = (b, a);
        if (number is DivU or RemU && !CheckDivisor(ref b)) return;
        Operation operation = BinaryOperation(number, isWide);
        uint left = Use(a);
        if (b.Kind != EntryKind.Constant)
        {
            EmitResult(operation, isWide, left, b.Register, commutes: commutes, isTemporary: b.Kind == EntryKind.Register);
            return;
        }
        ulong immediate = b.Value;
        if (number == Sub) (operation, immediate) = (BinaryOperation(Add, isWide), 0 - immediate);
        if (number >= Shl) immediate &= isWide ? 63u : 31u;
        if (operation == Operation.Rotr32) (operation, immediate) = (Operation.Rotl32, (32 - immediate) & 31);
        if (!isWide) immediate = (uint)immediate;
        EmitResult(operation + 1, isWide, left, 0, immediate);
    }

    private static Operation BinaryOperation(int number, bool isWide)
    {
        Operation narrow = number switch
        {
            0 => Operation.Add32,
            1 => Operation.Sub32,
            2 => Operation.Mul32,
            4 => Operation.DivU32,
            6 => Operation.RemU32,
            7 => Operation.And32,
            8 => Operation.Or32,
            9 => Operation.Xor32,
            10 => Operation.Shl32,
            11 => Operation.ShrS32,
            12 => Operation.ShrU32,
            13 => Operation.Rotl32,
            _ => Operation.Rotr32,
        };
        return isWide ? narrow - (int)Operation.Add32 + (int)Operation.Add64 : narrow;
    }

    /// <summary>Emits the test for a zero divisor; false where the divisor is the constant zero.</summary>
    private bool CheckDivisor(ref StackEntry divisor)
    {
        if (divisor.Kind != EntryKind.Constant)
        {
            Operation test = divisor.IsWide ? Operation.BrEq64Imm : Operation.BrEq32Imm;
            _builder.Emit(test, Trap(Outcome.DivideByZero), divisor.Register);
            return true;
        }
        if (divisor.Value != 0) return true;
        _builder.Jump(Label.Of(Outcome.DivideByZero));
        _isReachable = false;
        return false;
    }

    // ---- comparisons -----------------------------------------------------------------------------------------------

    private static Condition ConditionOf(Operation branch, uint a, uint b, ulong immediate) =>
        new(branch, a, b, immediate);

    private Condition ConditionOf(StackEntry entry) => ConditionOf(Operation.BrNe32Imm, Use(entry), 0, 0);

    private void CompareWithZero(bool isWide)
    {
        StackEntry entry = _stack.Pop();
        FuseCondition(ConditionOf(isWide ? Operation.BrEq64Imm : Operation.BrEq32Imm, Use(entry), 0, 0));
    }

    /// <summary>The relations, numbered as WebAssembly numbers them: eq, ne, lt_s, lt_u, gt_s, gt_u, le_s, le_u, ge_s, ge_u.</summary>
    private void Compare(int number, bool isWide)
    {
        StackEntry b = _stack.Pop(), a = _stack.Pop();
        if (a.Kind == EntryKind.Constant && b.Kind != EntryKind.Constant)
        {
            (a, b) = (b, a);
            number = number switch { 2 => 4, 3 => 5, 4 => 2, 5 => 3, 6 => 8, 7 => 9, 8 => 6, 9 => 7, _ => number };
        }
        bool isConstant = b.Kind == EntryKind.Constant;
        ulong immediate = b.Value;
        if (isConstant && number is >= 4 and <= 7 && Successor(number, isWide, ref immediate))
            number = number switch { 4 => 8, 5 => 9, 6 => 2, _ => 3 };
        else if (number is >= 4 and <= 7)
        {
            uint kept = Use(b);
            (a, b) = (b with { Kind = EntryKind.Register, Register = kept }, a);
            isConstant = false;
            number = number switch { 4 => 2, 5 => 3, 6 => 8, _ => 9 };
        }
        int relation = number < 4 ? number : number - 4;
        Operation branch = (Operation)((int)(isWide ? Operation.BrEq64 : Operation.BrEq32) + 2 * relation);
        if (isConstant) FuseCondition(ConditionOf(branch + 1, Use(a), 0, immediate));
        else FuseCondition(ConditionOf(branch, Use(a), Use(b), 0));
    }

    /// <summary>Turns x > c into x >= c + 1 and x &lt;= c into x &lt; c + 1, where c + 1 does not overflow.</summary>
    private static bool Successor(int number, bool isWide, ref ulong value)
    {
        bool isSigned = number % 2 == 0;
        ulong greatest = isWide ? ulong.MaxValue : uint.MaxValue;
        if (value == (isSigned ? greatest >> 1 : greatest)) return false;
        value = (value + 1) & greatest;
        return true;
    }

    /// <summary>Gives a comparison to the branch, if or select that takes it, or computes it as a number.</summary>
    private void FuseCondition(Condition condition)
    {
        while (_body[_next].Opcode == Opcode.I32Eqz)
        {
            condition = condition.Inverse();
            _builder.Count();
            _next++;
        }
        WasmInstruction taker = _body[_next];
        if (taker.Opcode is Opcode.BrIf or Opcode.If or Opcode.Select or Opcode.SelectTyped)
        {
            _builder.Count();
            _next++;
            if (taker.Opcode == Opcode.BrIf) BranchIf(condition, FrameAt(taker.Index));
            else if (taker.Opcode == Opcode.If) Open(taker, condition);
            else LowerSelect(condition);
            return;
        }
        EmitResult(condition.Set, false, condition.A, condition.B, condition.Immediate);
    }

    private void EmitBranch(Condition condition, Label target) =>
        _builder.Branch(condition.Branch, target, condition.A, condition.B, condition.Immediate);

    private void LowerSelect(Condition condition)
    {
        StackEntry second = _stack.Pop(), first = _stack.Pop();
        bool isWide = first.IsWide;
        Destination destination = Plan(isWide);
        uint register = destination.Register;
        Label over = _builder.NewLabel();
        if (Holds(first, register))
        {
            EmitBranch(condition, over);
            EmitMove(register, second);
        }
        else if (Holds(second, register))
        {
            EmitBranch(condition.Inverse(), over);
            EmitMove(register, first);
        }
        else if (condition.Uses(register, isWide))
        {
            Label other = _builder.NewLabel();
            EmitBranch(condition, other);
            EmitMove(register, second);
            _builder.Jump(over);
            _builder.Bind(other);
            EmitMove(register, first);
        }
        else
        {
            EmitMove(register, first);
            EmitBranch(condition, over);
            EmitMove(register, second);
        }
        _builder.Bind(over);
        Complete(destination, isWide);
    }

    private static bool Holds(StackEntry entry, uint register) =>
        entry.Kind != EntryKind.Constant && entry.Register == register;
}

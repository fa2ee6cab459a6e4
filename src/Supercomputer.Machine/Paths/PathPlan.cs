using System.Diagnostics.CodeAnalysis;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Paths;

/// <summary>A path executed with symbols: which registers and words a row touches, and how its values follow from what it finds.</summary>
/// <remarks>
/// Statement: from a state at the head with frame pointer fp, when all checks hold and all accesses lie in whole words inside the memory,
/// the program's next <see cref="ProgramPath.Length"/> steps end at <see cref="End"/>, leave fp and pages as they are, count
/// <see cref="Cost"/>, write each register's output and the stored words, and touch nothing else. Loads from a word that the row read or
/// wrote at the same symbolic address, with no other store between, take the known value: it is the same cell.
/// </remarks>
internal sealed class PathPlan
{
    private readonly Dictionary<PathNode, int> known = [];
    private readonly List<PathNode> nodes = [];
    private readonly List<PathAccess> accesses = [];
    private readonly List<PathCheck> checks = [];
    private readonly List<uint> touched = [];
    private readonly Dictionary<uint, int> registers = [];
    private readonly Dictionary<(int Address, uint Offset), int> words = [];
    private readonly ProgramPath path;

    private PathPlan(ProgramPath path) => this.path = path;

    internal ProgramPath Path => path;

    /// <summary>Where the path leads.</summary>
    internal uint End { get; private set; }

    /// <summary>The program counter of the last instruction.</summary>
    internal uint Last { get; private set; }

    /// <summary>The WebAssembly instructions that a row stands for.</summary>
    internal uint Cost { get; private set; }

    internal PathNode[] Nodes { get; private set; } = [];

    internal PathRegister[] Registers { get; private set; } = [];

    internal PathAccess[] Accesses { get; private set; } = [];

    internal PathCheck[] Checks { get; private set; } = [];

    /// <summary>Executes the path with symbols, or says why it cannot be a chip.</summary>
    internal static bool TryCreate(
        Instruction[] program, ProgramPath path, [NotNullWhen(true)] out PathPlan? plan, [NotNullWhen(false)] out string? error)
    {
        plan = null;
        error = path.Length is < 2 or > ProgramPath.MaximumLength
            ? $"length {path.Length}, expected 2 to {ProgramPath.MaximumLength}" : null;
        PathPlan made = new(path);
        uint pc = path.Head;
        int branches = 0;
        for (int step = 0; step < path.Length && error is null; step++)
        {
            if (pc >= program.Length || !IsSupported(program[pc]))
            {
                error = $"instruction {pc} cannot be part of a path";
                break;
            }

            made.Last = pc;
            made.Cost += program[pc].Cost;
            pc = made.Step(program[pc], pc, ref branches);
        }

        if (error is null && branches < 64 && path.Directions >> branches != 0) error = $"directions of {branches} branches expected";
        if (error is not null) return false;
        made.Finish(pc);
        plan = made;
        return true;
    }

    /// <summary>The plan of a path that is known to have one.</summary>
    internal static PathPlan Create(Instruction[] program, ProgramPath path) =>
        TryCreate(program, path, out PathPlan? plan, out string? error) ? plan : throw new ArgumentException(error, nameof(path));

    /// <summary>Whether an instruction can be part of a path.</summary>
    internal static bool IsSupported(Instruction instruction) => instruction.Operation switch
    {
        Operation.Jump or Operation.Move32 or Operation.Const32 or Operation.Add32 or Operation.Add32Imm or Operation.Sub32 => true,
        Operation.Shl32Imm => (instruction.Immediate & 31) <= 8,
        Operation.Load32 or Operation.Store32 => true,
        >= Operation.BrEq32 and <= Operation.BrGeU32Imm => true,
        _ => false,
    };

    private void Finish(uint end)
    {
        End = end;
        Registers = [.. touched.Select(index => new PathRegister(index, registers[index]))];
        (Nodes, Accesses, Checks) = ([.. nodes], [.. accesses], [.. checks]);
    }

    private uint Step(Instruction instruction, uint pc, ref int branches)
    {
        Operation operation = instruction.Operation;
        if (operation.IsBranch())
        {
            bool taken = (path.Directions >> branches++ & 1) != 0;
            Branch(instruction, taken);
            return taken ? instruction.D : pc + 1;
        }

        switch (operation)
        {
            case Operation.Jump: return instruction.D;
            case Operation.Move32: Write(instruction.D, Read(instruction.A)); break;
            case Operation.Const32: Write(instruction.D, Constant(instruction.Immediate)); break;
            case Operation.Add32: Write(instruction.D, Node(PathNodeKind.Add, Read(instruction.A), Read(instruction.B))); break;
            case Operation.Sub32: Write(instruction.D, Node(PathNodeKind.Subtract, Read(instruction.A), Read(instruction.B))); break;
            case Operation.Add32Imm: Write(instruction.D, Node(PathNodeKind.Add, Read(instruction.A), Constant(instruction.Immediate))); break;
            case Operation.Shl32Imm:
                Write(instruction.D, Node(PathNodeKind.ShiftLeft, Read(instruction.A), 0, (uint)instruction.Immediate & 31));
                break;
            case Operation.Load32: Write(instruction.D, Load(Read(instruction.A), (uint)instruction.Immediate)); break;
            default: Store(Read(instruction.A), (uint)instruction.Immediate, Read(instruction.B)); break;
        }

        return pc + 1;
    }

    private void Branch(Instruction instruction, bool taken)
    {
        // Pairs of a register and an immediate form: Eq, Ne, LtS, LtU, GeS, GeU.
        int kind = (instruction.Operation - Operation.BrEq32) >> 1;
        PathCondition condition = kind < 2 ? PathCondition.Equal : kind is 2 or 4 ? PathCondition.LessSigned : PathCondition.LessUnsigned;
        bool hasValue = (instruction.Operation.Forms() & OperandForms.Value) != 0;
        int right = hasValue ? Constant(instruction.Immediate) : Read(instruction.B);
        checks.Add(new(condition, taken ^ kind is 1 or 4 or 5, Read(instruction.A), right));
    }

    private int Load(int address, uint offset)
    {
        if (words.TryGetValue((address, offset), out int value)) return value;
        value = Node(PathNodeKind.Load, accesses.Count);
        accesses.Add(new(address, offset, -1));
        words[(address, offset)] = value;
        return value;
    }

    private void Store(int address, uint offset, int value)
    {
        accesses.Add(new(address, offset, value));
        words.Clear(); // any other word may be this one
        words[(address, offset)] = value;
    }

    private int Read(uint register)
    {
        if (registers.TryGetValue(register, out int node)) return node;
        node = Node(PathNodeKind.Register, touched.Count);
        touched.Add(register);
        return registers[register] = node;
    }

    private void Write(uint register, int node)
    {
        if (!registers.ContainsKey(register)) touched.Add(register);
        registers[register] = node;
    }

    private int Constant(ulong value) => Node(PathNodeKind.Constant, 0, 0, (uint)value);

    private int Node(PathNodeKind kind, int left, int right = 0, uint immediate = 0)
    {
        PathNode node = new(kind, left, right, immediate);
        if (known.TryGetValue(node, out int index)) return index;
        known.Add(node, nodes.Count);
        nodes.Add(node);
        return nodes.Count - 1;
    }
}

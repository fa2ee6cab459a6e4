using System.Diagnostics.CodeAnalysis;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Paths;

/// <summary>A path executed with symbols: which registers, words and call cells a row touches, and how its values follow from what it finds.</summary>
/// <remarks>
/// Statement: from a state at the head with frame pointer fp, when all checks hold and all accesses lie in whole words inside the memory,
/// the program's next <see cref="ProgramPath.Length"/> steps end at <see cref="End"/> with the frame pointer fp + <see cref="EndFrame"/>
/// (or where the cell of <see cref="ReturnLink"/> says), leave pages as they are, count
/// <see cref="Cost"/>, write each register's output, the stored words and the call cells, and touch nothing else. Loads from bytes that the row
/// read or wrote at the same symbolic address, with no other store that may touch them between, take the known value: it is the same cell.
/// Frames: a call inside the path moves the frame by a constant, so a register is known by its distance from fp, and a return from a call
/// of the row leads where that call said: the same row wrote the cell. A return from the frame that the path began in ends it.
/// </remarks>
internal sealed partial class PathPlan
{
    /// <summary>Frames of a path and their registers lie below this, from the head's frame pointer.</summary>
    internal const uint FrameLimit = 1 << 24;

    private readonly Dictionary<PathNode, int> known = [];
    private readonly List<PathNode> nodes = [];
    private readonly List<PathAccess> accesses = [];
    private readonly List<PathCheck> checks = [];
    private readonly List<PathInput> inputs = [];
    private readonly List<PathLink> links = [];
    private readonly List<uint> touched = [];
    private readonly Dictionary<uint, int> registers = [];
    private readonly List<(PathAccess Place, int Value)> words = [];
    private readonly ProgramPath path;
    private uint frame;

    private PathPlan(ProgramPath path) => this.path = path;

    internal ProgramPath Path => path;

    /// <summary>Where the path leads, unless it ends with a return from its first frame.</summary>
    internal uint End { get; private set; }

    /// <summary>The frame at the end, from the head's frame pointer.</summary>
    internal uint EndFrame => frame;

    /// <summary>The link that says where the path ends and in which frame; -1 where <see cref="End"/> does.</summary>
    internal int ReturnLink { get; private set; } = -1;

    /// <summary>The program counter of the last instruction.</summary>
    internal uint Last { get; private set; }

    /// <summary>The WebAssembly instructions that a row stands for.</summary>
    internal uint Cost { get; private set; }

    internal PathNode[] Nodes { get; private set; } = [];

    internal PathRegister[] Registers { get; private set; } = [];

    internal PathAccess[] Accesses { get; private set; } = [];

    internal PathCheck[] Checks { get; private set; } = [];

    internal PathInput[] Inputs { get; private set; } = [];

    internal PathLink[] Links { get; private set; } = [];

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
            if (made.ReturnLink >= 0) error = $"the path returns from its first frame at {made.Last}, expected as its last step";
            else if (pc >= program.Length || !IsSupported(program[pc])) error = $"instruction {pc} cannot be part of a path";
            if (error is not null) break;
            made.Last = pc;
            made.Cost += program[pc].Cost;
            pc = made.Step(program[pc], pc, ref branches);
            if (made.frame >= FrameLimit) error = $"a frame at {made.frame}, expected below {FrameLimit}";
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
        Operation.Jump or Operation.Move32 or Operation.Const32 or Operation.Call or Operation.Return or Operation.MemorySize => true,
        Operation.Input => instruction.Immediate <= 2,
        >= Operation.AuxLoad and <= Operation.AuxStoreIndexed => true,
        Operation.Extend8S32 or Operation.Extend16S32 => true,
        >= Operation.Add32 and <= Operation.Mul32Imm => true,
        Operation.ShrS32 => false,
        >= Operation.Shl32 and <= Operation.Rotr32Imm => true,
        >= Operation.SetEq32 and <= Operation.SetGeU32Imm => true,
        >= Operation.BrEq32 and <= Operation.BrGeU32Imm => true,
        >= Operation.Load8S and <= Operation.Load32 or Operation.Store8 or Operation.Store16 or Operation.Store32 => true,
        _ => false,
    };

    /// <summary>Where a register's value and previous time are in the record of a row.</summary>
    internal static int RecordOfRegister(int register) => PathRunner.HeaderWords + 2 * register;

    /// <summary>Where the word that an access finds and its previous time are.</summary>
    internal int RecordOfAccess(int access) => RecordOfRegister(Registers.Length + access);

    /// <summary>Where the program counter, the frame and the previous time of a call cell are.</summary>
    internal int RecordOfLink(int link) => RecordOfAccess(Accesses.Length) + 3 * link;

    /// <summary>Where the value of an input is.</summary>
    internal int RecordOfInput(int input) => RecordOfLink(Links.Length) + input;

    /// <summary>The words of a row's record.</summary>
    internal int RecordWords => RecordOfInput(Inputs.Length);

    private void Finish(uint end)
    {
        End = end;
        Registers = [.. touched.Select(index => new PathRegister(index, registers[index]))];
        (Nodes, Accesses, Checks, Inputs, Links) = ([.. nodes], [.. accesses], [.. checks], [.. inputs], [.. links]);
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
            case Operation.Call: return Call(instruction, pc);
            case Operation.Return: return Return();
            case Operation.Store8 or Operation.Store16 or Operation.Store32 or Operation.AuxStore or Operation.AuxStoreIndexed:
                Store(PlaceOf(instruction) with { Stored = Read(instruction.B) });
                break;
            default:
                Write(instruction.D, Value(instruction));
                break;
        }

        return pc + 1;
    }

    private void Branch(Instruction instruction, bool taken)
    {
        // Pairs of a register and an immediate form: Eq, Ne, LtS, LtU, GeS, GeU.
        int kind = (instruction.Operation - Operation.BrEq32) >> 1;
        PathCondition condition = kind < 2 ? PathCondition.Equal : kind is 2 or 4 ? PathCondition.LessSigned : PathCondition.LessUnsigned;
        int right = Second(instruction);
        checks.Add(new(condition, taken ^ kind is 1 or 4 or 5, Read(instruction.A), right));
    }

    private uint Call(Instruction instruction, uint pc)
    {
        uint callee = frame + (uint)instruction.Immediate;
        int index = links.FindIndex(link => link.Frame == callee);
        PathLink made = new(callee, pc + 1, frame);
        if (index < 0) links.Add(made);
        else links[index] = made;
        frame = callee;
        return instruction.D;
    }

    private uint Return()
    {
        int index = links.FindIndex(link => link.Frame == frame);
        if (index < 0)
        {
            ReturnLink = links.Count;
            links.Add(new(frame, -1, 0));
            return 0;
        }

        frame = links[index].Caller;
        return (uint)links[index].ReturnTo;
    }

    private PathAccess PlaceOf(Instruction instruction)
    {
        Operation operation = instruction.Operation;
        uint offset = (uint)instruction.Immediate;
        if (operation is Operation.AuxLoad or Operation.AuxStore) return new(Space.Auxiliary, -1, offset, 4, -1);
        int address = Read(instruction.A);
        return operation is Operation.AuxLoadIndexed or Operation.AuxStoreIndexed
            ? new(Space.Auxiliary, address, offset, 4, -1) : new(Space.Memory, address, offset, operation.AccessBytes(), -1);
    }

    private int Load(PathAccess place)
    {
        foreach ((PathAccess known, int found) in words)
            if (known == place) return found;
        int value = Node(PathNodeKind.Load, accesses.Count);
        accesses.Add(place);
        words.Add((place, value));
        return value;
    }

    private void Store(PathAccess access)
    {
        accesses.Add(access);
        words.RemoveAll(known => known.Place.MayTouch(access)); // any of these may be the same bytes
        if (access.Width == 4) words.Add((access with { Stored = -1 }, access.Stored));
    }

    private int Read(uint register)
    {
        register += frame;
        if (registers.TryGetValue(register, out int node)) return node;
        node = Node(PathNodeKind.Register, touched.Count);
        touched.Add(register);
        return registers[register] = node;
    }

    private void Write(uint register, int node)
    {
        register += frame;
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

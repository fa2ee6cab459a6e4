using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Paths;

/// <summary>The value that an instruction writes to its register, as a node.</summary>
internal sealed partial class PathPlan
{
    /// <summary>A factor up to this needs no product of bytes: limbs stay below <see cref="PathWire.Bound"/>.</summary>
    private const uint LargestFactor = 1023;

    private int Value(Instruction instruction)
    {
        Operation operation = instruction.Operation;
        switch (operation)
        {
            case Operation.Move32: return Read(instruction.A);
            case Operation.Const32: return Constant(instruction.Immediate);
            case Operation.MemorySize: return Node(PathNodeKind.Pages, 0);
            case Operation.Input: return Input((uint)instruction.Immediate, Read(instruction.A));
            case Operation.AuxLoad or Operation.AuxLoadIndexed or Operation.Load8U or Operation.Load16U or Operation.Load32:
                return Load(PlaceOf(instruction));
            case Operation.Load8S: return Node(PathNodeKind.Extend8, Load(PlaceOf(instruction)));
            case Operation.Load16S: return Node(PathNodeKind.Extend16, Load(PlaceOf(instruction)));
            case Operation.Extend8S32: return Node(PathNodeKind.Extend8, Read(instruction.A));
            case Operation.Extend16S32: return Node(PathNodeKind.Extend16, Read(instruction.A));
            case Operation.Mul32Imm when (uint)instruction.Immediate <= LargestFactor:
                return Node(PathNodeKind.Scale, Read(instruction.A), 0, (uint)instruction.Immediate);
            case >= Operation.SetEq32 and <= Operation.SetGeU32Imm: return Comparison(instruction);
            case >= Operation.Shl32 and <= Operation.Rotr32Imm: return Shift(instruction);
            default:
                int left = Read(instruction.A);
                return Node(Arithmetic(operation), left, Second(instruction));
        }
    }

    private static PathNodeKind Arithmetic(Operation operation) => operation switch
    {
        Operation.Add32 or Operation.Add32Imm => PathNodeKind.Add,
        Operation.Sub32 => PathNodeKind.Subtract,
        Operation.And32 or Operation.And32Imm => PathNodeKind.And,
        Operation.Or32 or Operation.Or32Imm => PathNodeKind.Or,
        Operation.Xor32 or Operation.Xor32Imm => PathNodeKind.Xor,
        _ => PathNodeKind.Multiply,
    };

    private int Second(Instruction instruction) =>
        (instruction.Operation.Forms() & OperandForms.Value) != 0 ? Constant(instruction.Immediate) : Read(instruction.B);

    private int Comparison(Instruction instruction)
    {
        // Pairs of a register and an immediate form: Eq, Ne, LtS, LtU, GeS, GeU.
        int kind = (instruction.Operation - Operation.SetEq32) >> 1;
        int left = Read(instruction.A), right = Second(instruction);
        int plain = Node(kind < 2 ? PathNodeKind.Differs : kind is 2 or 4 ? PathNodeKind.LessSigned : PathNodeKind.LessUnsigned, left, right);
        return kind is 1 or 2 or 3 ? plain : Node(PathNodeKind.Subtract, Constant(1), plain);
    }

    private int Shift(Instruction instruction)
    {
        // Pairs of a register and an immediate form: Shl, ShrU, ShrS, Rotl, Rotr.
        int kind = (instruction.Operation - Operation.Shl32) >> 1;
        int left = Read(instruction.A);
        if ((instruction.Operation.Forms() & OperandForms.Value) == 0)
        {
            PathNodeKind variable = kind switch
            {
                0 => PathNodeKind.ShiftLeftBy,
                1 => PathNodeKind.ShiftRightBy,
                3 => PathNodeKind.RotateLeftBy,
                _ => PathNodeKind.RotateRightBy,
            };
            return Node(variable, left, Read(instruction.B));
        }

        uint bits = (uint)instruction.Immediate & 31;
        if (bits == 0) return left;
        return kind switch
        {
            0 => Node(PathNodeKind.ShiftLeft, left, 0, bits),
            1 => Node(PathNodeKind.ShiftRight, left, 0, bits),
            2 => Node(PathNodeKind.ShiftRightSigned, left, 0, bits),
            3 => Node(PathNodeKind.RotateLeft, left, 0, bits),
            _ => Node(PathNodeKind.RotateLeft, left, 0, 32 - bits),
        };
    }

    private int Input(uint stream, int index)
    {
        for (int earlier = 0; earlier < inputs.Count; earlier++)
            if (inputs[earlier] == new PathInput(stream, index))
                return Node(PathNodeKind.Input, index, earlier, stream);
        inputs.Add(new(stream, index));
        return Node(PathNodeKind.Input, index, inputs.Count - 1, stream);
    }
}

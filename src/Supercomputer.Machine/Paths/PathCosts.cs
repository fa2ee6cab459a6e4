using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Paths;

/// <summary>What rows cost, in interactions and columns: both take about the same time (docs/path-chips.md).</summary>
internal static class PathCosts
{
    /// <summary>What the generic rows of a path cost.</summary>
    internal static long Generic(LoweredProgram program, ProgramPath path)
    {
        // Directions are followed from the head; a call's return is its next instruction.
        long sum = 0;
        uint pc = path.Head;
        int branches = 0;
        Stack<uint> callers = [];
        for (int step = 0; step < path.Length && pc < program.Instructions.Length; step++)
        {
            Instruction instruction = program.Instructions[pc];
            sum += Of(instruction.Operation.Class());
            bool taken = instruction.Operation == Operation.Jump
                || (instruction.Operation.IsBranch() && (path.Directions >> branches++ & 1) != 0);
            if (instruction.Operation == Operation.Call)
            {
                callers.Push(pc + 1);
                taken = true;
            }

            pc = taken ? instruction.D : pc + 1;
            if (instruction.Operation == Operation.Return && !callers.TryPop(out pc)) break;
        }

        return sum;
    }

    /// <summary>The interactions and columns of the path's chip; null where it has none.</summary>
    internal static (int Interactions, int Columns)? Size(LoweredProgram program, ProgramPath path)
    {
        if (!PathPlan.TryCreate(program.Instructions, path, out PathPlan? plan, out _)) return null;
        PathChip chip = new(0, 0, plan);
        return (chip.Chip.Interactions.Count, chip.Chip.Width);
    }

    // Interactions and columns of the class's usual chip (docs/chips.md).
    private static int Of(OperationClass operationClass) => operationClass switch
    {
        OperationClass.Jump => 17,
        OperationClass.Return => 14,
        OperationClass.Call => 26,
        OperationClass.Move32 => 23,
        OperationClass.Add32 => 30,
        OperationClass.Branch32 => 27,
        OperationClass.Input => 29,
        OperationClass.Auxiliary => 31,
        OperationClass.MemoryAny => 38,
        OperationClass.Multiply32 => 45,
        OperationClass.Shift32 => 46,
        _ => 36,
    };
}

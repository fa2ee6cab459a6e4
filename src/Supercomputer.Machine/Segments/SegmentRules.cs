using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;

namespace Supercomputer.Machine.Segments;

/// <summary>What a verifier checks of a segment's claimed end, beside its proof, before it reads the argument.</summary>
internal static class SegmentRules
{
    /// <summary>Numbers that the buses carry as field elements have one form, and the count of instructions cannot have wrapped around p.</summary>
    /// <remarks>Soundness: a number of p or more would name the same element as another below it.</remarks>
    public static VerificationError? Check(VerifyingKey key, SegmentStatement segment, uint greatestCost)
    {
        string name = $"segment {segment.Index}";
        MachinePoint end = segment.End;
        if (end.ProgramCounter >= (uint)key.Program.Instructions.Length)
            return new($"{name}: end", $"below {key.Program.Instructions.Length}", $"instruction {end.ProgramCounter}");
        if (end.FramePointer >= key.Program.Limits.StackLimit)
            return new($"{name}: frame", $"below {key.Program.Limits.StackLimit}", $"{end.FramePointer}");
        if (end.Pages > key.Program.MaximumPages) return new($"{name}: pages", $"at most {key.Program.MaximumPages}", $"{end.Pages}");
        if (StatementRules.CheckCount($"{name}: ", segment.Steps, segment.InstructionCount, greatestCost) is { } wrapped) return wrapped;
        foreach (BoundaryCell cell in segment.Cells)
            if (cell.Space == Space.Call && ((uint)cell.Last >= KoalaBear.Modulus || cell.Last >> 32 >= KoalaBear.Modulus))
                return new($"{name}: call cell {cell.Address}", $"two numbers below {KoalaBear.Modulus}", $"0x{cell.Last:x}");
        return null;
    }
}

using System.Globalization;
using System.Text;
using F = Supercomputer.Machine.Lowering.OperandForms;

namespace Supercomputer.Machine.Lowering;

/// <summary>The text form of instructions, for tests and messages.</summary>
internal static class InstructionText
{
    /// <summary>Operation, then destination or target, then operands, as in <c>BrLtU32Imm @12 r1 8</c>.</summary>
    internal static string Format(Instruction instruction)
    {
        F forms = instruction.Operation.Forms();
        StringBuilder text = new(instruction.Operation.ToString());
        if ((forms & F.Target) != 0) Append(text, "@", instruction.D);
        if ((forms & F.D32) != 0) Append(text, "r", instruction.D);
        if ((forms & F.D64) != 0) Append(text, "q", instruction.D);
        if ((forms & F.A32) != 0) Append(text, "r", instruction.A);
        if ((forms & F.A64) != 0) Append(text, "q", instruction.A);
        if ((forms & F.B32) != 0) Append(text, "r", instruction.B);
        if ((forms & F.B64) != 0) Append(text, "q", instruction.B);
        if ((forms & F.Offset) != 0) Append(text, "+", instruction.Immediate);
        if ((forms & F.Whole) != 0) Append(text, "#", instruction.Immediate);
        if ((forms & F.Value) != 0)
        {
            bool wide = (forms & (F.A64 | F.D64)) != 0;
            long value = wide ? (long)instruction.Immediate : (int)(uint)instruction.Immediate;
            text.Append(' ').Append(value.ToString(CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    /// <summary>A program without its halts: a line for each function and instruction, with its cost.</summary>
    /// <param name="program">The program.</param>
    /// <param name="withRuntime">Whether the runtime's routines and the entry stub are written too.</param>
    internal static string Format(LoweredProgram program, bool withRuntime)
    {
        StringBuilder text = new();
        for (int pc = Execution.Outcomes.HaltCount; pc < program.Instructions.Length; pc++)
        {
            foreach (ProgramSymbol symbol in program.Symbols)
                if (symbol.ProgramCounter == pc && (withRuntime || symbol.FunctionIndex is not null)) text.Append(symbol.Name).Append(":\n");
            if (!withRuntime && program.SymbolAt((uint)pc)?.FunctionIndex is null) continue;
            Instruction instruction = program.Instructions[pc];
            string line = string.Create(CultureInfo.InvariantCulture, $"{pc,5}  {Format(instruction)}");
            text.Append(line.PadRight(40)).Append("; ").Append(instruction.Cost.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, string prefix, ulong value) =>
        text.Append(' ').Append(prefix).Append(value.ToString(CultureInfo.InvariantCulture));
}

using Supercomputer.Machine.Paths;

namespace Supercomputer.Machine.Lowering;

/// <summary>A WebAssembly module lowered to the register machine: what is proved, and what the digest binds.</summary>
public sealed class LoweredProgram
{
    /// <summary>The version of the lowering; a change of its output changes it.</summary>
    public const uint LoweringVersion = 6;

    /// <summary>The program table; the index is the program counter. The first <see cref="Execution.Outcomes.HaltCount"/> are halts.</summary>
    public required Instruction[] Instructions { get; init; }

    /// <summary>Where execution begins.</summary>
    public required uint EntryProgramCounter { get; init; }

    /// <summary>The words of linear memory that are not zero at the start, as sorted intervals that do not touch.</summary>
    public ImageInterval[] MemoryImage { get; init; } = [];

    /// <summary>The words of the Auxiliary space that are not zero at the start, as sorted intervals that do not touch.</summary>
    public ImageInterval[] AuxiliaryImage { get; init; } = [];

    /// <summary>The number of words of the Auxiliary space: no address reaches this.</summary>
    public uint AuxiliarySize { get; init; }

    /// <summary>Pages of memory at the start.</summary>
    public uint InitialPages { get; init; }

    /// <summary>The most pages of memory.</summary>
    public uint MaximumPages { get; init; }

    /// <summary>The limits that the program was lowered with.</summary>
    public LoweringLimits Limits { get; init; } = LoweringLimits.Default;

    /// <summary>The entry function's name.</summary>
    public string EntryName { get; init; } = "";

    /// <summary>The host functions that the program imports, as <c>module.name</c>, sorted.</summary>
    public string[] HostFunctions { get; init; } = [];

    /// <summary>The functions by program counter, ascending.</summary>
    public ProgramSymbol[] Symbols { get; init; } = [];

    /// <summary>The byte offset in the module of what each instruction came from; -1 for emitted code.</summary>
    public int[] ByteOffsets { get; init; } = [];

    /// <summary>The paths that have chips of their own; part of D where there are any.</summary>
    public ProgramPath[] Paths { get; private set; } = [];

    /// <summary>SHA-256 of the module's bytes.</summary>
    public byte[] ModuleDigest { get; init; } = [];

    /// <summary>The same program with chips for these paths.</summary>
    /// <param name="paths">The paths, each of which <see cref="PathPlan"/> accepts.</param>
    public LoweredProgram WithPaths(IReadOnlyList<ProgramPath> paths)
    {
        LoweredProgram program = (LoweredProgram)MemberwiseClone();
        program.Paths = [.. paths];
        return program;
    }

    /// <summary>The function that a program counter belongs to; null for the halts.</summary>
    public ProgramSymbol? SymbolAt(uint programCounter)
    {
        ProgramSymbol? found = null;
        foreach (ProgramSymbol symbol in Symbols)
        {
            if (symbol.ProgramCounter > programCounter) break;
            found = symbol;
        }
        return found;
    }
}

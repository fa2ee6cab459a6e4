namespace Supercomputer.Wasm.Modules;

/// <summary>A function that the module defines.</summary>
public sealed class Function
{
    /// <summary>The index of its type in <see cref="Module.Types"/>.</summary>
    public required uint TypeIndex { get; init; }

    /// <summary>Its locals apart from the parameters, as runs.</summary>
    public required LocalRun[] Locals { get; init; }

    /// <summary>The number of locals apart from the parameters.</summary>
    public required int LocalCount { get; init; }

    /// <summary>Its instructions, flat, with the closing <c>end</c> as the last one.</summary>
    public required Instruction[] Body { get; init; }

    /// <summary>The label depths of each <c>br_table</c> of the body; the last one of each is the default.</summary>
    /// <remarks>Shape: <see cref="Instruction.Index"/> of a <c>br_table</c> is the index here.</remarks>
    public required uint[][] BranchTables { get; init; }

    /// <summary>The types of each typed <c>select</c> of the body.</summary>
    /// <remarks>Shape: <see cref="Instruction.Index"/> of a typed <c>select</c> is the index here.</remarks>
    public required ValType[][] SelectTypes { get; init; }

    /// <summary>Where its code entry begins in the module's bytes.</summary>
    public required int ByteOffset { get; init; }

    /// <summary>The types of all locals, parameters first.</summary>
    public ValType[] ExpandLocals(FunctionType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        ValType[] all = new ValType[type.Parameters.Length + LocalCount];
        type.Parameters.CopyTo(all, 0);
        int at = type.Parameters.Length;
        foreach (LocalRun run in Locals)
        {
            all.AsSpan(at, (int)run.Count).Fill(run.Type);
            at += (int)run.Count;
        }
        return all;
    }
}

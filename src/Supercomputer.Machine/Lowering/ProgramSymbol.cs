namespace Supercomputer.Machine.Lowering;

/// <summary>A function of a lowered program: the first program counter of its code and where it comes from.</summary>
/// <param name="ProgramCounter">Its first program counter.</param>
/// <param name="Name">Its name; those of the runtime begin with a dollar sign.</param>
/// <param name="FunctionIndex">Its index in the module; null for runtime code.</param>
public sealed record ProgramSymbol(uint ProgramCounter, string Name, uint? FunctionIndex)
{
    /// <summary>Whether this is code of the runtime: it stands for no instruction of the module.</summary>
    public bool IsRuntime => FunctionIndex is null && Name.StartsWith('$');
}

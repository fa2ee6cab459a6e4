namespace Supercomputer.Machine.Lowering;

/// <summary>A place in a program that is being built; the first <see cref="Execution.Outcomes.HaltCount"/> are the halts.</summary>
internal readonly record struct Label(int Index)
{
    /// <summary>The halt of an outcome.</summary>
    internal static Label Of(Execution.Outcome outcome) => new((int)outcome);
}

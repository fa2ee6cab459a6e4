using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Execution;

/// <summary>Executes lowered programs.</summary>
public static class Executor
{
    /// <summary>Runs a program from its entry to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="inputs">Its input streams.</param>
    /// <param name="record">Whether every step is recorded for trace filling.</param>
    /// <param name="fuel">The most steps; the program's own limit where null.</param>
    public static ExecutionResult Run(
        LoweredProgram program, ProgramInputs inputs, bool record = false, ulong? fuel = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(inputs);
        ulong limit = fuel ?? program.Limits.Fuel;
        if (record)
        {
            using RecordingInterpreter recording = new(program, inputs);
            return recording.Run(limit);
        }
        using DirectInterpreter interpreter = new(program, inputs);
        return interpreter.Run(limit);
    }
}

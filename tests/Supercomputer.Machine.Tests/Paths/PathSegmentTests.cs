using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Paths;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Machine.Tests.Paths;

public sealed class PathSegmentTests
{
    [Fact]
    public void A_run_with_path_chips_in_segments_is_proved_and_verified()
    {
        ProgramInputs inputs = new(new byte[] { 0, 3, 0, 0, 1, 0, 0, 0 }, default, default);
        LoweredProgram program = Lowerer.LowerBytes(File.ReadAllBytes(Path.Combine(Repository.Root, "samples/sort/sort.wasm")), null).Program!;
        VerifyingKey key = VerifyingKey.Create(program.WithPaths(PathFinder.Find(program, inputs, 6)));
        Assert.True(
            MachineProver.Prove(key, inputs, new() { LogSegmentCells = 19 }).TryGet(out ProveReport? report, out VerificationError? error),
            error?.ToString());
        Assert.True(report.Segments > 1, $"{report.Segments} segments");
        Assert.Contains(report.Chips, chip => chip.Name == "Path0" && chip.Rows > 1000);
        Assert.True(MachineVerifier.Verify(key, inputs.Public, inputs.Disclosed, report.Proof).TryGet(out Statement? statement, out error), error?.ToString());
        ExecutionResult whole = Executor.Run(program, inputs);
        Assert.Equal((whole.Outcome, whole.Steps, whole.InstructionCount), (statement.Outcome, statement.Steps, statement.InstructionCount));
        Assert.Equal(whole.Output, statement.Output.ToArray());
    }
}

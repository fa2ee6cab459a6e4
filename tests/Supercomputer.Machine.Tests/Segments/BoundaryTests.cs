using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Chips;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Segments;
using Supercomputer.Proofs.Air;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Machine.Tests.Segments;

/// <summary>Segments by the checkers: their traces satisfy chips and buses, and no changed cell of the Boundary chip does.</summary>
public sealed class BoundaryTests
{
    private static readonly byte[] Public = [.. new[] { 200, 3 }.SelectMany(BitConverter.GetBytes)];

    [Fact]
    public void Every_segment_satisfies_all_chips_and_begins_with_what_those_before_left()
    {
        LoweredProgram program = Program();
        CellValues kept = new(program);
        MachinePoint point = new(program.EntryProgramCounter, 0, program.InitialPages);
        int number = 0;
        foreach ((SegmentStatement segment, FilledTraces filled) in Segments(program))
        {
            using (filled)
            {
                Assert.Equal(number++, segment.Index);
                Assert.Equal(point, segment.Begin);
                foreach (BoundaryCell cell in segment.Cells) Assert.Equal(kept[cell.Space, cell.Address], cell.First);
                foreach (Trace trace in filled.Traces) Assert.Empty(ConstraintChecker.Check(trace));
                Assert.Empty(BusBalanceChecker.Check(filled.Traces, MachineChips.PublicTerms(segment, Program())));
                kept.Apply(segment.Cells);
                point = segment.End;
            }
        }

        Assert.True(number >= 2);
    }

    [Fact]
    public void No_changed_cell_of_a_boundary_row_is_accepted()
    {
        (SegmentStatement segment, FilledTraces filled) = Segments(Program()).First();
        using (filled)
        {
            IReadOnlyList<PublicTerm> terms = MachineChips.PublicTerms(segment, Program());
            Trace boundary = filled.Traces.Single(trace => trace.Chip.Name == "Boundary");
            foreach (int row in new[] { 0, segment.Cells.Count / 2, segment.Cells.Count - 1 })
                for (int column = 0; column < boundary.Chip.Width; column++)
                {
                    KoalaBear honest = boundary.Column(column)[row];
                    boundary.MutableColumn(column)[row] = honest + KoalaBear.One;
                    Assert.True(
                        ConstraintChecker.Check(boundary, 1).Count + BusBalanceChecker.Check(filled.Traces, terms).Count > 0,
                        $"row {row}, {boundary.Chip.Columns[column]}");
                    boundary.MutableColumn(column)[row] = honest;
                }

            // A padding row that is made real sends what nobody receives.
            Assert.True(segment.Cells.Count < boundary.Height);
            boundary.MutableColumn(0)[boundary.Height - 1] = KoalaBear.One;
            Assert.NotEmpty(BusBalanceChecker.Check(filled.Traces, terms));
        }
    }

    [Fact]
    public void A_cell_listed_twice_or_with_another_value_unbalances_the_buses()
    {
        (SegmentStatement segment, FilledTraces filled) = Segments(Program()).First();
        using (filled)
        {
            BoundaryCell cell = segment.Cells[3];
            SegmentStatement[] lies =
            [
                segment with { Cells = [.. segment.Cells, cell] },
                segment with { Cells = [.. segment.Cells.Take(3), .. segment.Cells.Skip(4)] },
                segment with { Cells = [.. segment.Cells.Take(3), cell with { First = cell.First + 1 }, .. segment.Cells.Skip(4)] },
                segment with { Cells = [.. segment.Cells.Take(3), cell with { Last = cell.Last + 1 }, .. segment.Cells.Skip(4)] },
                segment with { Steps = segment.Steps - 1 },
                segment with { InstructionCount = segment.InstructionCount + 1 },
                segment with { End = segment.End with { FramePointer = segment.End.FramePointer + 1 } },
                segment with { Begin = segment.Begin with { Pages = segment.Begin.Pages + 1 } },
                segment with { Outcome = Outcome.Returned },
            ];
            Assert.All(lies, lie => Assert.NotEmpty(BusBalanceChecker.Check(filled.Traces, MachineChips.PublicTerms(lie, Program()))));
        }
    }

    internal static (SegmentStatement Segment, FilledTraces Filled) FirstSegment() => Segments(Program()).First();

    internal static LoweredProgram Program() =>
        Lowerer.LowerBytes(File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "sort", "sort.wasm")), new LoweringOptions()).Program!;

    private static IEnumerable<(SegmentStatement Segment, FilledTraces Filled)> Segments(LoweredProgram program)
    {
        using RecordingInterpreter recorder = new(program, new(Public, default, default));
        MachinePoint begin = recorder.Point;
        int output = 0, index = 0;
        ulong fuel = program.Limits.Fuel;
        for (bool ended = false; !ended;)
        {
            (ExecutionResult run, ended) = recorder.RunSegment(fuel, _ => true);
            SegmentStatement segment = new(
                index++, begin, recorder.Point, ended ? run.Outcome : null, run.Steps, run.InstructionCount, output, run.Output,
                [.. run.Record!.Touched.Select(cell => new BoundaryCell(cell.Space, cell.Address, cell.Initial, cell.Final))]);
            (begin, output, fuel) = (recorder.Point, output + run.Output.Length, fuel - run.Steps);
            MachineChips chips = MachineChips.ForSegment(program, Public, default, ended);
            yield return (segment, TraceFiller.Fill(chips, run));
        }
    }
}

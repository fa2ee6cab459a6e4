using System.Text;
using Supercomputer.Cryptography.Fields;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Machine.Tests.Chips;
using Supercomputer.Proofs;
using Supercomputer.Wasm.Text;
using Xunit;

namespace Supercomputer.Machine.Tests.Proving;

/// <summary>Whole proofs of a WebAssembly run by a prover who changes one cell of one chip before the commitment.</summary>
/// <remarks>The sample: of every chip present, the first row, and of its columns the first and the middle one at 128 bits, another at 100. The checkers'
/// campaign covers every column of every chip; here the argument itself has to refuse, from the commitment to the opening.</remarks>
public sealed class CellMutationProofTests(ITestOutputHelper output)
{
    private const string Text = """
        (module
          (import "wsc" "input_word" (func $word (param i32 i32) (result i32)))
          (import "wsc" "output" (func $output (param i32 i32)))
          (import "wsc" "keccak256" (func $keccak (param i32 i32 i32)))
          (type $binary (func (param i32 i32) (result i32)))
          (memory 1 2) (data (i32.const 256) "some bytes of a segment")
          (table funcref (elem $mix $add)) (global $total (mut i64) (i64.const 5))
          (func $add (type $binary) (i32.add (local.get 0) (local.get 1)))
          (func $mix (type $binary) (i32.xor (i32.mul (local.get 0) (i32.const 0x9e3779b1)) (i32.rotl (local.get 1) (i32.const 7))))
          (func (export "main") (local $i i32) (local $x i32) (local $w i64)
            (local.set $x (call $word (i32.const 0) (i32.const 0)))
            (loop $again
              (local.set $x (call_indirect (type $binary) (local.get $x) (local.get $i) (i32.and (local.get $i) (i32.const 1))))
              (local.set $w (i64.add (i64.mul (local.get $w) (i64.const 31)) (i64.extend_i32_u (local.get $x))))
              (i64.store offset=3 (local.get $i) (local.get $w))
              (i32.store8 (i32.add (local.get $i) (i32.const 64)) (local.get $x))
              (i32.store offset=128 (i32.shl (local.get $i) (i32.const 2)) (i32.load8_s offset=64 (local.get $i)))
              (local.set $w (i64.xor (i64.shr_u (local.get $w) (i64.const 9)) (i64.load offset=5 (local.get $i))))
              (global.set $total (i64.sub (global.get $total) (i64.rem_u (local.get $w) (i64.const 1000003))))
              (local.set $x (i32.or (i32.div_s (local.get $x) (i32.const 3)) (i64.lt_s (local.get $w) (global.get $total))))
              (local.set $i (i32.add (local.get $i) (i32.const 1)))
              (br_if $again (i32.lt_u (local.get $i) (i32.const 6)))
              (if (i64.eq (local.get $w) (i64.const 77)) (then (br $again))))
            (drop (memory.grow (i32.const 1)))
            (i32.store16 (i32.const 300) (i32.add (memory.size) (i32.eqz (local.get $x))))
            (call $keccak (i32.const 0) (i32.const 140) (i32.const 512))
            (i64.store (i32.const 544) (global.get $total))
            (call $output (i32.const 512) (i32.const 40))))
        """;

    private static readonly ProgramInputs s_inputs = new(new byte[] { 1, 2, 3, 4 }, new byte[] { 9 }, default);

    [Theory]
    [InlineData(128)]
    [InlineData(100)]
    public void A_changed_cell_of_any_chip_is_refused_by_the_whole_proof(int bits)
    {
        ProofProfile profile = ProofProfile.OfBits(bits)!;
        VerifyingKey key = Key();
        List<(int Chip, int Column)> cells = [];
        using (MachineRun run = new(key.Program, s_inputs))
        {
            Assert.Equal(Outcome.Returned, run.Result.Outcome);
            for (int chip = 0; chip < run.Traces.Count; chip++)
                foreach (int column in bits == 128 ? new HashSet<int> { 0, run.Traces[chip].Chip.Width / 2 } : [run.Traces[chip].Chip.Width / 3])
                    cells.Add((chip, column));
            output.WriteLine($"chips: {string.Join(", ", run.Traces.Select(trace => trace.Chip.Name))}");
        }

        Assert.Null(ProveAndVerify(profile, key, null));
        int accepted = 0;
        foreach ((int Chip, int Column) cell in cells)
        {
            if (ProveAndVerify(profile, key, cell) is not null) continue;
            accepted++;
            output.WriteLine($"accepted: chip {cell.Chip}, column {cell.Column}");
        }

        output.WriteLine($"full-proof cell mutations: {cells.Count} tried, {accepted} accepted");
        Assert.Equal(0, accepted);
    }

    private static VerifyingKey Key()
    {
        WatResult module = WatCompiler.Compile(Encoding.UTF8.GetBytes(Text));
        Assert.True(module.Succeeded, module.Error?.ToString());
        LoweringResult lowered = Lowerer.LowerBytes(module.Bytes);
        Assert.True(lowered.IsSuccess, lowered.Error?.ToString());
        return VerifyingKey.Create(lowered.Program!);
    }

    private static VerificationError? ProveAndVerify(ProofProfile profile, VerifyingKey key, (int Chip, int Column)? changed)
    {
        using MachineRun run = new(key.Program, s_inputs);
        if (changed is var (chip, column)) run.Traces[chip].MutableColumn(column)[0] += KoalaBear.One;
        ExecutionResult result = run.Result;
        Statement statement = new(
            key.Digest, s_inputs.Public, s_inputs.Disclosed, result.Output, result.Outcome, result.Steps, result.InstructionCount);
        byte[] proof = TraceProver.Prove(profile, key, statement, run.Chips, run.Traces);
        MachineVerifier.Verify(profile, key, s_inputs.Public, s_inputs.Disclosed, proof).TryGet(out _, out VerificationError? error);
        return error;
    }
}

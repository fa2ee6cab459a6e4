using System.Numerics;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Proofs;
using Xunit;

namespace Supercomputer.Machine.Tests.Hosts;

public sealed class ModularHostTests
{
    public static TheoryData<int, int[]> Places()
    {
        TheoryData<int, int[]> data = [];
        foreach (int bytes in new[] { 32, 48 })
        {
            foreach (int[] places in (int[][])[[0, 1, 2, 3, 4], [0, 1, 2, 3, 0], [0, 0, 0, 3, 3], [1, 0, 1, 1, 1], [0, 1, 3, 3, 2], [3, 2, 1, 0, 0]])
                data.Add(bytes, [.. places.Select(place => place * bytes)]);
            data.Add(bytes, [0, 64, 128, 193, 256]);
            data.Add(bytes, [1, 64, 128, 192, 258]);
            data.Add(bytes, [0, 64, 128, 136, 3]); // c and the modulus overlap
            data.Add(bytes, [0, 64, 136, 128, 64]);
            data.Add(bytes, [200, 204, 100, 100 + bytes, 212]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Multiply_add_writes_the_remainder_wherever_the_operands_lie(int bytes, int[] places)
    {
        byte[] memory = new byte[320];
        new Random(11).NextBytes(memory);
        // The modulus is the greatest number, or nearly so: no quotient is too great.
        memory.AsSpan(places[3], bytes).Fill(0xFF);
        BigInteger Number(int operand) => new(memory.AsSpan(places[operand], bytes), isUnsigned: true);
        BigInteger expected = ((Number(0) * Number(1)) + Number(2)) % Number(3);
        LoweredProgram program = Call(bytes, places);
        ExecutionResult result = Executor.Run(program, ProgramInputs.Empty with { Public = memory }, record: true);
        Assert.Equal(Outcome.Returned, result.Outcome);
        Assert.Equal(expected, new BigInteger(result.Output, isUnsigned: true));
        new RecordChecker(program, result.Record!).Check(result);
        Assert.Equal(result.Output, Executor.Run(program, ProgramInputs.Empty with { Public = memory }).Output);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_pointer_out_of_bounds_traps(int operand)
    {
        int[] places = [0, 0, 0, 0, 0];
        foreach (int bad in new[] { 65536 - 28, -4, 65504 + 2 })
        {
            places[operand] = bad;
            Assert.Equal(Outcome.MemoryOutOfBounds, Executor.Run(Call(32, places), ProgramInputs.Empty, record: true).Outcome);
        }
    }

    [Fact]
    public void A_quotient_that_is_too_great_traps_and_is_proved()
    {
        byte[] memory = new byte[128];
        memory.AsSpan(0, 96).Fill(0xFF);
        memory[96] = 7;
        VerifyingKey key = VerifyingKey.Create(Call(32, [0, 32, 64, 96, 0]));
        ProveReport report = Prove(key, memory);
        Assert.Equal(Outcome.IntegerOverflow, report.Statement.Outcome);
    }

    /// <summary>x to the power p - 2 modulo p is the inverse of x: the curve's field of secp256k1, and that of BLS12-381.</summary>
    [Fact]
    public void Inverses_by_powers_prove_and_verify()
    {
        BigInteger p = (BigInteger.One << 256) - (BigInteger.One << 32) - 977, x = BigInteger.Pow(3, 150);
        ProveReport report = Prove(Power(32), [.. Bytes(x, 32), .. Bytes(p - 2, 32), .. Bytes(p, 32)]);
        Assert.Equal(BigInteger.One, x * new BigInteger(report.Statement.Output.Span, isUnsigned: true) % p);
        p = BigInteger.Parse("4002409555221667393417789825735904156556882819939007885332058136124031650490837864442687629129015664037894272559787");
        report = Prove(Power(48), [.. Bytes(x, 48), .. Bytes(p - 2, 48), .. Bytes(p, 48)]);
        Assert.Equal(BigInteger.One, x * new BigInteger(report.Statement.Output.Span, isUnsigned: true) % p);
    }

    private static byte[] Bytes(BigInteger number, int bytes)
    {
        byte[] padded = new byte[bytes];
        number.ToByteArray(isUnsigned: true).CopyTo(padded, 0);
        return padded;
    }

    private static ProveReport Prove(VerifyingKey key, byte[] input)
    {
        ProgramInputs inputs = ProgramInputs.Empty with { Public = input };
        Assert.True(MachineProver.Prove(key, inputs, new()).TryGet(out ProveReport? report, out VerificationError? error), error?.ToString());
        Assert.True(MachineVerifier.Verify(key, input, default, report.Proof).TryGet(out _, out error), error?.ToString());
        byte[] lie = [.. report.Proof];
        lie[lie.Length / 2] ^= 1;
        Assert.False(MachineVerifier.Verify(key, input, default, lie).TryGet(out _, out _));
        return report;
    }

    /// <summary>Square and multiply over the bits of an exponent, from the highest: x at 0, the exponent, the modulus, the result at 192.</summary>
    private static VerifyingKey Power(int bytes) => VerifyingKey.Create(ModuleText.Lower($"""
        (module
          (import "wsc" "input_read" (func $read (param i32 i32 i32 i32))) (import "wsc" "output" (func $output (param i32 i32)))
          (import "wsc" "multiply_add_{8 * bytes}" (func $multiply (param i32 i32 i32 i32 i32)))
          (memory 1) (data (i32.const 192) "\01")
          (func (export "main") (local $bit i32)
            (call $read (i32.const 0) (i32.const 0) (i32.const 0) (i32.const {3 * bytes}))
            (local.set $bit (i32.const {8 * bytes}))
            (loop $again
              (local.set $bit (i32.sub (local.get $bit) (i32.const 1)))
              (call $multiply (i32.const 192) (i32.const 192) (i32.const 256) (i32.const {2 * bytes}) (i32.const 192))
              (if (i32.and (i32.shr_u (i32.load8_u offset={bytes} (i32.shr_u (local.get $bit) (i32.const 3))) (i32.and (local.get $bit) (i32.const 7))) (i32.const 1))
                (then (call $multiply (i32.const 192) (i32.const 0) (i32.const 256) (i32.const {2 * bytes}) (i32.const 192))))
              (br_if $again (local.get $bit)))
            (call $output (i32.const 192) (i32.const {bytes}))))
        """));

    private static LoweredProgram Call(int bytes, int[] places) => ModuleText.Lower($"""
        (module
          (import "wsc" "input_read" (func $read (param i32 i32 i32 i32))) (import "wsc" "input_size" (func $size (param i32) (result i32)))
          (import "wsc" "output" (func $output (param i32 i32)))
          (import "wsc" "multiply_add_{8 * bytes}" (func $multiply (param i32 i32 i32 i32 i32)))
          (memory 1)
          (func (export "main")
            (call $read (i32.const 0) (i32.const 0) (i32.const 0) (call $size (i32.const 0)))
            (call $multiply {string.Join(' ', places.Select(place => $"(i32.const {place})"))})
            (call $output (i32.const {places[4]}) (i32.const {bytes}))))
        """);
}

using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Modules;
using Xunit;

namespace Supercomputer.Wasm.Tests.Binary;

public sealed class ModuleDecoderTests
{
    /// <summary>Exports <c>add</c>: (i32, i32) -> i32; the section numbers stand where the bytes of each section begin.</summary>
    internal static byte[] AddModule() => Convert.FromHexString(
        "0061736d01000000" + "0107" + "0160027f7f017f" + "0302" + "0100" + "0707" + "01036164640000"
        + "0a09" + "010700200020016a0b");

    [Fact]
    public void A_small_module_decodes_to_its_parts()
    {
        Module module = ModuleDecoder.Decode(AddModule()).Module!;
        Assert.Equal("[i32 i32] -> [i32]", module.FunctionTypeOf(0).ToString());
        Assert.Equal(new Export("add", ExternKind.Function, 0), module.Exports[0]);
        Assert.Equal(["local.get", "local.get", "i32.add", "end"], module.Functions[0].Body.Select(i => i.ToString()));
        Assert.Equal("add", module.NameOfFunction(0));
    }

    [Fact]
    public void Every_truncation_is_refused_or_a_shorter_module()
    {
        byte[] bytes = AddModule();
        for (int length = 0; length < bytes.Length; length++)
        {
            DecodeResult result = ModuleDecoder.Decode(bytes.AsMemory(0, length));
            // After the header and after the type section stands a whole module.
            Assert.Equal(length is 8 or 17, result.IsSuccess);
        }
    }

    [Fact]
    public void Blocks_know_their_else_and_end()
    {
        // block; i32.const 0; if; nop; else; nop; end; end; end
        byte[] body = [0x00, 0x02, 0x40, 0x41, 0x00, 0x04, 0x40, 0x01, 0x05, 0x01, 0x0b, 0x0b, 0x0b];
        Instruction[] code = ModuleDecoder.Decode(WithBody(body)).Module!.Functions[0].Body;
        Assert.Equal(7, code[0].Match);
        Assert.Equal(4, code[2].Match);
        Assert.Equal(6, code[4].Match);
        Assert.True(code[0].BlockType.IsEmpty);
    }

    [Fact]
    public void Vector_instructions_decode_with_their_immediates()
    {
        // A local of v128; i32.const 0; v128.const; v128.store16_lane align=2 offset=300 lane 7; extract_lane; shuffle; end.
        byte[] constant = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
        byte[] body = [0x01, 0x01, 0x7b, 0x41, 0x00, 0xfd, 0x0c, .. constant, 0xfd, 0x59, 0x01, 0xac, 0x02, 0x07,
            0xfd, 0x15, 0x0f, 0xfd, 0x0d, .. constant, 0xfd, 0xff, 0x01, 0x0b];
        Function function = ModuleDecoder.Decode(WithBody(body)).Module!.Functions[0];
        Assert.Equal(["i32.const", "v128.const", "v128.store16_lane", "i8x16.extract_lane_s", "i8x16.shuffle", "f64x2.convert_low_i32x4_u", "end"],
            function.Body.Select(i => i.ToString()));
        Assert.Equal(ValType.V128, function.Locals[0].Type);
        Assert.Equal(UInt128.Parse("100f0e0d0c0b0a090807060504030201", System.Globalization.NumberStyles.HexNumber, null), function.Body[1].Vector);
        Assert.Equal(function.Body[1].Vector, function.Body[4].Vector);
        Assert.Equal((1U, 300U, (byte)7), (function.Body[2].AlignmentLog, function.Body[2].MemoryOffset, function.Body[2].Lane));
        Assert.Equal(15, function.Body[3].Lane);
    }

    [Theory]
    [InlineData("fd9a01", "illegal opcode")] // a code between those of the instructions
    [InlineData("fd8002", "illegal opcode")] // beyond the last code
    [InlineData("fdffffffff0f", "illegal opcode")]
    [InlineData("fdffffffff1f", "integer too large")]
    [InlineData("fd0c000102030405060708090a0b0c0d", "length out of bounds")]
    [InlineData("fd0d0001", "length out of bounds")]
    [InlineData("fd15", "unexpected end of section or function")]
    [InlineData("fd540000", "unexpected end of section or function")]
    [InlineData("fd00ffffffff10", "integer too large")]
    [InlineData("fd", "unexpected end of section or function")]
    public void Broken_vector_code_is_malformed(string hex, string rule)
    {
        ModuleError error = ModuleDecoder.Decode(WithBody([0x00, .. Convert.FromHexString(hex)])).Error!;
        Assert.Equal((ModuleErrorKind.Malformed, rule), (error.Kind, error.Rule));
    }

    [Fact]
    public void Limits_are_refusals_with_both_numbers()
    {
        byte[] locals = [0x01, 0xd1, 0x86, 0x03, 0x7f, 0x0b];
        ModuleError error = ModuleDecoder.Decode(WithBody(locals)).Error!;
        Assert.Equal((ModuleErrorKind.LimitExceeded, "too many locals", "at most 50000", "50001"),
            (error.Kind, error.Rule, error.Expected, error.Actual));
        error = ModuleDecoder.Decode(AddModule(), new ModuleLimits { Instructions = 3 }).Error!;
        Assert.Equal("too many instructions", error.Rule);
        byte[] nested = [0x00, .. Enumerable.Repeat<byte[]>([0x02, 0x40], 20).SelectMany(b => b), .. Enumerable.Repeat((byte)0x0b, 21)];
        Assert.True(ModuleDecoder.Decode(WithBody(nested)).IsSuccess);
        Assert.Equal("too many nested blocks", ModuleDecoder.Decode(WithBody(nested), new ModuleLimits { NestingDepth = 19 }).Error!.Rule);
    }

    [Fact]
    public void Labels_of_branch_tables_count_as_instructions()
    {
        byte[] body = [0x00, 0x41, 0x00, 0x0e, 40, .. new byte[41], 0x0b];
        Assert.True(ModuleDecoder.Decode(WithBody(body), new ModuleLimits { Instructions = 43 }).IsSuccess);
        Assert.Equal("too many instructions", ModuleDecoder.Decode(WithBody(body), new ModuleLimits { Instructions = 42 }).Error!.Rule);
    }

    [Fact]
    public void An_else_without_if_is_malformed() =>
        Assert.Equal(ModuleErrorKind.Malformed, ModuleDecoder.Decode(WithBody([0x00, 0x05, 0x0b])).Error!.Kind);

    internal static byte[] WithBody(byte[] body) =>
    [
        .. Convert.FromHexString("0061736d01000000" + "01040160" + "0000" + "03020100"),
        0x0a, (byte)(body.Length + 2), 0x01, (byte)body.Length, .. body,
    ];
}

using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;
using Xunit;

namespace Supercomputer.Wasm.Tests.Modules;

/// <summary>A refused body is named by index, by its name where the module gives one, and by its place in the bytes.</summary>
public sealed class ModuleErrorTests
{
    private static byte[] Compile(string text) => WatCompiler.Compile(text).Bytes!;

    private static string Invalid(string text) => Validator.Validate(ModuleDecoder.Decode(Compile(text)).Module!).Error!.ToString();

    [Theory]
    [InlineData("(module (import \"a\" \"b\" (func)) (func) (func $area (drop (i32.clz (i64.const 0)))))", "type mismatch in function 2 (area) at byte ")]
    [InlineData("(module (func) (func (export \"size\") (result i32)))", "type mismatch in function 1 (size) at byte ")]
    [InlineData("(module (func (local.get 3)))", "unknown local 3 in function 0 at byte ")]
    [InlineData("(module (memory 1) (func $load (drop (v128.load align=32 (i32.const 0)))))", "alignment must not be larger than natural in function 0 (load) at byte ")]
    [InlineData("(module (global i32 (i64.const 0)) (func $f))", "type mismatch at byte ")]
    [InlineData("(module (func $f) (start 7))", "unknown function 7 at byte 0")]
    public void Validation_names_the_function_whose_body_breaks_a_rule(string text, string beginning) =>
        Assert.StartsWith(beginning, Invalid(text), StringComparison.Ordinal);

    [Fact]
    public void Decoding_finds_the_name_in_the_section_that_stands_behind_the_code()
    {
        byte[] bytes = Compile("(module (func) (func $area nop))");
        int at = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x01, 0x0B]);
        bytes[at] = 0xFE;
        ModuleError error = ModuleDecoder.Decode(bytes).Error!;
        Assert.Equal(("function 1 (area)", at), (error.Function, error.ByteOffset));
        Assert.StartsWith($"illegal opcode in function 1 (area) at byte {at}: ", error.ToString(), StringComparison.Ordinal);
        // Without a name section, or with a damaged one, the index is left.
        Assert.Equal("function 1", ModuleDecoder.Decode(bytes.AsMemory(0, at + 2)).Error!.Function);
        bytes[at + 3] = 0xFF;
        Assert.Equal("function 1", ModuleDecoder.Decode(bytes).Error!.Function);
    }

    [Fact]
    public void Errors_outside_of_bodies_name_no_function()
    {
        byte[] bytes = [.. Compile("(module (func $area nop))"), 0x0D, 0x00];
        Assert.Null(ModuleDecoder.Decode(bytes).Error!.Function);
    }

    [Fact]
    public void Names_are_shortened_and_stripped_of_control_characters()
    {
        // A function that leaves nothing where its type asks for an i32, and a name section with 70 escape characters.
        byte[] name = [0x00, 81, 4, .. "name"u8, 1, 74, 1, 0, 71, .. Enumerable.Repeat((byte)0x1B, 70), (byte)'x'];
        byte[] bytes = [.. "\0asm"u8, 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7F, 3, 2, 1, 0, 10, 4, 1, 2, 0, 0x0B, .. name];
        ModuleError error = Validator.Validate(ModuleDecoder.Decode(bytes).Module!).Error!;
        Assert.Equal($"function 0 ({new string('?', 60)}...)", error.Function);
    }

    [Fact]
    public void Custom_sections_are_limited_in_number()
    {
        byte[] bytes = [.. "\0asm"u8, 1, 0, 0, 0, .. Enumerable.Repeat<byte[]>([0, 1, 0], 4).SelectMany(b => b)];
        Assert.True(ModuleDecoder.Decode(bytes, new ModuleLimits { SectionEntries = 4 }).IsSuccess);
        Assert.Equal("too many custom sections", ModuleDecoder.Decode(bytes, new ModuleLimits { SectionEntries = 3 }).Error!.Rule);
    }
}

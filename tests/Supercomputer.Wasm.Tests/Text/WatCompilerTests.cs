using Supercomputer.Wasm.Text;
using Xunit;

namespace Supercomputer.Wasm.Tests.Text;

public sealed class WatCompilerTests
{
    private const string Header = "0061736D01000000";

    [Theory]
    [InlineData("", "")]
    [InlineData("(module)", "")]
    [InlineData("(module $m)", "0009046E616D65000201" + "6D")]
    // Flat and folded forms of one function are the same bytes.
    [InlineData("(func (param i32) (result i32) local.get 0 i32.const -1 i32.add)", "0106" + "0160017F017F" + "03020100" + "0A09" + "0107002000417F6A0B")]
    [InlineData("(func (param i32) (result i32) (i32.add (local.get 0) (i32.const -1)))", "0106" + "0160017F017F" + "03020100" + "0A09" + "0107002000417F6A0B")]
    // A named function gets a name section; an export written inline is an export.
    [InlineData("(func $f (export \"g\"))", "01040160000003020100" + "07050101670000" + "0A040102000B" + "000B046E616D65010401000166")]
    // Implicit types follow explicit ones and are shared.
    [InlineData("(func (param i32)) (func (param i32)) (type (func))", "0108" + "026000006001" + "7F00" + "0303020101" + "0A0702" + "02000B" + "02000B")]
    // Inline import.
    [InlineData("(memory (import \"a\" \"b\") 1 2)", "02090101610162" + "02010102")]
    // Inline data sizes the memory; inline elements size the table.
    [InlineData("(memory (data \"ab\" \"c\"))", "050401010101" + "0B09010041000B03616263")]
    [InlineData("(func $f) (table funcref (elem $f))", "01040160000003020100" + "040501700101" + "01" + "090701" + "0041000B0100" + "0A040102000B" + "000B046E616D65010401000166")]
    // Runs of equal locals, a hexadecimal float, a multi-value block type.
    [InlineData("(func (local i32 i32) (local $x i64))", "01040160000003020100" + "0A080106" + "02027F017E0B")]
    [InlineData("(global f32 (f32.const 0x1.8p1))", "0609017D0043" + "000040400B")]
    [InlineData("(func block (result i32 i32) i32.const 1 i32.const 2 end drop drop)", "0109" + "02" + "600000" + "6000027F7F" + "03020100" + "0A0D010B00" + "0201" + "41014102" + "0B1A1A0B")]
    // Labels: the inner $l hides the outer, the outer is back behind end.
    [InlineData("(func block $l block $l br $l end br $l end)", "01040160000003020100" + "0A0E010C00" + "0240" + "0240" + "0C00" + "0B" + "0C00" + "0B0B")]
    [InlineData("(func (if (i32.const 1) (then nop) (else)))", "01040160000003020100" + "0A0B010900" + "4101" + "0440" + "01" + "05" + "0B0B")]
    public void The_binary_is_the_golden_one(string text, string hex)
    {
        WatResult result = WatCompiler.Compile(text);
        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal(Header + hex, Convert.ToHexString(result.Bytes));
    }

    [Theory]
    [InlineData("(elem (i32.const 0) func 0)", "0041000B0100")]
    [InlineData("(elem (i32.const 0) 0)", "0041000B0100")]
    [InlineData("(elem func 0)", "01000100")]
    [InlineData("(elem (table 1) (offset (i32.const 0)) func 0)", "020141000B000100")]
    [InlineData("(elem declare func 0)", "03000100")]
    [InlineData("(elem (i32.const 0) funcref (ref.func 0))", "0441000B01D2000B")]
    [InlineData("(elem funcref (item ref.func 0))", "057001D2000B")]
    [InlineData("(elem (i32.const 0) externref (ref.null extern))", "060041000B6F01D06F0B")]
    [InlineData("(elem declare funcref (item (ref.null func)))", "077001D0700B")]
    public void Each_form_of_element_segment_has_its_flag(string field, string hex)
    {
        WatResult result = WatCompiler.Compile("(func) (table 1 funcref) (table 1 externref) " + field);
        Assert.True(result.Succeeded, result.Error?.ToString());
        string segment = $"09{1 + (hex.Length / 2):X2}01{hex}";
        Assert.Contains(segment, Convert.ToHexString(result.Bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(module\n  (func (i32.addd)))", WatErrorKind.UnknownOperator, 2, 10, "i32.addd")]
    [InlineData("(func (param))\n(func (call $g))", WatErrorKind.UnknownIdentifier, 2, 13, "$g")]
    [InlineData("(func $f) (func $f)", WatErrorKind.DuplicateIdentifier, 1, 17, "$f")]
    [InlineData("(func i32.const 4294967296)", WatErrorKind.ConstantOutOfRange, 1, 17, "4294967296")]
    [InlineData("(func block $a end $b)", WatErrorKind.MismatchingLabel, 1, 20, "$b")]
    [InlineData("(func) (import \"\" \"\" (func))", WatErrorKind.ImportAfterDefinition, 1, 9, "an import")]
    [InlineData("(func (v128.const i32x4 0 0 0) drop)", WatErrorKind.LaneCount, 1, 25, "3")]
    [InlineData("(func (v128.const i8x16x 0) drop)", WatErrorKind.UnknownOperator, 1, 19, "i8x16x")]
    [InlineData("(func (v128.const v128 0) drop)", WatErrorKind.UnexpectedToken, 1, 19, "v128")]
    [InlineData("(func (v128.const i16x8 0 0 0 65536 0 0 0 0) drop)", WatErrorKind.ConstantOutOfRange, 1, 31, "65536")]
    [InlineData("(func (v128.const i64x2 0 1.5) drop)", WatErrorKind.UnexpectedToken, 1, 27, "1.5")]
    [InlineData("(func (i8x16.shuffle 0 1 2) drop)", WatErrorKind.LaneCount, 1, 22, "3")]
    [InlineData("(func (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 256) drop)", WatErrorKind.LaneIndex, 1, 57, "256")]
    [InlineData("(func (i8x16.extract_lane_u 256) drop)", WatErrorKind.LaneIndex, 1, 29, "256")]
    [InlineData("(func (i8x16.extract_lane_u -1) drop)", WatErrorKind.UnexpectedToken, 1, 29, "-1")]
    [InlineData("(func (v128.load8_lane offset=1 align=1) drop)", WatErrorKind.UnexpectedToken, 1, 40, ")")]
    [InlineData("(func (export \"\\ff\"))", WatErrorKind.MalformedUtf8, 1, 15, "\"\\ff\"")]
    [InlineData("(memory 1) (func (drop (i32.load align=3 (i32.const 0))))", WatErrorKind.Alignment, 1, 34, "3")]
    [InlineData("(func", WatErrorKind.UnexpectedToken, 1, 6, "the end")]
    [InlineData("(module) (module)", WatErrorKind.UnexpectedToken, 1, 10, "(")]
    [InlineData("(; (; ;)", WatErrorKind.MalformedLexeme, 1, 1, "end of input")]
    [InlineData("(memory (data \"\n\"))", WatErrorKind.MalformedLexeme, 1, 16, "U+000A")]
    [InlineData("(memory (data \"\\u{d800}\"))", WatErrorKind.MalformedLexeme, 1, 16, "\\u{d")]
    public void An_error_says_what_where_and_what_was_found(string text, WatErrorKind kind, int line, int column, string actual)
    {
        WatResult result = WatCompiler.Compile(text);
        Assert.False(result.Succeeded);
        Assert.Equal((kind, line, column, actual), (result.Error.Kind, result.Error.Line, result.Error.Column, result.Error.Actual));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused_with_their_place()
    {
        WatError? error = WatCompiler.Compile([.. "(module)\n;; "u8, 0xff]).Error;
        Assert.Equal((WatErrorKind.MalformedUtf8, 2, 4, "byte 0xff"), (error!.Kind, error.Line, error.Column, error.Actual));
    }

    [Theory]
    [InlineData("(", WatErrorKind.UnexpectedToken)]
    [InlineData("(func (block ", WatErrorKind.UnexpectedToken)]
    [InlineData("(;", WatErrorKind.MalformedLexeme)]
    [InlineData("(@a ", WatErrorKind.MalformedLexeme)]
    public void A_hundred_thousand_openings_are_answered(string opening, WatErrorKind kind) =>
        Assert.Equal(kind, WatCompiler.Compile(string.Concat(Enumerable.Repeat(opening, 100_000))).Error!.Kind);

    [Theory]
    [InlineData("(drop ")]
    [InlineData("(block ")]
    [InlineData("(if ")]
    [InlineData("block ")]
    public void Instructions_nested_too_deep_are_refused(string opening) =>
        Assert.Equal(WatErrorKind.TooDeep, WatCompiler.Compile("(func " + string.Concat(Enumerable.Repeat(opening, 100_000))).Error!.Kind);

    [Fact]
    public void A_source_beyond_the_limit_is_refused()
    {
        WatError? error = WatCompiler.Compile(new byte[WatCompiler.MaximumSourceBytes + 1]).Error;
        Assert.Equal(WatErrorKind.TooLarge, error!.Kind);
    }

    [Fact]
    public void Comments_and_annotations_vanish()
    {
        WatResult result = WatCompiler.Compile("(;(;a;);)(module (@custom \"x\" (y) \"(\") ;; (\n)");
        Assert.Equal(Header, Convert.ToHexString(result.Bytes!));
    }

    [Fact]
    public void A_program_file_may_be_binary_or_text()
    {
        byte[] binary = WatCompiler.Compile("(module)").Bytes!;
        Assert.Equal(binary, WatCompiler.CompileProgram(binary).Bytes);
        Assert.Equal(binary, WatCompiler.CompileProgram("(module)"u8).Bytes);
    }
}

using System.Text;
using Supercomputer.Wasm.Text;
using Xunit;

namespace Supercomputer.Wasm.Tests.SpecSuite;

/// <summary>The runner itself: each kind of assertion fails when what it says does not hold.</summary>
public sealed class ScriptRunnerTests
{
    private const string Module = """
        (module $m
          (func (export "one") (result i32) i32.const 1)
          (func (export "nan") (result f32) f32.const nan:0x200000)
          (func (export "two") (result i32 i32) i32.const 1 i32.const 2)
          (func (export "null") (result funcref) ref.null func)
          (func (export "vector") (result v128) v128.const f32x4 1 nan -nan:0x600000 nan:0x200000)
          (func (export "trap") unreachable)
          (func $deep (export "deep") call $deep)
          (global (export "g") i64 (i64.const 7)))
        """;

    [Theory]
    [InlineData("(assert_return (invoke \"one\") (i32.const 1))", true)]
    [InlineData("(assert_return (invoke \"one\") (i32.const 2))", false)]
    [InlineData("(assert_return (invoke \"one\") (i64.const 1))", false)]
    [InlineData("(assert_return (invoke \"one\"))", false)]
    [InlineData("(assert_return (invoke \"two\") (i32.const 1) (i32.const 2))", true)]
    [InlineData("(assert_return (invoke \"two\") (i32.const 1))", false)]
    [InlineData("(assert_return (invoke \"nan\") (f32.const nan:0x200000))", true)]
    [InlineData("(assert_return (invoke \"nan\") (f32.const nan:canonical))", false)]
    [InlineData("(assert_return (invoke \"nan\") (f32.const nan:arithmetic))", false)]
    [InlineData("(assert_return (invoke \"null\") (ref.null func))", true)]
    [InlineData("(assert_return (invoke \"null\") (ref.null extern))", false)]
    [InlineData("(assert_return (invoke \"null\") (ref.func))", false)]
    [InlineData("(assert_return (invoke \"vector\") (v128.const i32x4 0x3f800000 0x7fc00000 0xffe00000 0x7fa00000))", true)]
    [InlineData("(assert_return (invoke \"vector\") (v128.const i64x2 0x7fc000003f800000 0x7fa00000ffe00000))", true)]
    [InlineData("(assert_return (invoke \"vector\") (v128.const i64x2 0x7fc000003f800000 0x7fa00000ffe00001))", false)]
    [InlineData("(assert_return (invoke \"vector\") (v128.const f32x4 1 nan:canonical nan:arithmetic nan:0x200000))", true)]
    [InlineData("(assert_return (invoke \"vector\") (v128.const f32x4 1 nan:canonical nan:canonical nan:0x200000))", false)]
    [InlineData("(assert_return (invoke \"vector\") (v128.const f32x4 1 nan:canonical nan:arithmetic nan:arithmetic))", false)]
    [InlineData("(assert_return (invoke \"vector\") (v128.const f32x4 nan:arithmetic nan:canonical nan:arithmetic nan:0x200000))", false)]
    [InlineData("(assert_return (invoke \"vector\") (i64.const 0x7fc000003f800000))", false)]
    [InlineData("(assert_return (get $m \"g\") (i64.const 7))", true)]
    [InlineData("(assert_return (get \"g\") (i64.const 8))", false)]
    [InlineData("(assert_return (invoke \"trap\"))", false)]
    [InlineData("(assert_return (invoke \"absent\"))", false)]
    [InlineData("(assert_return (invoke $n \"one\") (i32.const 1))", false)]
    [InlineData("(assert_trap (invoke \"trap\") \"unreachable\")", true)]
    [InlineData("(assert_trap (invoke \"trap\") \"integer overflow\")", false)]
    [InlineData("(assert_trap (invoke \"one\") \"unreachable\")", false)]
    [InlineData("(assert_trap (invoke \"absent\") \"unreachable\")", false)]
    [InlineData("(assert_trap (invoke \"deep\") \"call stack exhausted\")", false)]
    [InlineData("(assert_exhaustion (invoke \"deep\") \"call stack exhausted\")", true)]
    [InlineData("(assert_exhaustion (invoke \"trap\") \"unreachable\")", false)]
    [InlineData("(assert_malformed (module quote \"(func\") \"unexpected token\")", true)]
    [InlineData("(assert_malformed (module quote \"(func\") \"unknown operator\")", false)]
    [InlineData("(assert_malformed (module quote \"(func (result i32))\") \"type mismatch\")", false)]
    [InlineData("(assert_malformed (module binary \"\") \"unexpected end\")", true)]
    [InlineData("(assert_malformed (module binary \"\\00asm\\01\\00\\00\\00\") \"unexpected end\")", false)]
    [InlineData("(assert_invalid (module (func (result i32))) \"type mismatch\")", true)]
    [InlineData("(assert_invalid (module (func)) \"type mismatch\")", false)]
    [InlineData("(assert_invalid (module quote \"(func\") \"unexpected token\")", false)]
    [InlineData("(assert_unlinkable (module (import \"a\" \"b\" (func))) \"unknown import\")", true)]
    [InlineData("(assert_unlinkable (module (import \"spectest\" \"print\" (func))) \"unknown import\")", false)]
    [InlineData("(assert_unlinkable (module (func unreachable) (start 0)) \"unreachable\")", false)]
    [InlineData("(assert_trap (module (func unreachable) (start 0)) \"unreachable\")", true)]
    [InlineData("(assert_trap (module (func) (start 0)) \"unreachable\")", false)]
    [InlineData("(assert_trap (module (import \"a\" \"b\" (func))) \"unknown import\")", false)]
    public void An_assertion_passes_only_when_it_holds(string assertion, bool holds)
    {
        WastScript script = WastReader.Read(Encoding.UTF8.GetBytes(Module + assertion));
        Assert.Null(script.Error);
        ScriptRunner runner = new("script");
        runner.Run(script.Commands);
        Assert.Equal((holds ? 1 : 0, holds ? 0 : 1), (runner.Passed, runner.Failures.Count));
    }

    [Theory]
    [InlineData("(invoke \"trap\")")]
    [InlineData("(register \"x\" $none)")]
    [InlineData("(module (import \"a\" \"b\" (func)))")]
    [InlineData("(module (func (result i32)))")]
    public void A_command_that_fails_is_reported(string command)
    {
        ScriptRunner runner = new("script");
        runner.Run(WastReader.Read(Encoding.UTF8.GetBytes(Module + command)).Commands);
        Assert.Single(runner.Failures);
    }
}

using Supercomputer.Machine.Execution;
using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;
using Xunit;

namespace Supercomputer.Machine.Lowering.Vectors;

/// <summary>Modules with vectors become modules without.</summary>
public class VectorSplitterTests
{
    [Fact]
    public void Every_vector_instruction_becomes_a_valid_function_over_integers()
    {
        int count = 0;
        foreach (VectorInstruction vector in VectorInstructions.All)
        {
            if (vector.Form == VectorForm.Constant) continue;
            string text = VectorText.Of(vector, default);
            WatResult compiled = WatCompiler.Compile($"(module (memory 1) {text})");
            Assert.True(compiled.Bytes is not null, $"{vector.Name}: {compiled.Error}\n{text}");
            ValidationResult validated = Validator.Validate(ModuleDecoder.Decode(compiled.Bytes).Module!);
            Assert.True(validated.IsValid, $"{vector.Name}: {validated.Error}\n{text}");
            count++;
        }
        Assert.Equal(235, count);
    }

    [Fact]
    public void A_split_module_is_valid_and_has_no_vector_left()
    {
        Module module = Decode("""
            (global $g (mut v128) (v128.const i64x2 3 4)) (global $h (mut i32) (i32.const 7)) (export "h" (global $h)) (memory 1)
            (func $f (param i32 v128 f32) (result v128 i32) (local v128 i32)
              (if (result v128) (local.get 0) (then (local.get 1)) (else (global.get $g)))
              (local.tee 3) (global.set $g)
              (block (drop (local.get 1)) (br_if 0 (local.get 0)) (unreachable) (drop))
              (select (local.get 3) (local.get 1) (global.get $h)) (local.get 4))
            (func (export "main") (result v128 i32) (call $f (i32.const 1) (v128.const i64x2 1 2) (f32.const 0)))
            """);
        Module split = VectorSplitter.Split(module, out LoweringError? error)!;
        Assert.Null(error);
        ValidationResult validated = Validator.Validate(split);
        Assert.True(validated.IsValid, validated.Error?.ToString());
        Assert.Same(split, VectorSplitter.Split(split, out _));
        Assert.Equal(2u, split.Exports[0].Index);
    }

    [Fact]
    public void A_vector_instruction_counts_as_one_and_its_result_is_output_as_sixteen_bytes()
    {
        // Two constants, the addition, local.set, local.get: five instructions.
        LoweredProgram program = Lower("""
            (func (export "main") (result v128) (local $v v128)
              (local.set $v (i8x16.add (v128.const i8x16 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 255) (v128.const i64x2 -1 0x0100000000000001)))
              (local.get $v))
            """);
        ExecutionResult result = Executor.Run(program, ProgramInputs.Empty);
        Assert.Equal("00010203040506070A0A0B0C0D0E0F00", Convert.ToHexString(result.Output));
        Assert.Equal(5u, result.InstructionCount);
    }

    [Theory]
    [InlineData("(func (param v128)) (func (param i64 i64)) (func (export \"main\"))", "types")]
    [InlineData("(import \"a\" \"b\" (global v128)) (func (export \"main\"))", "a.b")]
    public void What_cannot_be_split_is_refused_by_name(string fields, string named)
    {
        LoweringResult result = Lowerer.LowerBytes(WatCompiler.Compile($"(module {fields})").Bytes!);
        Assert.False(result.IsSuccess);
        Assert.Contains(named, result.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(v128.store offset=4294967295 (i32.const 0) (v128.const i64x2 1 2))")]
    [InlineData("(v128.store (i32.const 65521) (v128.const i64x2 1 2))")]
    [InlineData("(drop (v128.load offset=65535 (i32.const -1)))")]
    public void Accesses_beyond_the_memory_trap(string access)
    {
        LoweredProgram program = Lower($"(memory 1) (func (export \"main\") {access})");
        Assert.Equal(Outcome.MemoryOutOfBounds, Executor.Run(program, ProgramInputs.Empty).Outcome);
    }

    private static Module Decode(string fields) => ModuleDecoder.Decode(WatCompiler.Compile($"(module {fields})").Bytes!).Module!;

    private static LoweredProgram Lower(string fields)
    {
        LoweringResult result = Lowerer.LowerBytes(WatCompiler.Compile($"(module {fields})").Bytes!);
        Assert.True(result.IsSuccess, result.Error?.ToString());
        return result.Program;
    }
}

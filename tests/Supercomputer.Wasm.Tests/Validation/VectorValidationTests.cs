using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;
using Xunit;

namespace Supercomputer.Wasm.Tests.Validation;

public sealed class VectorValidationTests
{
    private static ModuleError? ErrorOf(string body)
    {
        WatResult compiled = WatCompiler.Compile($"(module (memory 1) (func {body}))");
        Assert.True(compiled.Succeeded, compiled.Error?.ToString());
        return Validator.Validate(ModuleDecoder.Decode(compiled.Bytes).Module!).Error;
    }

    [Fact]
    public void Lane_indices_end_with_the_lanes_of_the_shape()
    {
        foreach (VectorInstruction vector in VectorInstructions.All)
        {
            if (!vector.HasLane) continue;
            int lanes = vector.Shape.LaneCount();
            Assert.Null(ErrorOf($"unreachable {vector.Name} {lanes - 1} {(vector.Result is null ? "" : "drop")}"));
            ModuleError error = ErrorOf($"unreachable {vector.Name} {lanes} {(vector.Result is null ? "" : "drop")}")!;
            Assert.Equal(("invalid lane index", $"a lane below {lanes}", $"{lanes}"), (error.Rule, error.Expected, error.Actual));
        }
    }

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, false)]
    [InlineData(255, false)]
    public void Shuffle_takes_bytes_of_two_vectors(int lane, bool isValid)
    {
        ModuleError? error = ErrorOf($"unreachable i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 {lane} drop");
        Assert.Equal(isValid, error is null);
        if (error is not null) Assert.Equal(("invalid lane index", $"{lane} at place 15"), (error.Rule, error.Actual));
    }

    [Fact]
    public void Alignment_is_at_most_the_size_of_the_access()
    {
        foreach (VectorInstruction vector in VectorInstructions.All)
        {
            if (!vector.AccessesMemory) continue;
            string rest = (vector.HasLane ? " 0" : "") + (vector.Result is null ? "" : " drop");
            int size = 1 << vector.AccessSizeLog;
            Assert.Null(ErrorOf($"unreachable {vector.Name} align={size}{rest}"));
            ModuleError error = ErrorOf($"unreachable {vector.Name} align={2 * size}{rest}")!;
            Assert.Equal(("alignment must not be larger than natural", $"2^{vector.AccessSizeLog} or less"), (error.Rule, error.Expected));
        }
    }

    [Fact]
    public void Access_sizes_are_those_of_the_names() =>
        Assert.Equal((4, 3, 3, 0, 3, 2, 1, 4, 3), (Log("v128.load"), Log("v128.load8x8_s"), Log("v128.load32x2_u"), Log("v128.load8_splat"),
            Log("v128.load64_splat"), Log("v128.load32_zero"), Log("v128.load16_lane"), Log("v128.store"), Log("v128.store64_lane")));

    [Fact]
    public void Vectors_and_scalars_do_not_stand_for_each_other()
    {
        foreach (VectorInstruction vector in VectorInstructions.All)
        {
            if (vector.Operands.Length == 0 || vector.HasLane || vector.Form == VectorForm.Shuffle) continue;
            string wrong = vector.Operands[^1] == ValType.V128 ? "i64.const 0" : "v128.const i64x2 0 0";
            ModuleError error = ErrorOf($"unreachable {wrong} {vector.Name} {(vector.Result is null ? "" : "drop")}")!;
            Assert.Equal(("type mismatch", $"{vector.Operands[^1]}"), (error.Rule, error.Expected));
        }
        Assert.Equal("type mismatch", ErrorOf("v128.const i64x2 0 0 i64.const 0 i32.const 1 select drop")!.Rule);
    }

    [Fact]
    public void A_global_of_vectors_needs_a_constant_vector()
    {
        ModuleError Error(string global) =>
            Validator.Validate(ModuleDecoder.Decode(WatCompiler.Compile(global).Bytes).Module!).Error!;
        Assert.Equal("type mismatch", Error("(module (global v128 (i32.const 0)))").Rule);
        Assert.Equal("constant expression required", Error("(module (global v128 (i8x16.splat (i32.const 0))))").Rule);
    }

    private static int Log(string name)
    {
        foreach (VectorInstruction vector in VectorInstructions.All)
            if (vector.Name == name) return vector.AccessSizeLog;
        throw new ArgumentException($"no instruction {name}", nameof(name));
    }
}

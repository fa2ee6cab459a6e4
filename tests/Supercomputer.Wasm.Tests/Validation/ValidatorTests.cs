using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Tests.Binary;
using Supercomputer.Wasm.Validation;
using Xunit;

namespace Supercomputer.Wasm.Tests.Validation;

public sealed class ValidatorTests
{
    [Fact]
    public void The_observer_sees_operands_and_reachability()
    {
        // i32.const 1; i64.const 2; drop; drop; unreachable; drop; end
        byte[] body = [0x00, 0x41, 0x01, 0x42, 0x02, 0x1a, 0x1a, 0x00, 0x1a, 0x0b];
        Recorder recorder = new();
        ValidationResult result = Validator.Validate(ModuleDecoder.Decode(ModuleDecoderTests.WithBody(body)).Module!, recorder);
        Assert.True(result.IsValid);
        Assert.Equal([2], result.Module.MaximumHeights);
        Assert.Equal(["function 0", "0: True", "1: I32 True", "2: I32 I64 True", "3: I32 True", "4: True", "5: False", "6: False"],
            recorder.Lines);
    }

    [Fact]
    public void An_operand_of_another_type_is_named_with_its_place()
    {
        byte[] body = [0x00, 0x42, 0x02, 0x45, 0x1a, 0x0b];
        ModuleError error = Validator.Validate(ModuleDecoder.Decode(ModuleDecoderTests.WithBody(body)).Module!).Error!;
        Assert.Equal((ModuleErrorKind.Invalid, "type mismatch", "I32", "I64"), (error.Kind, error.Rule, error.Expected, error.Actual));
        Assert.Equal(0x45, ModuleDecoderTests.WithBody(body)[error.ByteOffset]);
    }

    private sealed class Recorder : IValidationObserver
    {
        public List<string> Lines { get; } = [];

        public void EnterFunction(uint functionIndex) => Lines.Add($"function {functionIndex}");

        public void VisitInstruction(int instructionIndex, ReadOnlySpan<ValType> operands, bool isReachable) =>
            Lines.Add($"{instructionIndex}: {string.Join(' ', [.. operands.ToArray().Select(t => t.ToString()), isReachable.ToString()])}");
    }
}

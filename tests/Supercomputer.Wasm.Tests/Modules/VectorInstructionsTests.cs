using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Execution;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;
using Xunit;

namespace Supercomputer.Wasm.Tests.Modules;

public sealed class VectorInstructionsTests
{
    [Fact]
    public void There_are_236_instructions_in_the_order_of_their_codes_each_known_by_opcode_and_name()
    {
        VectorInstruction[] all = VectorInstructions.All.ToArray();
        Assert.Equal(236, all.Length);
        Assert.Equal(all.Select(v => v.Opcode).Distinct().Order(), all.Select(v => v.Opcode));
        Assert.Equal(236, all.Select(v => v.Name).Distinct().Count());
        Assert.All(all, vector => Assert.Equal((vector, vector.Name), (VectorInstructions.Of(vector.Opcode), vector.Opcode.Name())));
        Assert.Equal((all[0].Opcode, all[^1].Opcode), (Opcode.V128Load, Opcode.F64x2ConvertLowI32x4U));
        Assert.Null(VectorInstructions.Of(Opcode.TableFill));
        Assert.Null(VectorInstructions.Of((Opcode)0xFD9A));
    }

    [Fact]
    public void Form_shape_operation_and_source_determine_the_instruction()
    {
        VectorInstruction[] all = VectorInstructions.All.ToArray();
        Assert.Equal(236, all.Select(v => (v.Form, v.Shape, v.Operation, v.Source)).Distinct().Count());
    }

    [Fact]
    public void Every_instruction_is_written_read_validated_and_run_as_its_description_says()
    {
        foreach (VectorInstruction vector in VectorInstructions.All)
        {
            string operands = string.Concat(vector.Operands.ToArray().Select(Zero));
            string text = $"(module (memory 1) (func (export \"f\") {operands} {vector.Name}{Immediates(vector)} {(vector.Result is null ? "" : "drop")}))";
            WatResult compiled = WatCompiler.Compile(text);
            Assert.True(compiled.Succeeded, $"{text}: {compiled.Error}");
            Module module = ModuleDecoder.Decode(compiled.Bytes).Module!;
            Instruction instruction = module.Functions[0].Body[vector.Operands.Length];
            Assert.Equal(vector.Opcode, instruction.Opcode);
            if (vector.AccessesMemory) Assert.Equal((0U, 5U), (instruction.AlignmentLog, instruction.MemoryOffset));
            if (vector.HasLane) Assert.Equal(1, instruction.Lane);
            ValidationResult validated = Validator.Validate(module);
            Assert.True(validated.IsValid, $"{text}: {validated.Error}");
            Outcome outcome = Instance.Instantiate(validated.Module, new Imports()).Instance!.Invoke("f", []);
            int count = vector.Operands.Length + (vector.Result is null ? 2 : 3) - 1;
            Assert.Equal((OutcomeKind.Returned, (ulong)count), (outcome.Kind, outcome.Instructions));
        }
    }

    private static string Zero(ValType type) => type == ValType.V128 ? "v128.const i64x2 0 0 " : $"{type.ToString().ToLowerInvariant()}.const 0 ";

    private static string Immediates(VectorInstruction vector) =>
        (vector.AccessesMemory ? " offset=5 align=1" : "") + (vector.HasLane ? " 1" : "") + vector.Form switch
        {
            VectorForm.Constant => " i64x2 0 0",
            VectorForm.Shuffle => " 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31",
            _ => "",
        };
}

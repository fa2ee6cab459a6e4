namespace Supercomputer.Wasm.Modules;

/// <summary>A vector instruction by its parts: form, shape and lane operation together determine what it does.</summary>
/// <param name="Opcode">Its opcode, 0xFD00 plus the code behind the prefix.</param>
/// <param name="Name">Its name in the text format.</param>
/// <param name="Form">What it takes, leaves and carries.</param>
/// <param name="Shape">The lanes of its result; of its operand where the form leaves no vector.</param>
/// <param name="Operation">What it does to the lanes.</param>
/// <param name="Source">The lanes of its vector operands; the shape again where they do not differ.</param>
public sealed record VectorInstruction(
    Opcode Opcode, string Name, VectorForm Form, VectorShape Shape, LaneOperation Operation, VectorShape Source)
{
    internal VectorInstruction(byte code, string name, VectorForm form, VectorShape shape, LaneOperation operation = LaneOperation.None)
        : this(code, name, form, shape, operation, shape)
    {
    }

    internal VectorInstruction(byte code, string name, VectorForm form, VectorShape shape, LaneOperation operation, VectorShape source)
        : this((Opcode)(0xFD00 + code), name, form, shape, operation, source)
    {
    }

    /// <summary>Whether it has a memory argument.</summary>
    public bool AccessesMemory => Form <= VectorForm.StoreLane;

    /// <summary>Whether it has a lane index.</summary>
    public bool HasLane => Form is VectorForm.LoadLane or VectorForm.StoreLane or VectorForm.ExtractLane or VectorForm.ReplaceLane;

    /// <summary>The logarithm of the bytes that it reads or writes; for those that access memory only.</summary>
    public int AccessSizeLog => Form == VectorForm.LoadExtend ? 3 : Shape.LaneSizeLog();

    /// <summary>The types of its operands, first to last.</summary>
    public ReadOnlySpan<ValType> Operands => OperandTypes;

    /// <summary>The type of its result; null where it leaves none.</summary>
    public ValType? Result { get; } = Form switch
    {
        VectorForm.Store or VectorForm.StoreLane => null,
        VectorForm.ExtractLane => Shape.ScalarType(),
        VectorForm.Test => ValType.I32,
        _ => ValType.V128,
    };

    internal ValType[] OperandTypes { get; } = Form switch
    {
        VectorForm.Load or VectorForm.LoadExtend or VectorForm.LoadSplat or VectorForm.LoadZero => [ValType.I32],
        VectorForm.LoadLane or VectorForm.Store or VectorForm.StoreLane => [ValType.I32, ValType.V128],
        VectorForm.Constant => [],
        VectorForm.Splat => [Shape.ScalarType()],
        VectorForm.ReplaceLane => [ValType.V128, Shape.ScalarType()],
        VectorForm.Shift => [ValType.V128, ValType.I32],
        VectorForm.Shuffle or VectorForm.Binary => [ValType.V128, ValType.V128],
        VectorForm.Select => [ValType.V128, ValType.V128, ValType.V128],
        _ => [ValType.V128],
    };
}

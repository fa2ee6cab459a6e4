using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Runtime;

/// <summary>Writes routines of the runtime, one line an instruction.</summary>
internal sealed class RoutineWriter(ProgramBuilder builder)
{
    internal Label NewLabel() => builder.NewLabel();

    internal void Bind(Label label) => builder.Bind(label);

    /// <summary>Binds a new label here.</summary>
    internal Label Here()
    {
        Label label = builder.NewLabel();
        builder.Bind(label);
        return label;
    }

    /// <summary>An operation over registers.</summary>
    internal void Do(Operation operation, uint d = 0, uint a = 0, uint b = 0) => builder.Emit(operation, d, a, b);

    /// <summary>An operation with an immediate, an address or an offset.</summary>
    internal void With(Operation operation, ulong immediate, uint d = 0, uint a = 0, uint b = 0) =>
        builder.Emit(operation, d, a, b, immediate);

    internal void Const(uint register, uint value) => builder.Emit(Operation.Const32, register, immediate: value);

    internal void Load(Operation operation, uint d, uint address, uint offset = 0) =>
        builder.Emit(operation, d, address, 0, offset);

    internal void Store(Operation operation, uint address, uint value, uint offset = 0) =>
        builder.Emit(operation, 0, address, value, offset);

    /// <summary>Branches where the comparison of two registers holds.</summary>
    internal void Branch(Operation operation, Label target, uint a, uint b) => builder.Branch(operation, target, a, b, 0);

    /// <summary>Branches where the comparison with an immediate holds.</summary>
    internal void BranchIf(Operation operation, Label target, uint a, ulong immediate) =>
        builder.Branch(operation, target, a, 0, immediate);

    internal void TrapIf(Operation operation, Outcome outcome, uint a, uint b) => Branch(operation, Label.Of(outcome), a, b);

    internal void Jump(Label target) => builder.Jump(target);

    internal void Return() => builder.Emit(Operation.Return);
}

namespace Supercomputer.Machine.Lowering;

/// <summary>A comparison that a branch can make: its <c>Br</c> operation and operands.</summary>
internal readonly record struct Condition(Operation Branch, uint A, uint B, ulong Immediate)
{
    private const int FormsPerWidth = 12;

    private int Offset => (Branch - Operation.BrEq32) % FormsPerWidth;

    internal bool IsWide => Branch >= Operation.BrEq64;

    private bool HasImmediate => (Offset & 1) != 0;

    /// <summary>The operation that gives the comparison as a number.</summary>
    internal Operation Set => Branch - (int)Operation.BrEq32 + (int)Operation.SetEq32;

    /// <summary>The opposite comparison.</summary>
    internal Condition Inverse()
    {
        // Eq, Ne, LtS, LtU, GeS, GeU, each followed by its form with an immediate.
        int relation = Offset / 2;
        int inverse = relation switch { 0 => 1, 1 => 0, 2 => 4, 3 => 5, 4 => 2, _ => 3 };
        return this with { Branch = (Operation)((int)Branch + 2 * (inverse - relation)) };
    }

    internal bool Uses(uint register, bool isWide) =>
        IsWide == isWide && (A == register || (!HasImmediate && B == register));
}

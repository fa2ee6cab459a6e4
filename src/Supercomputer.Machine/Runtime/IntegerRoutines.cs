using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Runtime;

/// <summary>Counting of bits and signed division, over the operations of the machine.</summary>
internal static class IntegerRoutines
{
    internal static bool Emit(RoutineWriter w, string name)
    {
        bool isWide = name.StartsWith("i64.", StringComparison.Ordinal);
        switch (name.Length > 4 ? name[4..] : "")
        {
            case "clz": CountLeadingZeros(w, isWide); return true;
            case "ctz": CountTrailingZeros(w, isWide); return true;
            case "popcnt": CountOnes(w, isWide); return true;
            case "div_s": Divide(w, isWide); return true;
            case "rem_s": Remainder(w, isWide); return true;
            default: return false;
        }
    }

    /// <summary>The 64-bit form of a 32-bit operation, where it is asked for.</summary>
    private static Operation Of(Operation narrow, bool isWide)
    {
        if (!isWide) return narrow;
        return narrow switch
        {
            Operation.Const32 => Operation.Const64,
            Operation.Move32 => Operation.Move64,
            >= Operation.BrEq32 => narrow + (Operation.BrEq64 - Operation.BrEq32),
            _ => narrow + (Operation.Add64 - Operation.Add32),
        };
    }

    private static void CountLeadingZeros(RoutineWriter w, bool isWide)
    {
        int width = isWide ? 64 : 32;
        Label zero = w.NewLabel();
        w.BranchIf(Of(Operation.BrEq32Imm, isWide), zero, 0, 0);
        w.With(Of(Operation.Const32, isWide), 0, 1);
        for (int half = width / 2; half > 0; half /= 2)
        {
            Label high = w.NewLabel();
            w.BranchIf(Of(Operation.BrGeU32Imm, isWide), high, 0, 1UL << (width - half));
            w.With(Of(Operation.Add32Imm, isWide), (ulong)half, 1, 1);
            if (half > 1) w.With(Of(Operation.Shl32Imm, isWide), (ulong)half, 0, 0);
            w.Bind(high);
        }
        w.Do(Of(Operation.Move32, isWide), 0, 1);
        w.Return();
        w.Bind(zero);
        w.With(Of(Operation.Const32, isWide), (ulong)width, 0);
        w.Return();
    }

    /// <summary>The ones of (x &amp; -x) - 1: the zeros below the lowest one, or all bits of zero.</summary>
    private static void CountTrailingZeros(RoutineWriter w, bool isWide)
    {
        w.With(Of(Operation.Const32, isWide), 0, 1);
        w.Do(Of(Operation.Sub32, isWide), 1, 1, 0);
        w.Do(Of(Operation.And32, isWide), 0, 0, 1);
        w.With(Of(Operation.Add32Imm, isWide), isWide ? ulong.MaxValue : uint.MaxValue, 0, 0);
        CountOnes(w, isWide);
    }

    private static void CountOnes(RoutineWriter w, bool isWide)
    {
        ulong mask = isWide ? ulong.MaxValue : uint.MaxValue;
        Operation shift = Of(Operation.ShrU32Imm, isWide), and = Of(Operation.And32Imm, isWide);
        w.With(shift, 1, 1, 0);
        w.With(and, 0x5555555555555555 & mask, 1, 1);
        w.Do(Of(Operation.Sub32, isWide), 0, 0, 1);
        w.With(and, 0x3333333333333333 & mask, 1, 0);
        w.With(shift, 2, 0, 0);
        w.With(and, 0x3333333333333333 & mask, 0, 0);
        w.Do(Of(Operation.Add32, isWide), 0, 0, 1);
        w.With(shift, 4, 1, 0);
        w.Do(Of(Operation.Add32, isWide), 0, 0, 1);
        w.With(and, 0x0F0F0F0F0F0F0F0F & mask, 0, 0);
        w.With(Of(Operation.Mul32Imm, isWide), 0x0101010101010101 & mask, 0, 0);
        w.With(shift, isWide ? 56u : 24u, 0, 0);
        w.Return();
    }

    private static void Divide(RoutineWriter w, bool isWide)
    {
        ulong minusOne = isWide ? ulong.MaxValue : uint.MaxValue;
        Label fits = w.NewLabel();
        w.BranchIf(Of(Operation.BrEq32Imm, isWide), Label.Of(Outcome.DivideByZero), 1, 0);
        w.BranchIf(Of(Operation.BrNe32Imm, isWide), fits, 1, minusOne);
        w.BranchIf(Of(Operation.BrEq32Imm, isWide), Label.Of(Outcome.IntegerOverflow), 0, (minusOne >> 1) + 1);
        w.Bind(fits);
        w.Do(Of(Operation.Xor32, isWide), 2, 0, 1);
        w.With(Of(Operation.Const32, isWide), 0, 3);
        NegateIfNegative(w, isWide, 0, 0);
        NegateIfNegative(w, isWide, 1, 1);
        w.Do(Of(Operation.DivU32, isWide), 0, 0, 1);
        NegateIfNegative(w, isWide, 0, 2);
        w.Return();
    }

    private static void Remainder(RoutineWriter w, bool isWide)
    {
        w.BranchIf(Of(Operation.BrEq32Imm, isWide), Label.Of(Outcome.DivideByZero), 1, 0);
        w.Do(Of(Operation.Move32, isWide), 2, 0);
        w.With(Of(Operation.Const32, isWide), 0, 3);
        NegateIfNegative(w, isWide, 0, 0);
        NegateIfNegative(w, isWide, 1, 1);
        w.Do(Of(Operation.RemU32, isWide), 0, 0, 1);
        NegateIfNegative(w, isWide, 0, 2);
        w.Return();
    }

    /// <summary>Negates a register where another is negative; register 3 is zero.</summary>
    private static void NegateIfNegative(RoutineWriter w, bool isWide, uint register, uint sign)
    {
        Label positive = w.NewLabel();
        w.BranchIf(Of(Operation.BrGeS32Imm, isWide), positive, sign, 0);
        w.Do(Of(Operation.Sub32, isWide), register, 3, register);
        w.Bind(positive);
    }
}

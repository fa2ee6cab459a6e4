using System.Globalization;
using System.Numerics;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Runtime;

namespace Supercomputer.Machine.Hosts;

/// <summary>Recovery of the key of a secp256k1 signature, over the accelerators of curves and big numbers, in the Auxiliary space.</summary>
/// <remarks>
/// Statement: with x = r, y the square root of x^3 + 7 of the parity that v says, and z the digest, the key is (-z / r) G + (s / r) (x, y). There is
/// none where r or s is 0 or not below the order, v is not 27 or 28, x^3 + 7 has no root, or the sum is infinity.
/// A sum's first summand may be infinity, (0, 0), or the other's equal or opposite: the lowest words of the two x tell nearly always that it is
/// neither; else all words are compared. The double of infinity is infinity, as y = 0 has no inverse.
/// Source: SEC 1, version 2.0, section 4.1.6; Ethereum's yellow paper, appendix F. Windows of four bits: 256 doubles, at most 128 sums.
/// </remarks>
internal static class Secp256k1Routines
{
    private const uint N = 8, WindowEntries = 16, PointWords = 2 * N;
    private const uint Digest = 0, Signature = 1, To = 2, Digit = 3, Entry = 4, Left = 5, Right = 6, Parity = 7, Turns = 8, FirstWord = 9, SecondWord = 24;
    private const uint Multiply = 10, Sum = 16, Twice = 20, WordIndex = 15, IsSecond = 25;

    private static readonly BigInteger s_prime = Number("0FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFC2F");
    private static readonly BigInteger s_order = Number("0FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141");
    private static readonly BigInteger s_generatorX = Number("079BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798");
    private static readonly BigInteger s_generatorY = Number("0483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8");

    private static readonly Lazy<uint[]> s_generatorTable = new(GeneratorTable);

    /// <summary>r0 digest, r1 signature, r2 where the key goes; r0 becomes 1, or 0 where there is no key.</summary>
    internal static void Recover(RoutineWriter w, RuntimeLibrary library)
    {
        Layout at = new(library);
        Label none = w.NewLabel(), found = w.NewLabel();
        w.Load(Operation.Load8U, Left, Digest, 31);
        w.Load(Operation.Load8U, Left, To, 63);
        w.Load(Operation.Load8U, Parity, Signature, 64);
        w.With(Operation.Add32Imm, unchecked((uint)-27), Parity, Parity);
        for (uint word = 0; word < N; word++)
        {
            Read(w, Digest, 28 - 4 * word, at.Digest + word);
            Read(w, Signature, 28 - 4 * word, at.R + word);
            Read(w, Signature, 60 - 4 * word, at.S + word);
        }

        w.BranchIf(Operation.BrGeU32Imm, none, Parity, 2);
        RequireScalar(w, at.R, none);
        RequireScalar(w, at.S, none);
        Lift(w, at, none);
        Scalars(w, at);
        PointTable(w, at);
        Combine(w, at);
        for (uint word = 0; word < PointWords; word++)
        {
            w.With(Operation.AuxLoad, at.Result + word, Left);
            w.BranchIf(Operation.BrNe32Imm, found, Left, 0);
        }

        w.Bind(none);
        w.Const(Left, 0);
        for (uint word = 0; word < PointWords; word++) w.Store(Operation.Store32, To, Left, 4 * word);
        w.Const(0, 0);
        w.Return();
        w.Bind(found);
        for (uint word = 0; word < PointWords; word++)
        {
            w.With(Operation.AuxLoad, at.Result + (word / N * N) + N - 1 - (word % N), Left);
            Swap(w);
            w.Store(Operation.Store32, To, Left, 4 * word);
        }

        w.Const(0, 1);
        w.Return();
    }

    /// <summary>Reads four bytes, the highest first.</summary>
    private static void Read(RoutineWriter w, uint pointer, uint offset, uint to)
    {
        w.Load(Operation.Load32, Left, pointer, offset);
        Swap(w);
        w.With(Operation.AuxStore, to, b: Left);
    }

    /// <summary>Reverses the bytes of a word.</summary>
    private static void Swap(RoutineWriter w)
    {
        const uint odd = 0x00FF00FF;
        w.With(Operation.Rotr32Imm, 24, Right, Left);
        w.With(Operation.And32Imm, odd, Right, Right);
        w.With(Operation.And32Imm, odd, Left, Left);
        w.With(Operation.Rotr32Imm, 8, Left, Left);
        w.Do(Operation.Or32, Left, Left, Right);
    }

    /// <summary>Leaves unless a number is between 0 and the order.</summary>
    private static void RequireScalar(RoutineWriter w, uint number, Label none)
    {
        Label isLess = w.NewLabel(), isPositive = w.NewLabel();
        for (int word = (int)N - 1; word >= 0; word--)
        {
            uint order = (uint)(s_order >> (32 * word) & uint.MaxValue);
            w.With(Operation.AuxLoad, number + (uint)word, Left);
            w.BranchIf(Operation.BrLtU32Imm, isLess, Left, order);
            w.BranchIf(Operation.BrNe32Imm, none, Left, order);
        }

        w.Jump(none);
        w.Bind(isLess);
        for (uint word = 0; word < N; word++)
        {
            w.With(Operation.AuxLoad, number + word, Left);
            w.BranchIf(Operation.BrNe32Imm, isPositive, Left, 0);
        }

        w.Jump(none);
        w.Bind(isPositive);
    }

    private static void Times(RoutineWriter w, uint a, uint b, uint c, uint modulus, uint to)
    {
        uint[] places = [a, b, c, modulus, to];
        for (uint operand = 0; operand < places.Length; operand++) w.Const(Multiply + operand, 4 * places[operand]);
        w.With(Operation.MultiplyAdd256, (ulong)Space.Auxiliary, a: Multiply);
    }

    /// <summary>The point with x = r: the power (p + 1) / 4 of x^3 + 7 is its root, if it has one, by runs of ones in the exponent.</summary>
    private static void Lift(RoutineWriter w, Layout at, Label none)
    {
        Label isRight = w.NewLabel();
        Times(w, at.R, at.R, at.Zero, at.Prime, at.Root);
        Times(w, at.Root, at.R, at.Seven, at.Prime, at.Square);
        Copy(w, at.Square, at.Root);
        // Ones: 2, 3, 6, 9, 11, 22, 44, 88, 176, 220, 223; then 0, 22 ones, 0000, 11, 00.
        (int Squares, uint Times, uint Kept)[] chain =
        [
            (1, at.Square, at.Ones2), (1, at.Square, at.Ones3), (3, at.Ones3, 0), (3, at.Ones3, 0), (2, at.Ones2, at.Ones11), (11, at.Ones11, at.Ones22),
            (22, at.Ones22, at.Ones44), (44, at.Ones44, at.Ones88), (88, at.Ones88, 0), (44, at.Ones44, 0), (3, at.Ones3, 0), (23, at.Ones22, 0),
            (6, at.Ones2, 0), (2, 0, 0),
        ];
        uint[] places = [at.Root, at.Root, at.Zero, at.Prime, at.Root];
        for (uint operand = 0; operand < places.Length; operand++) w.Const(Multiply + operand, 4 * places[operand]);
        foreach ((int squares, uint factor, uint kept) in chain)
        {
            w.Const(Turns, (uint)squares);
            Label again = w.Here();
            w.With(Operation.MultiplyAdd256, (ulong)Space.Auxiliary, a: Multiply);
            w.With(Operation.Add32Imm, uint.MaxValue, Turns, Turns);
            w.BranchIf(Operation.BrNe32Imm, again, Turns, 0);
            if (factor == 0) continue;
            w.Const(Multiply + 1, 4 * factor);
            w.With(Operation.MultiplyAdd256, (ulong)Space.Auxiliary, a: Multiply);
            w.Const(Multiply + 1, 4 * at.Root);
            if (kept != 0) Copy(w, at.Root, kept);
        }

        Times(w, at.Root, at.Root, at.Zero, at.Prime, at.Ones2);
        for (uint word = 0; word < N; word++)
        {
            w.With(Operation.AuxLoad, at.Ones2 + word, Left);
            w.With(Operation.AuxLoad, at.Square + word, Right);
            w.Branch(Operation.BrNe32, none, Left, Right);
        }

        w.With(Operation.AuxLoad, at.Root, Left);
        w.With(Operation.And32Imm, 1, Left, Left);
        w.Branch(Operation.BrEq32, isRight, Left, Parity);
        Times(w, at.Root, at.PrimeLess1, at.Zero, at.Prime, at.Root);
        w.Bind(isRight);
    }

    private static void Copy(RoutineWriter w, uint from, uint to)
    {
        for (uint word = 0; word < N; word++)
        {
            w.With(Operation.AuxLoad, from + word, Left);
            w.With(Operation.AuxStore, to + word, b: Left);
        }
    }

    /// <summary>The factors of the generator and of the point take the places of the digest and of s.</summary>
    private static void Scalars(RoutineWriter w, Layout at)
    {
        uint[] places = [at.R, at.Order, at.Inverse];
        for (uint operand = 0; operand < places.Length; operand++) w.Const(Multiply + operand, 4 * places[operand]);
        w.With(Operation.Inverse256, (ulong)Space.Auxiliary, a: Multiply);
        Times(w, at.S, at.Inverse, at.Zero, at.Order, at.S);
        Times(w, at.Digest, at.Inverse, at.Zero, at.Order, at.Digest);
        Times(w, at.Digest, at.OrderLess1, at.Zero, at.Order, at.Digest);
    }

    /// <summary>The multiples of the point to 15: of its order, none is an exception.</summary>
    private static void PointTable(RoutineWriter w, Layout at)
    {
        uint first = at.Table + PointWords;
        Copy(w, at.R, first);
        Copy(w, at.Root, first + N);
        uint[] twice = [first, at.Zero, at.Prime, first + PointWords];
        for (uint operand = 0; operand < twice.Length; operand++) w.Const(Twice + operand, 4 * twice[operand]);
        w.With(Operation.CurveDouble256, (ulong)Space.Auxiliary, a: Twice);
        uint[] sum = [first + PointWords, first, at.Prime, first + 2 * PointWords];
        for (uint operand = 0; operand < sum.Length; operand++) w.Const(Sum + operand, 4 * sum[operand]);
        w.Const(Turns, WindowEntries - 3);
        Label again = w.Here();
        w.With(Operation.CurveAdd256, (ulong)Space.Auxiliary, a: Sum);
        w.With(Operation.Add32Imm, 4 * PointWords, Sum, Sum);
        w.With(Operation.Add32Imm, 4 * PointWords, Sum + 3, Sum + 3);
        w.With(Operation.Add32Imm, uint.MaxValue, Turns, Turns);
        w.BranchIf(Operation.BrNe32Imm, again, Turns, 0);
    }

    /// <summary>The sum of both multiples, from their highest digits on.</summary>
    private static void Combine(RoutineWriter w, Layout at)
    {
        Label slow = w.NewLabel(), afterFirst = w.NewLabel(), afterSecond = w.NewLabel();
        w.Const(Left, 0);
        for (uint word = 0; word < PointWords; word++) w.With(Operation.AuxStore, at.Result + word, b: Left);
        uint[] sum = [at.Result, 0, at.Prime, at.Result], twice = [at.Result, at.Zero, at.Prime, at.Result];
        for (uint operand = 0; operand < sum.Length; operand++)
        {
            w.Const(Sum + operand, 4 * sum[operand]);
            w.Const(Twice + operand, 4 * twice[operand]);
        }

        w.Const(WordIndex, N);
        Label nextWord = w.Here();
        w.With(Operation.Add32Imm, uint.MaxValue, WordIndex, WordIndex);
        w.With(Operation.AuxLoadIndexed, at.Digest, FirstWord, WordIndex);
        w.With(Operation.AuxLoadIndexed, at.S, SecondWord, WordIndex);
        w.Const(Turns, 8);
        Label nextDigit = w.Here();
        for (int bit = 0; bit < 4; bit++) w.With(Operation.CurveDouble256, (ulong)Space.Auxiliary, a: Twice);
        AddEntry(w, at, FirstWord, at.GeneratorTable, 0, slow, afterFirst);
        AddEntry(w, at, SecondWord, at.Table, 1, slow, afterSecond);
        w.With(Operation.Add32Imm, uint.MaxValue, Turns, Turns);
        w.BranchIf(Operation.BrNe32Imm, nextDigit, Turns, 0);
        w.BranchIf(Operation.BrNe32Imm, nextWord, WordIndex, 0);
        Label done = w.NewLabel();
        w.Jump(done);
        w.Bind(slow);
        AddAnything(w, at, afterFirst, afterSecond);
        w.Bind(done);
    }

    /// <summary>Adds the entry that the word's highest digit names, and moves the next digit there.</summary>
    private static void AddEntry(RoutineWriter w, Layout at, uint word, uint table, uint isSecond, Label slow, Label after)
    {
        w.With(Operation.ShrU32Imm, 28, Digit, word);
        w.With(Operation.Shl32Imm, 4, word, word);
        w.BranchIf(Operation.BrEq32Imm, after, Digit, 0);
        w.With(Operation.Shl32Imm, 4, Entry, Digit);
        w.With(Operation.Add32Imm, table, Entry, Entry);
        w.With(Operation.Shl32Imm, 2, Sum + 1, Entry);
        w.With(Operation.AuxLoadIndexed, 0, Right, Entry);
        w.With(Operation.AuxLoad, at.Result, Left);
        w.Const(IsSecond, isSecond);
        w.Branch(Operation.BrEq32, slow, Left, Right);
        w.BranchIf(Operation.BrEq32Imm, slow, Left, 0);
        w.With(Operation.CurveAdd256, (ulong)Space.Auxiliary, a: Sum);
        w.Bind(after);
    }

    /// <summary>Adds a finite entry to what may be infinity, or equal, or opposite: that has no slope, so its sum is (0, 0).</summary>
    private static void AddAnything(RoutineWriter w, Layout at, Label afterFirst, Label afterSecond)
    {
        Label isFinite = w.NewLabel(), differs = w.NewLabel(), leave = w.NewLabel();
        for (uint word = 0; word < PointWords; word++)
        {
            w.With(Operation.AuxLoad, at.Result + word, Left);
            w.BranchIf(Operation.BrNe32Imm, isFinite, Left, 0);
        }

        for (uint word = 0; word < PointWords; word++)
        {
            w.With(Operation.AuxLoadIndexed, word, Left, Entry);
            w.With(Operation.AuxStore, at.Result + word, b: Left);
        }

        w.Jump(leave);
        w.Bind(isFinite);
        for (uint word = 0; word < PointWords; word++)
        {
            w.With(Operation.AuxLoadIndexed, word, Left, Entry);
            w.With(Operation.AuxLoad, at.Result + word, Right);
            w.Branch(Operation.BrNe32, differs, Left, Right);
        }

        w.With(Operation.CurveDouble256, (ulong)Space.Auxiliary, a: Twice);
        w.Jump(leave);
        w.Bind(differs);
        w.With(Operation.CurveAdd256, (ulong)Space.Auxiliary, a: Sum);
        w.Bind(leave);
        w.BranchIf(Operation.BrEq32Imm, afterFirst, IsSecond, 0);
        w.Jump(afterSecond);
    }

    private static BigInteger Number(string hex) => BigInteger.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static uint[] Words(BigInteger number) => [.. Enumerable.Range(0, (int)N).Select(word => (uint)(number >> (32 * word) & uint.MaxValue))];

    /// <summary>The multiples of the generator to 15, at their places.</summary>
    private static unsafe uint[] GeneratorTable()
    {
        uint[] table = new uint[WindowEntries * PointWords];
        uint[] first = [.. Words(s_generatorX), .. Words(s_generatorY)], prime = Words(s_prime);
        first.CopyTo(table, PointWords);
        uint[] twice = [.. first, .. new uint[N], .. prime];
        fixed (uint* from = twice, to = table) ScalarCurve.Double((int)N, from, to + 2 * PointWords);
        for (uint entry = 3; entry < WindowEntries; entry++)
        {
            uint[] sum = [.. table.AsSpan((int)((entry - 1) * PointWords), (int)PointWords), .. first, .. prime];
            fixed (uint* from = sum, to = table) ScalarCurve.Add((int)N, from, to + entry * PointWords);
        }

        return table;
    }

    /// <summary>Where everything lies in the Auxiliary space.</summary>
    private sealed class Layout(RuntimeLibrary library)
    {
        private readonly uint numbers = library.Region("secp256k1 numbers", N * 12 + PointWords);

        internal uint Prime { get; } = library.Region("secp256k1 prime", Words(s_prime));

        internal uint PrimeLess1 { get; } = library.Region("secp256k1 prime less 1", Words(s_prime - 1));

        internal uint Order { get; } = library.Region("secp256k1 order", Words(s_order));

        internal uint OrderLess1 { get; } = library.Region("secp256k1 order less 1", Words(s_order - 1));

        internal uint Seven { get; } = library.Region("secp256k1 seven", Words(7));

        internal uint Zero { get; } = library.Region("secp256k1 zero", N);

        internal uint GeneratorTable { get; } = library.Region("secp256k1 generator", s_generatorTable.Value);

        internal uint Table { get; } = library.Region("secp256k1 point", WindowEntries * PointWords);

        internal uint Digest => numbers;

        internal uint R => numbers + N;

        internal uint S => numbers + 2 * N;

        internal uint Square => numbers + 3 * N;

        internal uint Root => numbers + 4 * N;

        internal uint Inverse => numbers + 5 * N;

        internal uint Ones2 => numbers + 6 * N;

        internal uint Ones3 => numbers + 7 * N;

        internal uint Ones11 => numbers + 8 * N;

        internal uint Ones22 => numbers + 9 * N;

        internal uint Ones44 => numbers + 10 * N;

        internal uint Ones88 => numbers + 11 * N;

        internal uint Result => numbers + 12 * N;
    }
}

using System.Numerics;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Tests.Chips;

/// <summary>Programs that call an accelerator of big numbers on calls given by numbers.</summary>
internal static class AcceleratorProgram
{
    /// <summary>A prime of 256 bits: that of secp256k1.</summary>
    internal static readonly BigInteger Secp256k1 = (BigInteger.One << 256) - (BigInteger.One << 32) - 977;

    /// <summary>A prime of 254 bits: that of BN254.</summary>
    internal static readonly BigInteger Bn254 = BigInteger.Parse("21888242871839275222246405745257275088696311157297823662689037894645226208583");

    /// <summary>A prime of 381 bits: that of BLS12-381.</summary>
    internal static readonly BigInteger Bls12381 = BigInteger.Parse(
        "4002409555221667393417789825735904156556882819939007885332058136124031650490837864442687629129015664037894272559787");

    /// <summary>The corner cases of an accelerator, random calls, and perhaps one that traps.</summary>
    /// <param name="operation">The accelerator.</param>
    /// <param name="seed">For the random numbers.</param>
    /// <param name="randomCalls">How many calls are random.</param>
    /// <param name="traps">Whether the last call is one that traps; no matter where none does.</param>
    internal static LoweredProgram Of(Operation operation, int seed, int randomCalls, bool traps)
    {
        List<BigInteger[]> calls = [.. Corners(operation), .. Enumerable.Range(0, randomCalls).Select(index => Random(operation, new(seed + index)))];
        if (traps && Trap(operation) is { } last) calls.Add(last);
        return Of(operation, calls);
    }

    /// <summary>The numbers of a random call that does not trap.</summary>
    internal static BigInteger[] Random(Operation operation, Random random) => operation switch
    {
        Operation.MultiplyAdd256 or Operation.MultiplyAdd384 => ModularTests.Random(operation, random),
        Operation.MultiplyAddFp2Of256 or Operation.MultiplyAddFp2Of384 => ModularFp2Tests.Random(operation, random),
        Operation.Inverse256 or Operation.Inverse384 => InverseTests.Random(operation, random),
        _ => CurveTests.Random(operation, random),
    };

    /// <summary>The numbers of a call that traps; null where none does.</summary>
    internal static BigInteger[]? Trap(Operation operation) => operation switch
    {
        Operation.MultiplyAdd256 or Operation.MultiplyAdd384 => ModularTests.Trap(operation),
        Operation.MultiplyAddFp2Of256 or Operation.MultiplyAddFp2Of384 => ModularFp2Tests.Trap(operation),
        _ => null,
    };

    private static IEnumerable<BigInteger[]> Corners(Operation operation) => operation switch
    {
        Operation.MultiplyAdd256 or Operation.MultiplyAdd384 => ModularTests.Corners(operation),
        Operation.MultiplyAddFp2Of256 or Operation.MultiplyAddFp2Of384 => ModularFp2Tests.Corners(operation),
        Operation.Inverse256 or Operation.Inverse384 => InverseTests.Corners(operation),
        _ => CurveTests.Corners(operation),
    };

    /// <summary>The calls one after another; the result of each lies on one of its operands that has room for it, or apart.</summary>
    /// <param name="operation">The accelerator.</param>
    /// <param name="calls">The numbers of each call, in the order of the operands.</param>
    internal static LoweredProgram Of(Operation operation, IReadOnlyList<BigInteger[]> calls)
    {
        AcceleratorCall.Operand[] operands = [.. AcceleratorCall.Of(operation)!.Operands];
        int words = operands.Sum(operand => operand.Words), result = operands.Length - 1;
        int bytes = BytesOf(operation);
        uint[] memory = new uint[calls.Count * words];
        ProgramBuilder program = new() { MemoryImage = [new(0, memory)], InitialPages = (uint)(memory.Length / 16384) + 1 };
        for (int call = 0; call < calls.Count; call++)
        {
            uint[] numbers = [.. calls[call].SelectMany(number => Words(number, bytes))];
            numbers.CopyTo(memory, call * words);
            uint[] starts = new uint[operands.Length];
            for (int operand = 0; operand < operands.Length; operand++)
                starts[operand] = (uint)((call * words) + operands.Take(operand).Sum(shape => shape.Words));
            int[] places = [.. Enumerable.Range(0, operands.Length).Where(operand => operands[operand].Words >= operands[result].Words)];
            starts[result] = starts[places[call % places.Length]];
            for (int operand = 0; operand < operands.Length; operand++) program.Const32((uint)operand, 4 * starts[operand]);
            program.Add(operation, immediate: (ulong)Space.Memory);
        }

        return program.Add(Operation.Return).Build();
    }

    /// <summary>One call of each accelerator but Keccak, on words that are elements of the field and whose highest bytes are not zero.</summary>
    internal static LoweredProgram OfEach()
    {
        uint[] memory = [.. Enumerable.Range(0, 256).Select(word => 0x10000001 + (uint)(word * 0x00311235))];
        ProgramBuilder program = new() { MemoryImage = [new(0, memory)], InitialPages = 1 };
        foreach (Operation operation in Enum.GetValues<Operation>())
        {
            if (AcceleratorCall.Of(operation) is not { } call) continue;
            uint start = 0;
            ulong spaces = 0;
            for (int operand = 0; operand < call.Operands.Count; operand++)
            {
                program.Const32((uint)operand, 4 * start);
                start += (uint)call.Operands[operand].Words;
                spaces |= (ulong)Space.Memory << (16 * call.Operands[operand].SpaceLimb);
            }

            program.Add(operation, immediate: spaces);
        }

        return program.Add(Operation.Return).Build();
    }

    internal static int BytesOf(Operation operation) => operation.ToString().EndsWith("384", StringComparison.Ordinal) ? 48 : 32;

    internal static BigInteger Greatest(int bytes) => (BigInteger.One << (8 * bytes)) - 1;

    internal static uint[] Words(BigInteger value, int bytes) =>
        [.. Enumerable.Range(0, bytes / 4).Select(word => (uint)((value >> (32 * word)) & uint.MaxValue))];

    /// <summary>A random number of a random length, at most so many bytes.</summary>
    internal static BigInteger Number(Random random, int bytes)
    {
        byte[] number = new byte[random.Next(4) > 0 ? bytes : random.Next(bytes)];
        random.NextBytes(number);
        return new BigInteger(number, isUnsigned: true);
    }

    /// <summary>value modulo m, not negative.</summary>
    internal static BigInteger Modulo(BigInteger value, BigInteger m)
    {
        BigInteger rest = value % m;
        return rest.Sign < 0 ? rest + m : rest;
    }

    /// <summary>The inverse of a number modulo m, or null.</summary>
    internal static BigInteger? Inverse(BigInteger value, BigInteger m)
    {
        (BigInteger r0, BigInteger r1, BigInteger t0, BigInteger t1) = (m, Modulo(value, m), 0, 1);
        while (!r1.IsZero)
        {
            BigInteger quotient = r0 / r1;
            (r0, r1, t0, t1) = (r1, r0 - (quotient * r1), t1, t0 - (quotient * t1));
        }

        return r0.IsOne ? Modulo(t0, m) : null;
    }
}

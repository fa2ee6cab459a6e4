using System.Numerics;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Tests.Chips;

/// <summary>Programs that call an accelerator of big numbers on calls given by numbers.</summary>
internal static class AcceleratorProgram
{
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
            uint[] numbers = [.. calls[call].SelectMany(number => ModularTests.Words(number, bytes))];
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

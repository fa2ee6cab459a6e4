using System.Globalization;
using Supercomputer.Machine.Execution;

namespace Supercomputer.Bus.Tests;

/// <summary>Alters streams at random; eng/chain-mutations.sh says how many, and from which seed on.</summary>
internal static class StreamMutations
{
    internal static int Seed { get; } = Number("SUPERCOMPUTER_CHAIN_SEED", 20260803);

    internal static int NativeRuns { get; } = Number("SUPERCOMPUTER_CHAIN_MUTATIONS", 2500);

    internal static ProgramInputs Alter(ProgramInputs inputs, Random random)
    {
        bool isPublic = random.Next(10) == 0;
        List<byte> bytes = [.. isPublic ? inputs.Public.Span : inputs.Private.Span];
        int at = random.Next(bytes.Count);
        switch (random.Next(6))
        {
            case 0: bytes[at] = (byte)random.Next(256); break;
            case 1: bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)); break;
            case 2: bytes.Insert(at, (byte)random.Next(256)); break;
            case 3: bytes.InsertRange(at, bytes.GetRange(at / 2, Math.Min(random.Next(1, 40), at - (at / 2)))); break;
            default: bytes[at] ^= (byte)(1 << random.Next(8)); break;
        }

        return isPublic ? inputs with { Public = bytes.ToArray() } : inputs with { Private = bytes.ToArray() };
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}

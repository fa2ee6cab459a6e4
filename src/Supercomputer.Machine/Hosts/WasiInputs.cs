using System.Buffers.Binary;
using System.Text;

namespace Supercomputer.Machine.Hosts;

/// <summary>What a WASI program gets from the public bytes: arguments, environment, time and seed, all part of the statement.</summary>
/// <remarks>
/// Shape: nine little-endian words, then the strings, each with a closing zero byte. Words: <c>"WASI"</c>; number of arguments; their bytes; number
/// of variables; their bytes; time in nanoseconds (two words); seed (two words). Public bytes that do not begin so stand for no arguments, no
/// variables, time 0 and seed 0.
/// </remarks>
public sealed record WasiInputs
{
    /// <summary>The bytes before the strings.</summary>
    public const int HeaderBytes = 36;

    /// <summary>The arguments, the program's own name first.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The environment, as <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>What every clock shows, in nanoseconds.</summary>
    public ulong Time { get; init; }

    /// <summary>The seed of <c>random_get</c>.</summary>
    public ulong Seed { get; init; }

    /// <summary>The public bytes.</summary>
    public byte[] ToBytes()
    {
        byte[] arguments = Strings(Arguments), environment = Strings(Environment);
        byte[] bytes = new byte[HeaderBytes + arguments.Length + environment.Length];
        "WASI"u8.CopyTo(bytes);
        int[] words = [Arguments.Count, arguments.Length, Environment.Count, environment.Length];
        for (int i = 0; i < words.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 + 4 * i), words[i]);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(20), Time);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(28), Seed);
        arguments.CopyTo(bytes, HeaderBytes);
        environment.CopyTo(bytes, HeaderBytes + arguments.Length);
        return bytes;
    }

    private static byte[] Strings(IReadOnlyList<string> strings) => [.. strings.SelectMany(s => Encoding.UTF8.GetBytes(s).Append((byte)0))];
}

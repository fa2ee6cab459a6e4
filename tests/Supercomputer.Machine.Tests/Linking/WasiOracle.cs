using System.Buffers.Binary;
using Supercomputer.Machine.Hosts;
using Supercomputer.Wasm.Execution;
using Supercomputer.Wasm.Modules;
using static Supercomputer.Wasm.Modules.ValType;

namespace Supercomputer.Machine.Linking;

/// <summary>WASI in C#, for the interpreter: written apart from the library that programs are merged with.</summary>
internal sealed class WasiOracle(WasiInputs inputs, byte[] stdin)
{
    private const string ExitMessage = "proc_exit";

    private readonly List<byte> _output = [];
    private int _position;
    private ulong _random = inputs.Seed;

    /// <summary>The public output that the machine must have.</summary>
    internal byte[] Output => ExitCode is > 0 and var code ? [.. _output, .. BitConverter.GetBytes(code)] : [.. _output];

    internal uint ExitCode { get; private set; }

    /// <summary>Runs a module's <c>_start</c>; null where it returned or left by <c>proc_exit</c>, else its trap.</summary>
    internal (Trap? Trap, ulong Instructions) Run(Wasm.Validation.ValidatedModule module)
    {
        Instance instance = Instance.Instantiate(module, new Imports().Add(Host())).Instance!;
        Outcome outcome = instance.Invoke("_start", []);
        return (outcome.Trap is { Message: ExitMessage } ? null : outcome.Trap, outcome.Instructions);
    }

    private HostModule Host()
    {
        HostModule host = new("wasi_snapshot_preview1");
        Add(host, "args_sizes_get", [I32, I32], (m, a) => Sizes(m, a, inputs.Arguments));
        Add(host, "environ_sizes_get", [I32, I32], (m, a) => Sizes(m, a, inputs.Environment));
        Add(host, "args_get", [I32, I32], (m, a) => Strings(m, a, inputs.Arguments));
        Add(host, "environ_get", [I32, I32], (m, a) => Strings(m, a, inputs.Environment));
        Add(host, "clock_time_get", [I32, I64, I32], (m, a) => Store64(m, a[2], inputs.Time));
        Add(host, "random_get", [I32, I32], (m, a) => Random(m.Bytes.Slice(a[0], a[1])));
        Add(host, "fd_write", [I32, I32, I32, I32], Write);
        Add(host, "fd_read", [I32, I32, I32, I32], Read);
        Add(host, "fd_close", [I32], (_, a) => (uint)a[0] < 3 ? 0u : 8);
        Add(host, "fd_seek", [I32, I64, I32, I32], (_, a) => (uint)a[0] < 3 ? 70u : 8);
        Add(host, "fd_prestat_get", [I32, I32], (_, _) => 8);
        Add(host, "fd_prestat_dir_name", [I32, I32, I32], (_, _) => 8);
        Add(host, "fd_fdstat_get", [I32, I32], Describe);
        Add(host, "fd_fdstat_set_flags", [I32, I32], (_, a) => (uint)a[0] < 3 ? 0u : 8);
        Add(host, "sched_yield", [], (_, _) => 0);
        Add(host, "poll_oneoff", [I32, I32, I32, I32], (_, _) => 52);
        return host.Add("proc_exit", new FunctionType([I32], []), (_, arguments, _) =>
        {
            ExitCode = (uint)arguments[0];
            return Trap.FromHost(ExitMessage);
        });
    }

    private static void Add(HostModule host, string name, ValType[] parameters, Func<MemoryInstance, int[], uint> function) =>
        host.Add(name, new FunctionType(parameters, [I32]), (context, arguments, results) =>
        {
            results[0] = function(context.Memory!, [.. arguments.ToArray().Select(a => (int)a)]);
            return null;
        });

    private static void Store(MemoryInstance memory, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(memory.Bytes[at..], value);

    private static int Load(MemoryInstance memory, int at) => BinaryPrimitives.ReadInt32LittleEndian(memory.Bytes[at..]);

    private static uint Store64(MemoryInstance memory, int at, ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(memory.Bytes[at..], value);
        return 0;
    }

    private static uint Sizes(MemoryInstance memory, int[] a, IReadOnlyList<string> strings)
    {
        Store(memory, a[0], strings.Count);
        Store(memory, a[1], strings.Sum(s => System.Text.Encoding.UTF8.GetByteCount(s) + 1));
        return 0;
    }

    private static uint Strings(MemoryInstance memory, int[] a, IReadOnlyList<string> strings)
    {
        int at = a[1];
        for (int i = 0; i < strings.Count; i++)
        {
            Store(memory, a[0] + 4 * i, at);
            byte[] bytes = [.. System.Text.Encoding.UTF8.GetBytes(strings[i]), 0];
            bytes.CopyTo(memory.Bytes[at..]);
            at += bytes.Length;
        }
        return 0;
    }

    private uint Random(Span<byte> to)
    {
        for (int i = 0; i < to.Length; i++)
        {
            if (i % 8 == 0) _random += 0x9E3779B97F4A7C15;
            ulong z = (_random ^ _random >> 30) * 0xBF58476D1CE4E5B9;
            z = (z ^ z >> 27) * 0x94D049BB133111EB;
            to[i] = (byte)((z ^ z >> 31) >> (8 * (i % 8)));
        }
        return 0;
    }

    private uint Write(MemoryInstance memory, int[] a)
    {
        if (a[0] is not (1 or 2)) return 8;
        int total = 0;
        for (int i = 0; i < a[2]; i++)
        {
            int from = Load(memory, a[1] + 8 * i), length = Load(memory, a[1] + 8 * i + 4);
            if (a[0] == 1) _output.AddRange(memory.Bytes.Slice(from, length));
            total += length;
        }
        Store(memory, a[3], total);
        return 0;
    }

    private uint Read(MemoryInstance memory, int[] a)
    {
        if (a[0] != 0) return 8;
        int total = 0;
        for (int i = 0; i < a[2]; i++)
        {
            int to = Load(memory, a[1] + 8 * i), length = Math.Min(Load(memory, a[1] + 8 * i + 4), stdin.Length - _position);
            stdin.AsSpan(_position, length).CopyTo(memory.Bytes[to..]);
            _position += length;
            total += length;
        }
        Store(memory, a[3], total);
        return 0;
    }

    private uint Describe(MemoryInstance memory, int[] a)
    {
        if ((uint)a[0] > 2) return 8;
        Store64(memory, a[1], 0);
        Store64(memory, a[1] + 8, a[0] == 0 ? 2ul : 64);
        return Store64(memory, a[1] + 16, 0);
    }
}

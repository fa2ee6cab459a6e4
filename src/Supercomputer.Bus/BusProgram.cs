using System.Reflection;
using Supercomputer.Claims;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;

namespace Supercomputer.Bus;

/// <summary>A program of the bus: a guest whose output begins with a claim.</summary>
public sealed class BusProgram
{
    private readonly Lazy<VerifyingKey> key;

    /// <summary>A program whose module is part of this assembly.</summary>
    /// <param name="name">The file name of the module under Programs, without its ending.</param>
    /// <param name="kind">The claims that it puts out.</param>
    /// <param name="request">The public bytes that belong to a claim, given the claim's bytes; null where the claim's type says it (computations).</param>
    /// <param name="native">The same code, compiled for this machine: it says why inputs are refused before they are proved.</param>
    public BusProgram(string name, ClaimKind kind, Func<ReadOnlyMemory<byte>, byte[]?>? request, Action? native)
    {
        (Name, Kind, Request, Native) = (name, kind, request, native);
        key = new(() => CreateKey(name), LazyThreadSafetyMode.ExecutionAndPublication);
    }

    private BusProgram(VerifyingKey key, ReadOnlyMemory<byte>? input)
    {
        (Name, Kind, Input) = ($"program {key.Digest}", ClaimKind.Computation, input);
        this.key = new(key);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The claims that it puts out.</summary>
    public ClaimKind Kind { get; }

    /// <summary>The verifying key, made once.</summary>
    public VerifyingKey Key => key.Value;

    /// <summary>The module's bytes, of a program of this assembly.</summary>
    public byte[] Module => ReadModule(Name);

    internal Func<ReadOnlyMemory<byte>, byte[]?>? Request { get; }

    internal Action? Native { get; }

    /// <summary>The only input of which computations are accepted; null where any is.</summary>
    internal ReadOnlyMemory<byte>? Input { get; }

    /// <summary>A program that the caller brings: it may compute, and claim nothing else.</summary>
    /// <param name="key">Its verifying key.</param>
    /// <param name="input">The only input that the caller accepts; null for any.</param>
    public static BusProgram Computing(VerifyingKey key, ReadOnlyMemory<byte>? input = null) => new(key, input);

    private static VerifyingKey CreateKey(string name)
    {
        LoweringResult lowered = Lowerer.LowerBytes(ReadModule(name));
        return VerifyingKey.Create(lowered.Program ?? throw new InvalidOperationException($"{name}: {lowered.Error}"));
    }

    internal static byte[] ReadModule(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{name}.wasm")
            ?? throw new InvalidOperationException($"the module {name}.wasm is not part of this assembly; build it with eng/build-guests.sh");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

using System.Reflection;
using Supercomputer.Claims;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;

namespace Supercomputer.Bus;

/// <summary>A program of the bus: a guest whose output is a claim. The module is part of this assembly.</summary>
/// <param name="Name">The file name of the module under Programs, without its ending.</param>
/// <param name="Kind">The claims that it puts out.</param>
public sealed record BusProgram(string Name, ClaimKind Kind)
{
    private readonly Lazy<VerifyingKey> key = new(() => CreateKey(Name), LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>The module's bytes.</summary>
    public byte[] Module => ReadModule(Name);

    /// <summary>The verifying key of the module, made once.</summary>
    public VerifyingKey Key => key.Value;

    private static VerifyingKey CreateKey(string name)
    {
        LoweringResult lowered = Lowerer.LowerBytes(ReadModule(name));
        return VerifyingKey.Create(lowered.Program ?? throw new InvalidOperationException($"{name}: {lowered.Error}"));
    }

    private static byte[] ReadModule(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{name}.wasm")
            ?? throw new InvalidOperationException($"the module {name}.wasm is not part of this assembly; build it with eng/build-guests.sh");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

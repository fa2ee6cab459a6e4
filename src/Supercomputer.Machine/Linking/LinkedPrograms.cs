using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Supercomputer.Machine.Lowering;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Machine.Linking;

/// <summary>What a program's key says of the modules that it was made from.</summary>
internal static class LinkedPrograms
{
    /// <summary>SHA-256 of the module's bytes; with linked modules, of the program's and of each module's name, its length first, and SHA-256.</summary>
    internal static byte[] Digest(ReadOnlySpan<byte> wasm, IReadOnlyList<LinkedModule> links)
    {
        byte[] own = SHA256.HashData(wasm);
        if (links.Count == 0) return own;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("WSC linked modules 1"u8);
        hash.AppendData(own);
        Span<byte> length = stackalloc byte[4];
        foreach (LinkedModule link in links)
        {
            byte[] name = Encoding.UTF8.GetBytes(link.Name);
            BinaryPrimitives.WriteInt32LittleEndian(length, name.Length);
            hash.AppendData(length);
            hash.AppendData(name);
            hash.AppendData(link.Digest.Span);
        }
        return hash.GetHashAndReset();
    }

    /// <summary>The host functions that the program and the modules linked to it import, as <c>module.name</c>, sorted; also those that a module
    /// beneath the program serves in the host's place.</summary>
    internal static string[] HostFunctions(Module program, IReadOnlyList<LinkedModule> links) =>
        [.. links.Select(l => l.Validated.Module).Append(program).SelectMany(m => m.Imports)
            .Where(i => i.Kind == ExternKind.Function && (IsServed(i) || links.All(l => l.Name != i.ModuleName)))
            .Select(i => IsServed(i) ? i.Name : $"{i.ModuleName}.{i.Name}").Distinct().Order(StringComparer.Ordinal)];

    private static bool IsServed(Import import) => import.ModuleName == BaseLinker.BaseName && import.Name.Contains('.', StringComparison.Ordinal);

    /// <summary>A program that ends as trapped by itself does so in one way, so that the statement says which.</summary>
    internal static LoweringError? CheckEnds(string[] hostFunctions) =>
        hostFunctions.Contains(ProgramExit.HostFunction) && hostFunctions.Contains("wsc.trap")
            ? new LoweringError("imports", "wsc.trap", -1, $"beside {ProgramExit.HostFunction}", "one of the two: both end a run as trapped by the program")
            : null;
}

using System.Security.Cryptography;
using Supercomputer.Machine.Hosts;
using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;

namespace Supercomputer.Machine.Linking;

/// <summary>Host functions for a program whose memory lies behind other pages: a module between program and host that moves their addresses.</summary>
/// <remarks>
/// A module of its own, so that every way to a function (call, reference, table) leads through it. An address that moving would carry beyond 2^32
/// becomes 2^32 - 1: it lay beyond the program's memory, of at most 2^31 bytes, and so does that, so the run traps where the host touches it and
/// only there. So does that of a stretch whose length the program says and whose end would lie beyond.
/// </remarks>
internal static class MovedHost
{
    /// <summary>The module's name among the linked ones.</summary>
    internal const string Name = "wsc.moved";

    /// <summary>The module, where an import asks for it.</summary>
    /// <param name="imports">The program's imports.</param>
    /// <param name="pages">By how many pages its memory is moved.</param>
    internal static IEnumerable<LinkedModule> Of(Import[] imports, uint pages)
    {
        string[] names = [.. imports.Where(i => i.ModuleName == Name).Select(i => i.Name).Distinct().Order(StringComparer.Ordinal)];
        if (names.Length == 0) return [];
        // Imports stand in front of functions.
        string text = $"(module {string.Concat(names.Select(Import))} {string.Concat(names.Select(name => Function(name, pages << 16)))})";
        WatResult compiled = WatCompiler.Compile(text);
        if (compiled.Bytes is null) throw new InvalidOperationException($"the moved host functions: {compiled.Error}");
        ValidationResult valid = Validator.Validate(ModuleDecoder.Decode(compiled.Bytes).Module ?? throw new InvalidOperationException("the moved host functions do not decode"));
        return [new(Name, valid.Module ?? throw new InvalidOperationException($"the moved host functions: {valid.Error}"), SHA256.HashData(compiled.Bytes))];
    }

    private static string Import(string name) => $"(import \"{HostInterface.OwnModule}\" \"{name}\" (func ${name} {Type(name)}))";

    private static string Function(string name, uint bytes)
    {
        HostAddress[] addresses = HostInterface.Addresses(HostInterface.OwnModule, name)!;
        int parameters = HostInterface.Find(HostInterface.OwnModule, name)!.Type.Parameters.Length;
        string operands = string.Concat(Enumerable.Range(0, parameters).Select(p => Array.FindIndex(addresses, a => a.Parameter == p) is >= 0 and int found
            ? $"(select (i32.const -1) (i32.add (local.get {p}) (i32.const {bytes})) {IsBeyond(addresses[found], bytes)})" : $"(local.get {p})"));
        return $"(func (export \"{name}\") {Type(name)} (call ${name} {operands}))";
    }

    /// <summary>Whether the moved address, or what lies there, would not end below 2^32.</summary>
    private static string IsBeyond(HostAddress address, uint bytes)
    {
        string start = $"(i32.gt_u (local.get {address.Parameter}) (i32.const {unchecked((int)(uint.MaxValue - bytes))}))";
        return address.LengthParameter is not { } length ? start : $"""
            (i32.or {start} (i64.gt_u (i64.add (i64.extend_i32_u (local.get {address.Parameter})) (i64.extend_i32_u (local.get {length}))) (i64.const {(1L << 32) - bytes})))
            """;
    }

    private static string Type(string name)
    {
        FunctionType type = HostInterface.Find(HostInterface.OwnModule, name)!.Type;
        string parameters = string.Join(' ', type.Parameters.Select(_ => "i32"));
        return type.Results.Length == 0 ? $"(param {parameters})" : $"(param {parameters}) (result i32)";
    }
}

using System.Diagnostics.CodeAnalysis;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Validation;

/// <summary>The context C of the specification's rules, and the place of the first error.</summary>
internal sealed class ModuleContext(Module module)
{
    public Module Module { get; } = module;

    /// <summary>The functions that <c>ref.func</c> may name in bodies: those that occur outside of bodies.</summary>
    public HashSet<uint> DeclaredFunctions { get; } = [];

    public ModuleError? Error { get; private set; }

    public bool Failed => Error is not null;

    /// <summary>The index of the function whose body is being validated; null outside of bodies.</summary>
    public uint? Function { get; set; }

    public void Fail(int at, string rule, string expected, string actual) =>
        Error ??= new ModuleError(
            ModuleErrorKind.Invalid, at, rule, expected, actual, Function is { } function ? Module.DescribeFunction(function) : null);

    public bool CheckIndex(int at, string what, uint index, int count)
    {
        if (index < (uint)count) return true;
        Fail(at, $"unknown {what} {index}", $"an index below {count}", $"{index}");
        return false;
    }

    public bool TryType(int at, uint index, [MaybeNullWhen(false)] out FunctionType type)
    {
        bool isKnown = CheckIndex(at, "type", index, Module.Types.Length);
        type = isKnown ? Module.Types[index] : null;
        return isKnown;
    }

    public bool TryFunctionType(int at, uint index, [MaybeNullWhen(false)] out FunctionType type)
    {
        type = null;
        return CheckIndex(at, "function", index, Module.FunctionTypeIndices.Length)
            && TryType(at, Module.FunctionTypeIndices[index], out type);
    }

    public bool TryTable(int at, uint index, out TableType type)
    {
        bool isKnown = CheckIndex(at, "table", index, Module.TableTypes.Length);
        type = isKnown ? Module.TableTypes[index] : default;
        return isKnown;
    }

    public bool TryGlobal(int at, uint index, out GlobalType type)
    {
        bool isKnown = CheckIndex(at, "global", index, Module.GlobalTypes.Length);
        type = isKnown ? Module.GlobalTypes[index] : default;
        return isKnown;
    }

    public bool CheckMemory(int at, uint index = 0) => CheckIndex(at, "memory", index, Module.MemoryTypes.Length);
}

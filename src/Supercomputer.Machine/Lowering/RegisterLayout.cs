using Supercomputer.Wasm.Modules;

namespace Supercomputer.Machine.Lowering;

/// <summary>Where the values of a function type or the locals of a function lie: each type has its own register space.</summary>
internal sealed class RegisterLayout
{
    internal RegisterLayout(ValType[] types)
    {
        Registers = new uint[types.Length];
        IsWideAt = new bool[types.Length];
        for (int i = 0; i < types.Length; i++)
        {
            IsWideAt[i] = IsWide(types[i]);
            Registers[i] = IsWideAt[i] ? Count64++ : Count32++;
        }
    }

    /// <summary>The register of each value.</summary>
    internal uint[] Registers { get; }

    /// <summary>Whether each value is of 64 bits.</summary>
    internal bool[] IsWideAt { get; }

    internal uint Count32 { get; }

    internal uint Count64 { get; }

    internal int Length => Registers.Length;

    internal static bool IsWide(ValType type) => type is ValType.I64 or ValType.F64;

    internal static bool IsSupported(ValType type) =>
        type is ValType.I32 or ValType.I64 or ValType.F32 or ValType.F64 or ValType.FuncRef or ValType.ExternRef;
}

using Supercomputer.Wasm.Modules;

namespace Supercomputer.Machine.Tests.Differential;

/// <summary>Opcodes in a row that take and give the same types.</summary>
internal sealed record NumericGroup(ValType Result, ValType[] Operands, uint First, int Count, bool IsPrefixed = false)
{
    private static readonly NumericGroup[] s_all =
    [
        new(ValType.I32, [ValType.I32], 0x45, 1), new(ValType.I32, [ValType.I32, ValType.I32], 0x46, 10),
        new(ValType.I32, [ValType.I64], 0x50, 1), new(ValType.I32, [ValType.I64, ValType.I64], 0x51, 10),
        new(ValType.I32, [ValType.F32, ValType.F32], 0x5B, 6), new(ValType.I32, [ValType.F64, ValType.F64], 0x61, 6),
        new(ValType.I32, [ValType.I32], 0x67, 3), new(ValType.I32, [ValType.I32, ValType.I32], 0x6A, 15),
        new(ValType.I64, [ValType.I64], 0x79, 3), new(ValType.I64, [ValType.I64, ValType.I64], 0x7C, 15),
        new(ValType.F32, [ValType.F32], 0x8B, 7), new(ValType.F32, [ValType.F32, ValType.F32], 0x92, 7),
        new(ValType.F64, [ValType.F64], 0x99, 7), new(ValType.F64, [ValType.F64, ValType.F64], 0xA0, 7),
        new(ValType.I32, [ValType.I64], 0xA7, 1), new(ValType.I32, [ValType.F32], 0xA8, 2), new(ValType.I32, [ValType.F64], 0xAA, 2),
        new(ValType.I64, [ValType.I32], 0xAC, 2), new(ValType.I64, [ValType.F32], 0xAE, 2), new(ValType.I64, [ValType.F64], 0xB0, 2),
        new(ValType.F32, [ValType.I32], 0xB2, 2), new(ValType.F32, [ValType.I64], 0xB4, 2), new(ValType.F32, [ValType.F64], 0xB6, 1),
        new(ValType.F64, [ValType.I32], 0xB7, 2), new(ValType.F64, [ValType.I64], 0xB9, 2), new(ValType.F64, [ValType.F32], 0xBB, 1),
        new(ValType.I32, [ValType.F32], 0xBC, 1), new(ValType.I64, [ValType.F64], 0xBD, 1),
        new(ValType.F32, [ValType.I32], 0xBE, 1), new(ValType.F64, [ValType.I64], 0xBF, 1),
        new(ValType.I32, [ValType.I32], 0xC0, 2), new(ValType.I64, [ValType.I64], 0xC2, 3),
        new(ValType.I32, [ValType.F32], 0, 2, true), new(ValType.I32, [ValType.F64], 2, 2, true),
        new(ValType.I64, [ValType.F32], 4, 2, true), new(ValType.I64, [ValType.F64], 6, 2, true),
    ];

    /// <summary>The groups that give a type; those of many opcodes more than once.</summary>
    internal static NumericGroup[] Of(ValType type) => s_byType[type];

    private static readonly Dictionary<ValType, NumericGroup[]> s_byType = s_all.GroupBy(g => g.Result).ToDictionary(
        g => g.Key, g => g.SelectMany(group => Enumerable.Repeat(group, 1 + group.Count / 2)).ToArray());
}

using Supercomputer.Wasm.Text;

namespace Supercomputer.Machine.SpecProofs;

/// <summary>Values of the suite's scripts as the machine's registers hold them: a v128 is two.</summary>
internal static class SuiteValues
{
    /// <summary>What a register must hold: the value under the mask, or anything but null.</summary>
    internal readonly record struct Check(ulong Mask, ulong Value, bool IsNotNull = false);

    /// <summary>A v128 as two i64, another value as itself.</summary>
    internal static IEnumerable<WastValue> Halves(WastValue value) => value.Kind != WastValueKind.V128 ? [value]
        : [new WastValue(WastValueKind.I64, value.Bits), new WastValue(WastValueKind.I64, value.UpperBits)];

    internal static ulong Bits(WastValue value) => value.Kind switch
    {
        WastValueKind.NullExternal or WastValueKind.NullFunction => 0,
        WastValueKind.External => value.Bits + 1,
        _ => value.Bits,
    };

    internal static IEnumerable<Check> Checks(WastValue expected)
    {
        if (expected.Kind is WastValueKind.AnyFunction or WastValueKind.AnyExternal) return [new Check(0, 0, true)];
        if (expected.Kind != WastValueKind.V128) return [Lane(expected)];
        UInt128 mask = 0, value = 0;
        int bits = 128 / expected.Lanes!.Count;
        for (int i = 0; i < expected.Lanes.Count; i++)
        {
            Check lane = Lane(expected.Lanes[i]);
            UInt128 whole = (UInt128.One << bits) - 1;
            mask |= (lane.Mask & whole) << (i * bits);
            value |= (lane.Value & whole) << (i * bits);
        }
        return [new Check((ulong)mask, (ulong)value), new Check((ulong)(mask >> 64), (ulong)(value >> 64))];
    }

    private static Check Lane(WastValue lane) => NaNPattern.Of(lane.Kind) is { } pattern
        ? new Check(pattern.Mask, pattern.Value) : new Check(ulong.MaxValue, Bits(lane));
}

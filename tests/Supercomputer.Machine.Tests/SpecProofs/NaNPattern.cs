using Supercomputer.Wasm.Text;

namespace Supercomputer.Machine.SpecProofs;

/// <summary>Which bits of a NaN result the suite prescribes.</summary>
internal readonly record struct NaNPattern(ulong Mask, ulong Value)
{
    /// <summary>The pattern of an expected result; null for one that is no pattern.</summary>
    internal static NaNPattern? Of(WastValueKind kind) => kind switch
    {
        WastValueKind.F32CanonicalNan => new(0x7fff_ffff, 0x7fc0_0000),
        WastValueKind.F32ArithmeticNan => new(0x7fc0_0000, 0x7fc0_0000),
        WastValueKind.F64CanonicalNan => new(0x7fff_ffff_ffff_ffff, 0x7ff8_0000_0000_0000),
        WastValueKind.F64ArithmeticNan => new(0x7ff8_0000_0000_0000, 0x7ff8_0000_0000_0000),
        _ => null,
    };
}

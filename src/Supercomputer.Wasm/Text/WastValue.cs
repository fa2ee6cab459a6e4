namespace Supercomputer.Wasm.Text;

/// <summary>An argument or an expected result of a script.</summary>
/// <param name="Kind">Its type, or the pattern that a result has to match.</param>
/// <param name="Bits">
/// The bits of a number (upper half zero for 32-bit types) or the number of an external reference; the low half of a v128, patterns zero.
/// </param>
/// <param name="UpperBits">The upper half of a v128; zero else.</param>
/// <param name="Lanes">The lanes of a v128, lane 0 first; null else. A lane of 8 or 16 bits is an i32 with the other bits zero.</param>
public readonly record struct WastValue(WastValueKind Kind, ulong Bits, ulong UpperBits = 0, IReadOnlyList<WastValue>? Lanes = null)
{
    /// <summary>A v128 of these lanes, of 128 bits together.</summary>
    internal static WastValue OfLanes(WastValue[] lanes)
    {
        UInt128 bits = 0;
        for (int i = 0; i < lanes.Length; i++) bits |= (UInt128)lanes[i].Bits << (128 / lanes.Length * i);
        return new WastValue(WastValueKind.V128, (ulong)bits, (ulong)(bits >> 64), lanes);
    }

    /// <inheritdoc/>
    public override string ToString() => Lanes is null ? $"{Kind}:0x{Bits:x}" : $"V128:({string.Join(' ', Lanes)})";
}

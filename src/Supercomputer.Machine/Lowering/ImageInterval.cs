namespace Supercomputer.Machine.Lowering;

/// <summary>A run of 32-bit words that a space holds at the start.</summary>
/// <param name="Start">The address of the first word, in words.</param>
/// <param name="Words">The words.</param>
public sealed record ImageInterval(uint Start, uint[] Words)
{
    /// <summary>The address after the last word.</summary>
    public uint End => Start + (uint)Words.Length;
}

namespace Supercomputer.Wasm.Modules;

/// <summary>The size range of a table (entries) or a memory (pages of 64 KiB).</summary>
public readonly record struct Limits(uint Minimum, uint? Maximum)
{
    /// <summary>Whether something of actual size <paramref name="size"/> and maximum <paramref name="maximum"/> may be
    /// imported where these limits are asked for.</summary>
    public bool Admit(uint size, uint? maximum) =>
        size >= Minimum && (Maximum is not { } asked || (maximum is { } given && given <= asked));
}

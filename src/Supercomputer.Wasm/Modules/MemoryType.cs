namespace Supercomputer.Wasm.Modules;

/// <summary>The type of a linear memory: its size range in pages of 64 KiB.</summary>
public readonly record struct MemoryType(Limits Limits)
{
    /// <summary>Bytes of a page.</summary>
    public const int PageSizeBytes = 65536;

    /// <summary>The most pages that 32-bit addresses reach.</summary>
    public const uint MaximumPages = 65536;
}

namespace Supercomputer.Wasm.Text;

/// <summary>A section that is a vector of entries.</summary>
internal sealed class WatSection(byte id)
{
    private readonly WasmBuffer _entries = new();
    private uint _count;

    /// <summary>Counts one more entry and gives the buffer that it is written to.</summary>
    public WasmBuffer Next()
    {
        _count++;
        return _entries;
    }

    /// <summary>Writes the section, nothing when it has no entry.</summary>
    public void WriteTo(WasmBuffer module)
    {
        if (_count == 0) return;
        WasmBuffer count = new();
        count.Unsigned(_count);
        module.Byte(id);
        module.Unsigned((uint)(count.Length + _entries.Length));
        module.Bytes(count.Written);
        module.Bytes(_entries.Written);
    }
}

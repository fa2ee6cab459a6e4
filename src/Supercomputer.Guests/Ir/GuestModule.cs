using System.Buffers.Binary;
using System.Text;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Ir;

/// <summary>The functions and the static memory of a guest.</summary>
/// <remarks>Memory: below <see cref="StackBytes"/> the stack, which grows down to <see cref="GuardBytes"/>; then statics; then the heap.
/// Nothing lies below <see cref="GuardBytes"/>, and what is there is zero: an array that is null has length 0.</remarks>
internal sealed class GuestModule
{
    public const int GuardBytes = 1024, StackBytes = 65536;

    private readonly List<byte> _memory = [];
    private bool _isInitialized;
    private readonly Dictionary<string, uint> _literals = new(StringComparer.Ordinal);
    private readonly Dictionary<uint, int> _constants = [], _readOnly = [];
    private readonly Dictionary<string, GuestFunction> _imports = new(StringComparer.Ordinal);

    public Dictionary<string, GuestFunction> Functions { get; } = new(StringComparer.Ordinal);

    public List<(string Name, GuestFunction Function)> Exports { get; } = [];

    /// <summary>The bytes from <see cref="StackBytes"/> on.</summary>
    public IReadOnlyList<byte> Memory => _memory;

    /// <summary>The address of the first byte behind the statics.</summary>
    public uint HeapBase => (uint)(StackBytes + ((_memory.Count + 7) & ~7));

    public uint Reserve(int size, int alignment)
    {
        while (_memory.Count % alignment != 0) _memory.Add(0);
        uint address = (uint)(StackBytes + _memory.Count);
        _memory.AddRange(Enumerable.Repeat((byte)0, size));
        return address;
    }

    public uint AddBytes(ReadOnlySpan<byte> bytes, int alignment)
    {
        string key = $"{alignment}:{Convert.ToHexString(bytes)}";
        if (_literals.TryGetValue(key, out uint known)) return known;
        uint address = Reserve(bytes.Length, alignment);
        for (int i = 0; i < bytes.Length; i++) _memory[(int)address - StackBytes + i] = bytes[i];
        _constants[address] = Math.Max(bytes.Length, _constants.GetValueOrDefault(address));
        return _literals[key] = address;
    }

    /// <summary>Says that only a static constructor writes these bytes.</summary>
    public void MarkReadOnly(uint address, int size) => _readOnly[address] = size;

    /// <summary>A number of a few bytes that no run changes, its upper bits zero; null where it is not known.</summary>
    public ulong? ConstantAt(ulong address, int size)
    {
        bool IsWithin(KeyValuePair<uint, int> place) => place.Key <= address && address + (ulong)size <= place.Key + (ulong)place.Value;
        return _constants.Any(IsWithin) || (_isInitialized && _readOnly.Any(IsWithin)) ? Read(address, size) : null;
    }

    /// <summary>The length of an array that the static constructors left; null where there is none.</summary>
    public uint? LengthAt(ulong address) => _isInitialized && address + 4 <= HeapBase ? (uint?)Read(address, 4) : null;

    private ulong? Read(ulong address, int size)
    {
        if (address < StackBytes || address + (ulong)size > (ulong)(StackBytes + _memory.Count)) return null;
        ulong value = 0;
        for (int i = 0; i < size; i++) value |= (ulong)_memory[(int)address - StackBytes + i] << (8 * i);
        return value;
    }

    /// <summary>A string as the language sees it: its length, then its characters.</summary>
    public uint AddString(string text)
    {
        byte[] bytes = new byte[8 + (2 * text.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, text.Length);
        Encoding.Unicode.GetBytes(text, bytes.AsSpan(8));
        return AddBytes(bytes, 8);
    }

    public GuestFunction ImportOf(string name, ValType[] parameters, ValType[] results)
    {
        if (_imports.TryGetValue(name, out GuestFunction? known)) return known;
        return _imports[name] = new GuestFunction($"wsc.{name}", parameters, results) { Import = name };
    }

    public void SetWord(uint address, uint value)
    {
        for (int i = 0; i < 4; i++) _memory[(int)address - StackBytes + i] = (byte)(value >> (8 * i));
    }

    /// <summary>Takes the contents of the statics and the heap after the static constructors ran.</summary>
    public void TakeMemory(ReadOnlySpan<byte> bytes)
    {
        _memory.Clear();
        _literals.Clear();
        foreach (byte value in bytes) _memory.Add(value);
        _isInitialized = true;
    }
}

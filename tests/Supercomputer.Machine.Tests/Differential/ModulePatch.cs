using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;

namespace Supercomputer.Machine.Tests.Differential;

/// <summary>Appends types, functions and exports to a valid module in the binary format.</summary>
internal sealed class ModulePatch
{
    /// <summary>The order in which sections stand, by their identifiers.</summary>
    private static readonly byte[] s_order = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 10, 11];

    private const byte TypeSection = 1, FunctionSection = 3, ExportSection = 7, CodeSection = 10;

    private readonly byte[] _bytes;
    private readonly Dictionary<byte, (uint Count, WasmBuffer Entries)> _added = [];
    private uint _types, _functions;

    internal ModulePatch(byte[] bytes, Module module)
    {
        _bytes = bytes;
        _types = (uint)module.Types.Length;
        _functions = (uint)module.FunctionTypeIndices.Length;
    }

    /// <summary>Adds a function and its type; its index.</summary>
    internal uint AddFunction(ValType[] results, IReadOnlyList<ValType> locals, WasmBuffer code)
    {
        WasmBuffer type = Entry(TypeSection);
        type.Byte(0x60);
        type.Unsigned(0);
        type.Unsigned((uint)results.Length);
        foreach (ValType result in results) type.Byte((byte)result);
        Entry(FunctionSection).Unsigned(_types++);
        WasmBuffer body = new();
        body.Unsigned((uint)locals.Count);
        foreach (ValType local in locals)
        {
            body.Unsigned(1);
            body.Byte((byte)local);
        }
        body.Bytes(code.Written);
        body.Byte(0x0B);
        Entry(CodeSection).Vector(body.Written);
        return _functions++;
    }

    internal void AddExport(string name, ExternKind kind, uint index)
    {
        WasmBuffer export = Entry(ExportSection);
        export.Name(name);
        export.Byte((byte)kind);
        export.Unsigned(index);
    }

    /// <summary>The module with what was added.</summary>
    internal byte[] Finish()
    {
        WasmBuffer patched = new();
        patched.Bytes(_bytes.AsSpan(0, 8));
        HashSet<byte> pending = [.. _added.Keys];
        for (int at = 8; at < _bytes.Length;)
        {
            byte id = _bytes[at++];
            int size = (int)Unsigned(_bytes, ref at);
            if (id != 0) WriteMissing(patched, pending, Array.IndexOf(s_order, id));
            WriteSection(patched, id, _bytes.AsSpan(at, size), pending.Remove(id));
            at += size;
        }
        WriteMissing(patched, pending, s_order.Length);
        return patched.Written.ToArray();
    }

    private WasmBuffer Entry(byte section)
    {
        (uint count, WasmBuffer entries) = _added.GetValueOrDefault(section, (0u, new WasmBuffer()));
        _added[section] = (count + 1, entries);
        return entries;
    }

    /// <summary>Writes sections that the module does not have, up to a place in the order.</summary>
    private void WriteMissing(WasmBuffer patched, HashSet<byte> pending, int end)
    {
        foreach (byte id in s_order.AsSpan(0, end))
            if (pending.Remove(id)) WriteSection(patched, id, [0], true);
    }

    private void WriteSection(WasmBuffer patched, byte id, ReadOnlySpan<byte> content, bool isExtended)
    {
        patched.Byte(id);
        if (!isExtended)
        {
            patched.Vector(content);
            return;
        }
        uint count = 0;
        int length = 0;
        do count |= (content[length] & 0x7Fu) << (7 * length);
        while ((content[length++] & 0x80) != 0);
        WasmBuffer extended = new();
        extended.Unsigned(count + _added[id].Count);
        extended.Bytes(content[length..]);
        extended.Bytes(_added[id].Entries.Written);
        patched.Vector(extended.Written);
    }

    /// <summary>Reads an unsigned LEB128 number.</summary>
    internal static uint Unsigned(byte[] bytes, ref int at)
    {
        uint value = 0;
        int shift = 0;
        byte read;
        do
        {
            read = bytes[at++];
            value |= (read & 0x7Fu) << shift;
            shift += 7;
        }
        while ((read & 0x80) != 0);
        return value;
    }
}

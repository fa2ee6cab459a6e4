using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;

namespace Supercomputer.Machine.Tests.Differential;

/// <summary>Makes every NaN the same after each instruction whose NaN's bits are the engine's choice, so that engines can be compared.</summary>
/// <remarks>Binaryen's <c>--denan</c> does the same for some; lanes of vectors, and altered modules, it misses.</remarks>
internal static class NaNCanonicalizer
{
    private const byte CodeSection = 10, End = 0x0B, LocalGet = 0x20, LocalTee = 0x22, Select = 0x1B, Prefix = 0xFD;
    private const uint Nan32 = 0x7FC00000;
    private const ulong Nan64 = 0x7FF8000000000000;

    /// <summary>The module with the additional instructions in its code section.</summary>
    internal static byte[] Rewrite(byte[] bytes, Module module)
    {
        WasmBuffer rewritten = new();
        rewritten.Bytes(bytes.AsSpan(0, 8));
        for (int at = 8; at < bytes.Length;)
        {
            byte id = bytes[at++];
            int size = (int)ModulePatch.Unsigned(bytes, ref at);
            rewritten.Byte(id);
            if (id == CodeSection) rewritten.Vector(Code(bytes, module));
            else rewritten.Vector(bytes.AsSpan(at, size));
            at += size;
        }
        return rewritten.Written.ToArray();
    }

    private static ReadOnlySpan<byte> Code(byte[] bytes, Module module)
    {
        WasmBuffer section = new();
        section.Unsigned((uint)module.Functions.Length);
        foreach (Function function in module.Functions)
        {
            WasmBuffer body = new();
            body.Unsigned((uint)function.Locals.Length + 3);
            foreach (LocalRun run in function.Locals) Run(body, run.Count, run.Type);
            foreach (ValType type in (ValType[])[ValType.F32, ValType.F64, ValType.V128]) Run(body, 1, type);
            uint scratch = (uint)(module.Types[function.TypeIndex].Parameters.Length + function.LocalCount);
            for (int i = 0; i < function.Body.Length - 1; i++)
            {
                body.Bytes(bytes.AsSpan(function.Body[i].ByteOffset..function.Body[i + 1].ByteOffset));
                Canonical(body, bytes, function.Body[i].ByteOffset, scratch);
            }
            body.Byte(End);
            section.Vector(body.Written);
        }
        return section.Written;
    }

    private static void Run(WasmBuffer body, uint count, ValType type)
    {
        body.Unsigned(count);
        body.Byte((byte)type);
    }

    private static void Canonical(WasmBuffer body, byte[] bytes, int at, uint scratch)
    {
        byte opcode = bytes[at++];
        uint vector = opcode == Prefix ? ModulePatch.Unsigned(bytes, ref at) : 0;
        bool is32 = opcode is (>= 0x8D and <= 0x97) or 0xB6
            || (opcode == Prefix && vector is (>= 0x67 and <= 0x6A) or (>= 0xE3 and <= 0xE9) or 0x5E);
        bool is64 = opcode is (>= 0x9B and <= 0xA5) or 0xBB
            || (opcode == Prefix && vector is 0x74 or 0x75 or 0x7A or 0x94 or (>= 0xEF and <= 0xF5) or 0x5F);
        if (!is32 && !is64) return;
        uint local = scratch + (opcode == Prefix ? 2u : is32 ? 0u : 1u);
        Op(body, LocalTee, local);
        if (opcode == Prefix) body.Bytes([Prefix, 12]);
        else body.Byte(is32 ? (byte)0x43 : (byte)0x44);
        for (int i = 0; i < (opcode != Prefix ? 1 : is32 ? 4 : 2); i++)
        {
            if (is32) body.Fixed32(Nan32);
            else body.Fixed64(Nan64);
        }
        Op(body, LocalGet, local);
        Op(body, LocalGet, local);
        if (opcode == Prefix) body.Bytes(is32 ? [Prefix, 0x41, Prefix, 0x52] : [Prefix, 0x47, Prefix, 0x52]);
        else body.Bytes([is32 ? (byte)0x5B : (byte)0x61, Select]);
    }

    private static void Op(WasmBuffer body, byte opcode, uint index)
    {
        body.Byte(opcode);
        body.Unsigned(index);
    }
}

using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;

namespace Supercomputer.Guests.Emission;

/// <summary>Writes a module in the binary format. The same functions in the same order give the same bytes.</summary>
internal sealed class ModuleWriter(GuestModule module, IReadOnlyList<GuestFunction> reached)
{
    private readonly List<FunctionType> _types = [];
    private readonly Dictionary<GuestFunction, uint> _indices = [];

    public byte[] Write()
    {
        GuestFunction[] imports = [.. reached.Where(f => f.Import is not null)];
        GuestFunction[] functions = [.. reached.Where(f => f.Import is null)];
        foreach (GuestFunction function in imports.Concat(functions)) _indices[function] = (uint)_indices.Count;
        WasmBuffer output = new();
        output.Bytes("\0asm\u0001\0\0\0"u8);
        WasmBuffer[] bodies = [.. functions.Select(Body)];
        uint[] types = [.. imports.Concat(functions).Select(TypeOf)];
        Section(output, 1, Vector(_types, WriteType));
        if (imports.Length > 0) Section(output, 2, Vector(imports, (b, f) => { b.Name("wsc"); b.Name(f.Import!); b.Byte(0); b.Unsigned(TypeOf(f)); }));
        Section(output, 3, Vector(functions, (b, f) => b.Unsigned(TypeOf(f))));
        uint pages = (module.HeapBase + 65535) / 65536;
        Section(output, 5, Vector([pages], (b, p) => { b.Byte(0); b.Unsigned(p); }));
        Section(output, 6, Vector([GuestModule.StackBytes], (b, top) => { b.Byte((byte)ValType.I32); b.Byte(1); b.Byte((byte)Opcode.I32Const); b.Signed(top); b.Byte(0x0B); }));
        (string Name, byte Kind, uint Index)[] exports = [.. module.Exports.Select(e => (e.Name, (byte)0, _indices[e.Function])), ("memory", 2, 0)];
        Section(output, 7, Vector(exports, (b, e) => { b.Name(e.Name); b.Byte(e.Kind); b.Unsigned(e.Index); }));
        Section(output, 10, Vector(bodies, (b, body) => b.Vector(body.Written)));
        (uint Address, byte[] Bytes)[] data = [.. DataRuns()];
        if (data.Length > 0)
        {
            Section(output, 11, Vector(data, (b, run) =>
            {
                b.Byte(0);
                b.Byte((byte)Opcode.I32Const);
                b.Signed((int)run.Address);
                b.Byte(0x0B);
                b.Vector(run.Bytes);
            }));
        }

        return output.Written.ToArray();
    }

    private uint TypeOf(GuestFunction function)
    {
        FunctionType type = new(function.Parameters, function.Results);
        int index = _types.IndexOf(type);
        if (index >= 0) return (uint)index;
        _types.Add(type);
        return (uint)_types.Count - 1;
    }

    /// <summary>The statics without long stretches of zeros, which memory has anyway.</summary>
    private IEnumerable<(uint Address, byte[] Bytes)> DataRuns()
    {
        const int gap = 12;
        byte[] bytes = [.. module.Memory];
        for (int at = 0; at < bytes.Length;)
        {
            if (bytes[at] == 0)
            {
                at++;
                continue;
            }

            int end = at + 1;
            for (int i = end; i < bytes.Length && i - end < gap; i++)
                if (bytes[i] != 0) end = i + 1;
            yield return ((uint)(GuestModule.StackBytes + at), bytes[at..end]);
            at = end;
        }
    }

    private static void WriteType(WasmBuffer buffer, FunctionType type)
    {
        buffer.Byte(0x60);
        foreach (ValType[] list in new[] { type.Parameters, type.Results })
        {
            buffer.Unsigned((uint)list.Length);
            foreach (ValType value in list) buffer.Byte((byte)value);
        }
    }

    private static WasmBuffer Vector<T>(IReadOnlyCollection<T> items, Action<WasmBuffer, T> write)
    {
        WasmBuffer buffer = new();
        buffer.Unsigned((uint)items.Count);
        foreach (T item in items) write(buffer, item);
        return buffer;
    }

    private static void Section(WasmBuffer output, byte id, WasmBuffer content)
    {
        output.Byte(id);
        output.Vector(content.Written);
    }

    private WasmBuffer Body(GuestFunction function)
    {
        LinearCode code = Stackifier.Run(function);
        LocalAllocator.Run(code);
        EmptyBlocks.Run(code);
        List<LinearOp> ops = Structurer.Run(code);
        WasmBuffer body = new();
        List<(uint Count, ValType Type)> runs = [];
        foreach (ValType type in code.Locals.Skip(function.Parameters.Length))
        {
            if (runs.Count > 0 && runs[^1].Type == type) runs[^1] = (runs[^1].Count + 1, type);
            else runs.Add((1, type));
        }

        body.Unsigned((uint)runs.Count);
        foreach ((uint count, ValType type) in runs)
        {
            body.Unsigned(count);
            body.Byte((byte)type);
        }

        for (int i = 0; i < ops.Count; i++) Write(body, ops, ref i);
        body.Byte((byte)Opcode.End);
        return body;
    }

    private void Write(WasmBuffer body, List<LinearOp> ops, ref int at)
    {
        LinearOp op = ops[at];
        if ((int)op.Code < 0x100) body.Byte((byte)op.Code);
        else
        {
            body.Byte(0xFC);
            body.Unsigned((uint)((int)op.Code & 0xFF));
        }

        switch (op.Code)
        {
            case Opcode.Block or Opcode.Loop or Opcode.If: body.Byte(0x40); break;
            case Opcode.Br or Opcode.BrIf or Opcode.LocalGet or Opcode.LocalSet or Opcode.LocalTee or Opcode.GlobalGet or Opcode.GlobalSet:
                body.Unsigned((uint)op.Bits);
                break;
            case Opcode.BrTable:
                body.Unsigned((uint)op.Bits - 1);
                for (ulong i = 0; i < op.Bits; i++) body.Unsigned((uint)ops[++at].Bits);
                break;
            case Opcode.Call: body.Unsigned(_indices[op.Callee!]); break;
            case Opcode.I32Const: body.Signed((int)op.Bits); break;
            case Opcode.I64Const: body.Signed((long)op.Bits); break;
            case Opcode.F32Const: body.Fixed32((uint)op.Bits); break;
            case Opcode.F64Const: body.Fixed64(op.Bits); break;
            case Opcode.MemorySize or Opcode.MemoryGrow or Opcode.MemoryFill: body.Byte(0); break;
            case Opcode.MemoryCopy: body.Byte(0); body.Byte(0); break;
            default:
                if (!op.Code.IsLoad() && !op.Code.IsStore()) break;
                body.Unsigned(OperatorSignatures.Of(op.Code)!.AccessSizeLog!.Value);
                body.Unsigned((uint)op.Bits);
                break;
        }
    }
}

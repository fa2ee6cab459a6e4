using System.Diagnostics.CodeAnalysis;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Binary;

/// <summary>Decodes instruction sequences and resolves which <c>end</c> and <c>else</c> belong to which block.</summary>
/// <remarks>Source: WebAssembly Core 2.0, section 5.4.</remarks>
internal sealed class ExpressionDecoder(WasmReader reader, ModuleLimits limits, TypeReader types)
{
    private readonly List<Instruction> _body = [];
    private readonly List<int> _open = [];
    private readonly List<uint[]> _branchTables = [];
    private readonly List<ValType[]> _selectTypes = [];
    private int _instructionsLeft = limits.Instructions;

    /// <summary>The byte offset of the first instruction that names a data segment.</summary>
    public int? DataSegmentUse { get; private set; }

    public Function DecodeFunction(uint typeIndex, LocalRun[] locals, int localCount, int byteOffset)
    {
        Instruction[] body = Decode();
        return new Function
        {
            TypeIndex = typeIndex,
            Locals = locals,
            LocalCount = localCount,
            Body = body,
            BranchTables = [.. _branchTables],
            SelectTypes = [.. _selectTypes],
            ByteOffset = byteOffset,
        };
    }

    /// <summary>Decodes the expression of a global, segment offset or element; whether it is constant is for validation.</summary>
    public Instruction[] DecodeConstant() => Decode();

    private Instruction[] Decode()
    {
        _body.Clear();
        _open.Clear();
        _branchTables.Clear();
        _selectTypes.Clear();
        bool isOpen = true;
        while (isOpen && !reader.Failed)
        {
            Spend(1);
            int at = reader.Position;
            Instruction instruction = ReadInstruction(at);
            if (!reader.Failed) isOpen = Append(instruction);
        }
        return reader.Failed ? [] : [.. _body];
    }

    /// <summary>Counts instructions and labels of branch tables, each of which takes memory here and in every later form.</summary>
    private void Spend(int count)
    {
        _instructionsLeft -= count;
        if (_instructionsLeft < 0) reader.FailLimit("instructions", limits.Instructions, limits.Instructions - (long)_instructionsLeft);
    }

    /// <summary>Adds the instruction and resolves blocks; false when it closed the expression.</summary>
    private bool Append(Instruction instruction)
    {
        int index = _body.Count;
        _body.Add(instruction);
        switch (instruction.Opcode)
        {
            case Opcode.Block or Opcode.Loop or Opcode.If:
                if (_open.Count >= limits.NestingDepth)
                    reader.FailLimit("nested blocks", limits.NestingDepth, _open.Count + 1, instruction.ByteOffset);
                _open.Add(index);
                return true;
            case Opcode.Else:
                if (_open.Count == 0 || _body[_open[^1]].Opcode != Opcode.If)
                {
                    reader.Fail("END opcode expected", "an if for this else", "none", at: instruction.ByteOffset);
                    return false;
                }
                ResolveOpen(index);
                _open[^1] = index;
                return true;
            case Opcode.End:
                if (_open.Count == 0) return false;
                ResolveOpen(index);
                _open.RemoveAt(_open.Count - 1);
                return true;
            default:
                return true;
        }
    }

    private void ResolveOpen(int match) => _body[_open[^1]] = _body[_open[^1]].WithMatch(match);

    private Instruction ReadInstruction(int at)
    {
        uint code = reader.ReadByte();
        if (code is 0xFC or 0xFD)
        {
            uint second = reader.ReadU32();
            code = second < 0x100 ? (code << 8) + second : 0xFFFF;
        }
        if (reader.Failed) return default;
        if (!OpcodeNames.IsDefined(code))
        {
            reader.Fail("illegal opcode", "an instruction of WebAssembly 2.0", $"0x{code:X2}", at: at);
            return default;
        }
        return VectorInstructions.Of((Opcode)code) is { } vector ? ReadVectorImmediates(vector, at) : ReadImmediates((Opcode)code, at);
    }

    [SuppressMessage("Design", "MA0051:Method is too long", Justification = "Decode switch: one arm an immediate form.")]
    private Instruction ReadImmediates(Opcode opcode, int at)
    {
        uint index = 0;
        ulong wide = 0;
        switch (opcode)
        {
            case Opcode.Block or Opcode.Loop or Opcode.If:
                wide = types.ReadBlockType().Encoding;
                break;
            case Opcode.Br or Opcode.BrIf or Opcode.Call or Opcode.RefFunc
                or (>= Opcode.LocalGet and <= Opcode.TableSet)
                or Opcode.ElemDrop or Opcode.TableGrow or Opcode.TableSize or Opcode.TableFill:
                index = reader.ReadU32();
                break;
            case Opcode.BrTable:
                index = (uint)_branchTables.Count;
                ReadBranchTable();
                break;
            case Opcode.CallIndirect or Opcode.TableInit or Opcode.TableCopy:
                index = reader.ReadU32();
                wide = reader.ReadU32();
                break;
            case Opcode.SelectTyped:
                index = (uint)_selectTypes.Count;
                _selectTypes.Add(types.ReadValTypes());
                break;
            case >= Opcode.I32Load and <= Opcode.I64Store32:
                index = reader.ReadU32();
                wide = reader.ReadU32();
                break;
            case Opcode.MemorySize or Opcode.MemoryGrow or Opcode.MemoryFill:
                reader.ReadZeroByte();
                break;
            case Opcode.MemoryCopy:
                reader.ReadZeroByte();
                reader.ReadZeroByte();
                break;
            case Opcode.MemoryInit or Opcode.DataDrop:
                DataSegmentUse ??= at;
                index = reader.ReadU32();
                if (opcode == Opcode.MemoryInit) reader.ReadZeroByte();
                break;
            case Opcode.I32Const: wide = (uint)reader.ReadS32(); break;
            case Opcode.I64Const: wide = (ulong)reader.ReadS64(); break;
            case Opcode.F32Const: wide = reader.ReadF32(); break;
            case Opcode.F64Const: wide = reader.ReadF64(); break;
            case Opcode.RefNull: index = (uint)types.ReadReferenceType(); break;
        }
        return new Instruction(opcode, index, wide, at);
    }

    private Instruction ReadVectorImmediates(VectorInstruction vector, int at)
    {
        if (vector.Form is VectorForm.Constant or VectorForm.Shuffle) return Instruction.OfVector(vector.Opcode, reader.ReadV128(), at);
        uint alignment = 0;
        ulong wide = 0;
        if (vector.AccessesMemory) (alignment, wide) = (reader.ReadU32(), reader.ReadU32());
        if (vector.HasLane) wide |= (ulong)reader.ReadByte() << 32;
        return new Instruction(vector.Opcode, alignment, wide, at);
    }

    private void ReadBranchTable()
    {
        int count = reader.ReadCount("labels", limits.Instructions);
        Spend(count);
        if (reader.Failed) return;
        uint[] labels = new uint[count + 1];
        for (int i = 0; i <= count && !reader.Failed; i++) labels[i] = reader.ReadU32();
        _branchTables.Add(labels);
    }
}

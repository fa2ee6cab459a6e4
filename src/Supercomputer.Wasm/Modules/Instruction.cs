namespace Supercomputer.Wasm.Modules;

/// <summary>One decoded instruction: an opcode and its immediates, whose meaning the opcode gives.</summary>
/// <remarks>
/// Shape: <c>block</c>, <c>loop</c>, <c>if</c>: block type and <see cref="Match"/>; <c>else</c>: <see cref="Match"/>;
/// branches, calls, variables and tables: <see cref="Index"/>; <c>call_indirect</c>: type and
/// <see cref="SecondIndex"/> the table; <c>table.copy</c>: destination and second the source; <c>table.init</c>: segment and second
/// the table; <c>memory.init</c>, <c>data.drop</c>, <c>elem.drop</c>: segment; <c>br_table</c>: index into
/// <see cref="Function.BranchTables"/>; typed <c>select</c>: index into <see cref="Function.SelectTypes"/>;
/// loads and stores: <see cref="AlignmentLog"/> and <see cref="MemoryOffset"/>; constants: <see cref="Constant"/>;
/// <c>ref.null</c>: <see cref="ReferenceType"/>; vector instructions: <see cref="VectorForm"/> says which.
/// </remarks>
public readonly struct Instruction
{
    private readonly ulong _wide;
    private readonly uint _index;
    private readonly uint _upper;
    private readonly int _byteOffset;
    private readonly Opcode _opcode;

    internal Instruction(Opcode opcode, uint index, ulong wide, int byteOffset, uint upper = 0)
    {
        _opcode = opcode;
        _index = index;
        _wide = wide;
        _upper = upper;
        _byteOffset = byteOffset;
    }

    /// <summary>What the instruction does.</summary>
    public Opcode Opcode => _opcode;

    /// <summary>The first index immediate.</summary>
    public uint Index => _index;

    /// <summary>The second index immediate.</summary>
    public uint SecondIndex => (uint)_wide;

    /// <summary>The bits of a constant; an i32 or f32 has its upper half zero.</summary>
    public ulong Constant => _wide;

    /// <summary>The logarithm of the alignment that a load or store promises.</summary>
    public uint AlignmentLog => _index;

    /// <summary>The offset that a load or store adds to its address.</summary>
    public uint MemoryOffset => (uint)_wide;

    /// <summary>The lane index of a vector instruction that has one.</summary>
    public byte Lane => (byte)(_wide >> 32);

    /// <summary>The bits of a <c>v128.const</c>, lane 0 lowest, or the byte indices of an <c>i8x16.shuffle</c>, byte 0 lowest.</summary>
    public UInt128 Vector => new(((ulong)_upper << 32) | _index, _wide);

    /// <summary>The type of a <c>block</c>, <c>loop</c> or <c>if</c>.</summary>
    public BlockType BlockType => new(_wide);

    /// <summary>For <c>block</c>, <c>loop</c> and <c>else</c> the index in the body of the matching <c>end</c>;
    /// for <c>if</c> that of its <c>else</c>, or of its <c>end</c> where it has none.</summary>
    public int Match => (int)_index;

    /// <summary>The reference type of a <c>ref.null</c>.</summary>
    public ValType ReferenceType => (ValType)_index;

    /// <summary>Where the instruction stands in the module's bytes.</summary>
    public int ByteOffset => _byteOffset;

    /// <summary>The name of the instruction in the text format.</summary>
    public override string ToString() => Opcode.Name();

    internal static Instruction OfVector(Opcode opcode, UInt128 vector, int byteOffset) =>
        new(opcode, (uint)(vector >> 64), (ulong)vector, byteOffset, (uint)(vector >> 96));

    internal Instruction WithMatch(int match) => new(_opcode, (uint)match, _wide, _byteOffset);
}

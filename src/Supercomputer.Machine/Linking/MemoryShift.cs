using Supercomputer.Machine.Lowering;
using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Instruction = Supercomputer.Wasm.Modules.Instruction;

namespace Supercomputer.Machine.Linking;

/// <summary>Rewrites a module for a part of a memory that is larger than its own: the first pages, or all behind them.</summary>
/// <remarks>
/// Behind n pages every load and store, of vectors too, gets 65536 n added to its offset. Addresses do not wrap: address + offset is a number of 33
/// bits, so it is 65536 n or more, and beyond the memory's end exactly where it was before. What takes addresses as operands alone (bulk operations,
/// <c>memory.init</c> of each segment in use) or tells the memory's size is a call of a function that does the same. In front, the size is n and
/// does not grow.
/// </remarks>
internal sealed class MemoryShift
{
    /// <summary>The pages of a memory of 4 GiB.</summary>
    internal const uint MostPages = 1 << 16;

    private readonly Module _module;
    private readonly Module _helpers;
    private readonly uint _bytes;

    private MemoryShift(Module module, Module helpers, uint bytes) => (_module, _helpers, _bytes) = (module, helpers, bytes);

    private LoweringError? Error { get; set; }

    /// <summary>The module that has the first pages; its memory holds those behind them too.</summary>
    internal static Module InFront(Module module, uint pages, Limits behind)
    {
        MemoryShift shift = new(module, Helpers(InFrontText(pages)), 0);
        uint? most = behind.Maximum is { } maximum ? Math.Min(MostPages, pages + maximum) : null;
        return shift.Rewrite(module.Imports, [new MemoryType(new Limits(pages + behind.Minimum, most))], []);
    }

    /// <summary>The module that has all but the first pages; its memory is an import. Null where the error says why it cannot be moved.</summary>
    internal static Module? Behind(Module module, uint pages, Import memory, Import[] imports, out LoweringError? error)
    {
        MemoryShift shift = new(module, Helpers(BehindText(pages, InitializingSegments(module))), pages << 16);
        Module moved = shift.Rewrite([.. imports, memory], [], [.. module.Data.Select(shift.Move)]);
        error = shift.Error;
        return error is null ? moved : null;
    }

    private static string InFrontText(uint pages) => $"""
        (module
          (func (export "{Opcode.MemorySize}") (result i32) i32.const {pages})
          (func (export "{Opcode.MemoryGrow}") (param i32) (result i32) i32.const -1))
        """;

    /// <summary>The segments that the module's code copies from.</summary>
    private static uint[] InitializingSegments(Module module) =>
        [.. module.Functions.SelectMany(f => f.Body).Where(i => i.Opcode == Opcode.MemoryInit).Select(i => i.Index).Distinct().Order()];

    /// <summary>The segments of the text stand for the module's: their indices are the same, their bytes are not used.</summary>
    private static string BehindText(uint pages, uint[] segments)
    {
        // Beyond 2^32 - 1 there is no memory, and at 2^32 - 1 none either: the operation traps there as it did.
        string Up(int local) => $"""
            (local.set {local} (select (i32.const -1) (i32.add (local.get {local}) (i32.const {pages << 16}))
              (i32.gt_u (local.get {local}) (i32.const {unchecked((int)(uint.MaxValue - (pages << 16)))}))))
            """;
        return $"""
            (module (memory 0) {string.Concat(Enumerable.Repeat("(data)", segments.Length == 0 ? 0 : (int)segments[^1] + 1))}
              {string.Concat(segments.Select(segment => $"""
                (func (export "{Opcode.MemoryInit}{segment}") (param i32 i32 i32) {Up(0)} (memory.init {segment} (local.get 0) (local.get 1) (local.get 2)))
                """))}
              (func (export "{Opcode.MemorySize}") (result i32) (i32.sub (memory.size) (i32.const {pages})))
              (func (export "{Opcode.MemoryGrow}") (param i32) (result i32)
                (local.set 0 (memory.grow (local.get 0)))
                (select (i32.const -1) (i32.sub (local.get 0) (i32.const {pages})) (i32.eq (local.get 0) (i32.const -1))))
              (func (export "{Opcode.MemoryCopy}") (param i32 i32 i32) {Up(0)} {Up(1)} (memory.copy (local.get 0) (local.get 1) (local.get 2)))
              (func (export "{Opcode.MemoryFill}") (param i32 i32 i32) {Up(0)} (memory.fill (local.get 0) (local.get 1) (local.get 2))))
            """;
    }

    private static Module Helpers(string text)
    {
        WatResult compiled = WatCompiler.Compile(text);
        if (compiled.Bytes is null) throw new InvalidOperationException($"the functions of a moved memory: {compiled.Error}");
        return ModuleDecoder.Decode(compiled.Bytes).Module ?? throw new InvalidOperationException("the functions of a moved memory do not decode");
    }

    /// <summary>The helpers stand behind the module's own functions and call nothing, so that no index changes.</summary>
    private Module Rewrite(Import[] imports, MemoryType[] memories, DataSegment[] data) => new()
    {
        Types = [.. _module.Types, .. _helpers.Types],
        Imports = imports,
        Functions = [.. _module.Functions.Select(f => With(f, f.TypeIndex, Array.ConvertAll(f.Body, Rewrite))),
            .. _helpers.Functions.Select(f => With(f, f.TypeIndex + (uint)_module.Types.Length, f.Body))],
        Tables = _module.Tables,
        Memories = memories,
        Globals = _module.Globals,
        Exports = _module.Exports,
        Start = _module.Start,
        Elements = _module.Elements,
        Data = _bytes == 0 ? _module.Data : data,
        DataCount = _module.DataCount,
        FunctionNames = _module.FunctionNames,
    };

    private static Function With(Function function, uint type, Instruction[] body) => new()
    {
        TypeIndex = type,
        Locals = function.Locals,
        LocalCount = function.LocalCount,
        Body = body,
        BranchTables = function.BranchTables,
        SelectTypes = function.SelectTypes,
        ByteOffset = function.ByteOffset,
    };

    private Instruction Rewrite(Instruction i)
    {
        if (i.Opcode is Opcode.MemorySize or Opcode.MemoryGrow || (_bytes != 0 && i.Opcode is Opcode.MemoryCopy or Opcode.MemoryFill))
            return new(Opcode.Call, HelperOf($"{i.Opcode}"), 0, i.ByteOffset);
        if (_bytes == 0) return i;
        if (i.Opcode is Opcode.MemoryInit) return new(Opcode.Call, HelperOf($"{i.Opcode}{i.Index}"), 0, i.ByteOffset);
        if (i.Opcode is not (>= Opcode.I32Load and <= Opcode.I64Store32) && VectorInstructions.Of(i.Opcode) is not { AccessesMemory: true }) return i;
        if (i.MemoryOffset > uint.MaxValue - _bytes) Refuse(i, $"the offset {i.MemoryOffset}", $"at most {uint.MaxValue - _bytes}");
        return new(i.Opcode, i.AlignmentLog, i.Constant + _bytes, i.ByteOffset); // above the offset stands a vector's lane
    }

    private DataSegment Move(DataSegment segment)
    {
        if (segment.Mode != SegmentMode.Active) return segment;
        Instruction at = segment.Offset[0];
        if (at.Opcode != Opcode.I32Const || (uint)at.Constant > uint.MaxValue - _bytes)
            Refuse(at, "an address that is not known before the run, or too large", $"a constant of at most {uint.MaxValue - _bytes}");
        Instruction moved = new(Opcode.I32Const, 0, (uint)at.Constant + _bytes, at.ByteOffset);
        return new() { Mode = segment.Mode, MemoryIndex = segment.MemoryIndex, Offset = [moved, .. segment.Offset[1..]], Bytes = segment.Bytes };
    }

    private uint HelperOf(string name) => (uint)(_module.FunctionTypeIndices.Length + Array.FindIndex(_helpers.Exports, e => e.Name == name));

    private void Refuse(Instruction i, string actual, string expected) =>
        Error ??= new LoweringError("a program above a module", i.ToString(), i.ByteOffset, actual, expected);
}

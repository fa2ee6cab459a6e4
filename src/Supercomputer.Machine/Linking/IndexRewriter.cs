using Supercomputer.Wasm.Modules;

namespace Supercomputer.Machine.Linking;

/// <summary>Rewrites the indices in a module's code to those of the merged module.</summary>
internal sealed class IndexRewriter(LinkedInstance instance)
{
    internal Function Rewrite(Function function) => new()
    {
        TypeIndex = function.TypeIndex + instance.FirstType,
        Locals = function.Locals,
        LocalCount = function.LocalCount,
        Body = Rewrite(function.Body),
        BranchTables = function.BranchTables,
        SelectTypes = function.SelectTypes,
        ByteOffset = function.ByteOffset,
    };

    internal Instruction[] Rewrite(Instruction[] body) => Array.ConvertAll(body, Rewrite);

    internal ElementSegment Rewrite(ElementSegment segment) => new()
    {
        Mode = segment.Mode,
        Type = segment.Type,
        TableIndex = segment.Mode == SegmentMode.Active ? Of(ExternKind.Table, segment.TableIndex) : 0,
        Offset = Rewrite(segment.Offset),
        Items = Array.ConvertAll(segment.Items, Rewrite),
    };

    internal DataSegment Rewrite(DataSegment segment) => new()
    {
        Mode = segment.Mode,
        MemoryIndex = segment.Mode == SegmentMode.Active ? Of(ExternKind.Memory, segment.MemoryIndex) : 0,
        Offset = Rewrite(segment.Offset),
        Bytes = segment.Bytes,
    };

    private uint Of(ExternKind kind, uint index) => instance.Map[(int)kind][index];

    private Instruction Rewrite(Instruction i) => i.Opcode switch
    {
        Opcode.Block or Opcode.Loop or Opcode.If when i.BlockType.TypeIndex is { } type =>
            With(i, i.Index, BlockType.OfTypeIndex(type + instance.FirstType).Encoding),
        Opcode.Call or Opcode.RefFunc => With(i, Of(ExternKind.Function, i.Index), i.Constant),
        Opcode.CallIndirect => With(i, i.Index + instance.FirstType, Of(ExternKind.Table, i.SecondIndex)),
        Opcode.GlobalGet or Opcode.GlobalSet => With(i, Of(ExternKind.Global, i.Index), i.Constant),
        Opcode.TableGet or Opcode.TableSet or Opcode.TableGrow or Opcode.TableSize or Opcode.TableFill =>
            With(i, Of(ExternKind.Table, i.Index), i.Constant),
        Opcode.TableCopy => With(i, Of(ExternKind.Table, i.Index), Of(ExternKind.Table, i.SecondIndex)),
        Opcode.TableInit => With(i, i.Index + instance.FirstElement, Of(ExternKind.Table, i.SecondIndex)),
        Opcode.ElemDrop => With(i, i.Index + instance.FirstElement, i.Constant),
        Opcode.MemoryInit or Opcode.DataDrop => With(i, i.Index + instance.FirstData, i.Constant),
        _ => i,
    };

    private static Instruction With(Instruction instruction, uint index, ulong wide) =>
        new(instruction.Opcode, index, wide, instruction.ByteOffset);
}

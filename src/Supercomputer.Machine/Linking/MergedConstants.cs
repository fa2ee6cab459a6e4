using Supercomputer.Wasm.Modules;

namespace Supercomputer.Machine.Linking;

/// <summary>Constant expressions in the merged module: the value of a global that was imported takes the place of its name, since only
/// imported globals may be named there.</summary>
internal sealed class MergedConstants(IReadOnlyList<LinkedInstance> instances)
{
    internal Instruction[] Of(LinkedInstance instance, Instruction[] expression)
    {
        if (expression.Length == 0 || expression[0].Opcode != Opcode.GlobalGet) return new IndexRewriter(instance).Rewrite(expression);
        uint merged = instance.Map[(int)ExternKind.Global][expression[0].Index];
        foreach (LinkedInstance owner in instances)
        {
            uint[] map = owner.Map[(int)ExternKind.Global];
            for (int i = owner.Module.ImportedGlobalCount; i < map.Length; i++)
                if (map[i] == merged) return Of(owner, owner.Module.Globals[i - owner.Module.ImportedGlobalCount].Initializer);
        }
        return new IndexRewriter(instance).Rewrite(expression);
    }

    internal ElementSegment Of(LinkedInstance instance, ElementSegment segment)
    {
        ElementSegment moved = new IndexRewriter(instance).Rewrite(segment);
        return new()
        {
            Mode = moved.Mode,
            Type = moved.Type,
            TableIndex = moved.TableIndex,
            Offset = Of(instance, segment.Offset),
            Items = Array.ConvertAll(segment.Items, item => Of(instance, item)),
        };
    }

    internal DataSegment Of(LinkedInstance instance, DataSegment segment)
    {
        DataSegment moved = new IndexRewriter(instance).Rewrite(segment);
        return new() { Mode = moved.Mode, MemoryIndex = moved.MemoryIndex, Offset = Of(instance, segment.Offset), Bytes = moved.Bytes };
    }
}

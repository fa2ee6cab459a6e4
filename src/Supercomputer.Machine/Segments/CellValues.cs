using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Segments;

/// <summary>What every cell holds between two segments, as a verifier keeps it: the program's image, and what segments left since.</summary>
/// <remarks>Cost: memory for the cells that segments wrote.</remarks>
internal sealed class CellValues(LoweredProgram program)
{
    private readonly Dictionary<(Space Space, uint Address), ulong> written = [];

    /// <summary>The value of a cell.</summary>
    public ulong this[Space space, uint address] =>
        written.TryGetValue((space, address), out ulong value) ? value : Initial(space, address);

    /// <summary>Takes over what a segment left.</summary>
    public void Apply(IReadOnlyList<BoundaryCell> cells)
    {
        foreach (BoundaryCell cell in cells) written[(cell.Space, cell.Address)] = cell.Last;
    }

    private ulong Initial(Space space, uint address)
    {
        ImageInterval[] image = space switch
        {
            Space.Memory => program.MemoryImage,
            Space.Auxiliary => program.AuxiliaryImage,
            _ => [],
        };
        int low = 0, high = image.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (image[middle].End <= address) low = middle + 1;
            else high = middle;
        }

        return low < image.Length && image[low].Start <= address ? image[low].Words[address - image[low].Start] : 0;
    }
}

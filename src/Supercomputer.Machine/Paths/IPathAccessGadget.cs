using Supercomputer.Machine.Gadgets;

namespace Supercomputer.Machine.Paths;

/// <summary>An access of a path to a word, with an age below 2^24.</summary>
internal interface IPathAccessGadget
{
    /// <summary>The high part of the age: a byte, as the chip looks up.</summary>
    Cell AgeHigh { get; }

    /// <summary>What a load finds.</summary>
    PathWire Found { get; }

    /// <summary>Fills its columns and counts its lookups but that of <see cref="AgeHigh"/>.</summary>
    void Fill(in PathRow row, int recordAt);
}

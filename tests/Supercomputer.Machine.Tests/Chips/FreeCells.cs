namespace Supercomputer.Machine.Tests.Chips;

/// <summary>The cells of real rows that may be anything in some rows, chip by chip: those of an access that does not take place there
/// (docs/chips.md, "Cells that may be anything"). Every other cell is fixed by its row.</summary>
internal static class FreeCells
{
    private static readonly string[] s_curveWitnesses = ["i", "q0", "q1", "q2", "q3", "q0_last", "q1_last", "q2_last", "q3_last"];

    /// <summary>The columns of each chip; a chip without an entry has none.</summary>
    internal static readonly Dictionary<string, string[]> ByChip = new(StringComparer.Ordinal)
    {
        // A constant, a direct jump or call, and MemorySize read no register A.
        ["Move32"] = ["a.previous_time"],
        ["Move64"] = ["a.previous_time"],
        ["Jump"] = ["a.previous_time"],
        ["Auxiliary"] = ["a.previous_time"],
        ["MemorySize"] = ["a.previous_time"],

        // A call that traps writes no frame.
        ["Call"] = ["a.previous_time", "call.previous_time", "old[0]", "old[1]"],

        // An immediate stands in place of register B.
        ["Add64"] = ["b.previous_time"],
        ["Bitwise64"] = ["b.previous_time"],
        ["Multiply32"] = ["b.previous_time"],
        ["Multiply64"] = ["b.previous_time"],
        ["Divide32"] = ["b.previous_time"],
        ["Divide64"] = ["b.previous_time"],
        ["Shift64"] = ["b.previous_time"],
        ["Set32"] = ["b.previous_time"],
        ["Set64"] = ["b.previous_time"],
        ["Branch32"] = ["b.previous_time"],
        ["Branch64"] = ["b.previous_time"],

        // Words beyond those touched; a load that traps writes no register.
        ["LoadAny"] =
        [
            "word[0].previous_time", "word[1].previous_time", "word[2].previous_time", "d.previous_time", "d.old[0]", "d.old[1]", "d.old[2]",
            "d.old[3]",
        ],
        ["StoreAny"] = ["word[0].previous_time", "word[1].previous_time", "word[2].previous_time"],
    };

    /// <summary>Witnesses of the chips that compute modulo a number from memory, which are free in the rows where a flag says that the number leaves
    /// nothing to be proved: of a product with zero any factor will do, and none of them stands in a message.</summary>
    internal static readonly Dictionary<string, (string Flag, string[] Numbers)> ByFlag = new(StringComparer.Ordinal)
    {
        ["Inverse256"] = ("is_trivial", ["z", "q"]),
        ["Inverse384"] = ("is_trivial", ["z", "q"]),
        ["CurveAdd256"] = ("is_small", s_curveWitnesses),
        ["CurveAdd384"] = ("is_small", s_curveWitnesses),
        ["CurveDouble256"] = ("is_small", s_curveWitnesses),
        ["CurveDouble384"] = ("is_small", s_curveWitnesses),
    };

    /// <summary>Whether a cell of a row is one of them.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="column">The column's name.</param>
    /// <param name="isSet">Whether a flag of the honest row is 1.</param>
    internal static bool Contains(string chip, string column, Func<string, bool> isSet) =>
        (ByChip.TryGetValue(chip, out string[]? columns) && columns.Contains(column))
        || (ByFlag.TryGetValue(chip, out (string Flag, string[] Numbers) free) && free.Numbers.Contains(column.Split('[')[0]) && isSet(free.Flag));
}

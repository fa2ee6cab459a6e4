namespace Supercomputer.Machine.Tests.Chips.Mutants;

/// <summary>The mutants that nothing kills, each with the reason.</summary>
internal static class Survivors
{
    private const string ExclusiveTerms = "equivalent: at most one of the terms on both sides of the sign is not zero, so both forms are zero in the same rows";

    private const string NoSuchInstruction =
        "two flags at once name the sum of two operation codes, an instruction that the program table cannot hold; kept because multiplicities are boolean by the chip's own constraints, whatever codes operations have";

    private const string AnyFields =
        "no row alone shows it: the instruction's fields, a program counter and an address, may be any in some program; without it a run could permute words at any instruction";

    private const string CountsPaths =
        "no row alone shows it: head and end of a path are constants of its chip, and the lookup has the Program table add the path's cost; without it the instruction count could leave it out";

    private const string TakenTwice =
        "redundant: a row with two flags takes its message twice, which only another such row sends, and so back to the call's own, which is sent once; kept because multiplicities are boolean by a constraint";

    private const string NoSuchEntry = "redundant: both flags at once look up stream 2, and the Input table holds none";

    private const string LookupsExclude =
        "redundant for one row alone: both lookups of the order would take place and exclude one another; kept because their multiplicities must be boolean, or two such lookups could cancel";

    private const string LastFlagAlone = "equivalent: other constraints of the last flag, whose sign is turned, exclude the other flags";

    private const string NoCarryOut = "equivalent in these paths: a check or an address in the memory bounds the sum below 2^32, so its last carry is 0";

    private const string SameRest =
        "redundant in these paths: the row's two addresses differ by a multiple of 4, so the same lookup of the other address says it too; needed where a path has one";

    private static readonly string[] s_lastFlagExcludesOthers = ["MemorySize", "LoadAny", "StoreAny"];

    private static readonly string[] s_curves = ["CurveAdd256", "CurveAdd384", "CurveDouble256", "CurveDouble384"];

    private static readonly (string Constraint, MutantKind Kind, string[] Chips, string Reason)[] s_known =
    [
        ("send Program 1", MutantKind.Deleted, ["Return"], "no row alone shows it: the program counter is the instruction's only field, and some program has a return at any; without it a run could return from anywhere (ForgeryTests)"),
        ("send Count 2", MutantKind.Always, ["Program"], "equivalent: it takes place in every row"),
        ("receive Count 1", MutantKind.Always, ["Program"], "equivalent: it takes place in every row"),
        ("differs unless the difference is zero", MutantKind.Turned, ["Set32", "Set64", "Branch32", "Branch32Unsigned", "Branch32UnsignedImm", "Branch32Equal", "Branch32EqualImm", "Branch64"], ExclusiveTerms),
        ("a mark above limb 0 differs", MutantKind.Turned, ["Set64", "Branch64"], ExclusiveTerms),
        ("a small delta", MutantKind.Turned, ["MemorySize"], ExclusiveTerms),
        ("an immediate needs an operation that has one", MutantKind.Turned, ["Add64"], ExclusiveTerms),
        ("traps is boolean", MutantKind.Deleted, ["Modular256", "Modular384"], LookupsExclude),
        ("only a real row traps", MutantKind.Deleted, ["Modular256", "Modular384"], LookupsExclude),
        ("nothing is too great for a modulus of zero", MutantKind.Deleted, ["Modular256", "Modular384"], LookupsExclude),
        ("is_zero is boolean", MutantKind.Deleted, ["Modular256", "Modular384"], "redundant: where it is not 0 the limbs' sum is, and then it equals is_real; kept because multiplicities are boolean by a constraint that says so"),
        ("has_slope is boolean", MutantKind.Deleted, s_curves, "redundant: where it is not is_real the result is zero, whose highest limb differs from the modulus', and then it is that limb's mark; kept because multiplicities are boolean by a constraint that says so"),
        ("is_real is boolean", MutantKind.Deleted, ["CurveDouble256", "CurveDouble384"], "redundant: the first quotient is not negative, so with is_real = 2 its last digit's cell would be 256 or more; kept because multiplicities are boolean by a constraint that says so"),
        ("is_trivial is boolean", MutantKind.Deleted, ["Inverse256", "Inverse384"], "redundant: where it is not 0 the modulus is 0 or 1, and then the marks, which are boolean, cannot sum to anything but 0; kept because multiplicities are boolean by a constraint that says so"),
        ("limb 1 of value 12", MutantKind.Turned, ["Path0", "Path1"], NoCarryOut),
        ("limb 1 of value 15", MutantKind.Turned, ["Path0", "Path1"], NoCarryOut),
        ("send Range16 1", MutantKind.Deleted, ["Path0", "Path1"], SameRest),
        ("send Range16 5", MutantKind.Deleted, ["Path0", "Path1", "Path2"],
            SameRest + "; in Path2, where it is the high limb of value 4, two checks say r13 < value 4 < r3, words in range"),
        ("send Range16 10", MutantKind.Deleted, ["Path0", "Path1"], "redundant in these paths: the address is a register, whose limbs the Memory bus keeps below 2^16; needed where it is a sum"),
        ("only a real row traps", MutantKind.Deleted, ["LoadAny"], "without it a row of no instruction undoes an access to a word, and one to a register in space 0, where no other row has cells: only a cycle of 2^15 such rows closes that, more than this search builds; needed"),
        ("an indirect call has no target", MutantKind.Deleted, ["Call"], "redundant while no key gives CallIndirect a field D; kept so that the chip does what the executor does for any program table"),
        ("is_stated is boolean", MutantKind.Deleted, ["Input"], "without it (-1, 1) is left, which takes from the Input bus an entry of stream 2 that a row with is_stated sent: two rows say what one of the private stream says, and nothing else; kept because multiplicities are boolean"),
        ("is_private is boolean", MutantKind.Deleted, ["Input"], "redundant: by the other flag and their sum only (1, -1) is left, which looks up stream 2, and the Input table holds none"),
    ];

    /// <summary>The reason why a mutant survives, or null.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="mutant">The mutant.</param>
    /// <param name="isKilledWithAnyInstruction">Whether only the program table keeps it from accepting what the chip refuses.</param>
    internal static string? Reason(string chip, Mutant mutant, Func<bool> isKilledWithAnyInstruction)
    {
        if ((mutant.Name, mutant.Kind) == ("send Program 1", MutantKind.Deleted) && chip == "Keccak") return AnyFields;
        if ((mutant.Name, mutant.Kind) == ("send Program 1", MutantKind.Deleted) && chip.StartsWith("Path", StringComparison.Ordinal)) return CountsPaths;
        if (mutant.Name == "is_real is boolean" && chip is ("KeccakRound" or "Sha256Round")) return TakenTwice;
        if (mutant.Name == "is_real is boolean" && chip == "Input") return NoSuchEntry;
        if (mutant.Name == "is_real is boolean" && mutant.Kind == MutantKind.Turned && s_lastFlagExcludesOthers.Contains(chip)) return LastFlagAlone;
        if (mutant.Name == "is_real is boolean" && !chip.StartsWith("CurveDouble", StringComparison.Ordinal)) return isKilledWithAnyInstruction() ? NoSuchInstruction : null;
        return s_known.FirstOrDefault(known => known.Constraint == mutant.Name && known.Kind == mutant.Kind && known.Chips.Contains(chip)).Reason;
    }
}

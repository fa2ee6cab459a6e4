namespace Supercomputer.Proofs.Air;

/// <summary>A table of the machine: columns, constraints on each row, and what each row sends and receives. Made by <see cref="ChipBuilder"/>.</summary>
public sealed class Chip
{
    /// <summary>The greatest degree of a constraint, a multiplicity or a tuple element.</summary>
    public const int MaxDegree = 3;

    /// <summary>The least log height: small tables are padded to 2^6 rows.</summary>
    public const int MinLogHeight = 6;

    private readonly Lazy<ExpressionProgram> program;
    private readonly Lazy<AffineForms> forms;
    private readonly Lazy<HigherTerms> higher;
    private readonly Lazy<BlockProgram> interactionProgram;

    internal Chip(
        string name,
        IReadOnlyList<string> columns,
        IReadOnlyList<PreprocessedColumn> preprocessed,
        IReadOnlyList<Constraint> constraints,
        IReadOnlyList<Interaction> interactions,
        int? fixedLogHeight)
    {
        Name = name;
        Columns = columns;
        Preprocessed = preprocessed;
        Constraints = constraints;
        Interactions = interactions;
        FixedLogHeight = fixedLogHeight;
        program = new(() => ExpressionProgram.Compile(this));
        forms = new(() => new(this));
        higher = new(() => new(this));
        interactionProgram = new(CompileInteractions);
    }

    /// <summary>The name, unique in a chip set.</summary>
    public string Name { get; }

    /// <summary>The names of the committed columns, by index.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The number of committed columns.</summary>
    public int Width => Columns.Count;

    /// <summary>The columns that the verifier evaluates itself.</summary>
    public IReadOnlyList<PreprocessedColumn> Preprocessed { get; }

    /// <summary>What holds in every row.</summary>
    public IReadOnlyList<Constraint> Constraints { get; }

    /// <summary>What every row sends and receives.</summary>
    public IReadOnlyList<Interaction> Interactions { get; }

    /// <summary>The log height, when preprocessed columns fix it; such a chip is never absent from a proof.</summary>
    public int? FixedLogHeight { get; }

    /// <summary>All constraints and interactions compiled to one straight-line program.</summary>
    public ExpressionProgram Program => program.Value;

    /// <summary>The slots that are affine, for provers.</summary>
    internal AffineForms Forms => forms.Value;

    /// <summary>What is not, for provers.</summary>
    internal HigherTerms Higher => higher.Value;

    /// <summary>What of the interactions no linear combination of columns gives: tuple elements that are not affine, computed multiplicities.</summary>
    internal BlockProgram InteractionProgram => interactionProgram.Value;

    private BlockProgram CompileInteractions()
    {
        SortedSet<int> roots = [];
        foreach (ExpressionProgram.InteractionSlots slots in Program.Interactions)
        {
            roots.UnionWith(slots.Values.Where(slot => !Forms.IsAffine(slot)));
            if (Program.Nodes[slots.Multiplicity].Kind is ExpressionKind.Add or ExpressionKind.Subtract or ExpressionKind.Multiply)
                roots.Add(slots.Multiplicity);
        }

        return new(this, [.. roots]);
    }
}

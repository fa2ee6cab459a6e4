using System.Globalization;

namespace Supercomputer.Proofs.Soundness;

/// <summary>One line of the table of profiles: a committed size, its parameters, its bits.</summary>
/// <param name="FieldDegree">Degree of the challenge field.</param>
/// <param name="LogCells">log2 of the committed cells.</param>
/// <param name="LogInverseRate">log2(1/rate).</param>
/// <param name="Folds">Folding factor of each round.</param>
/// <param name="Queries">Queries of each round.</param>
/// <param name="FoldingGrindingBits">Most proof of work before a folding challenge.</param>
/// <param name="ExpectedBytes">Expected size of the opening.</param>
/// <param name="Report">Every error source.</param>
public sealed record SoundnessRow(
    int FieldDegree,
    int LogCells,
    int LogInverseRate,
    string Folds,
    string Queries,
    int FoldingGrindingBits,
    double ExpectedBytes,
    SoundnessReport Report)
{
    /// <summary>The head of the table in Markdown.</summary>
    public const string MarkdownHead =
        """
        | field | cells | rate | regime | folds | queries | grinding (query, fold) | opening | minimum | weakest source | union bound |
        |---|---|---|---|---|---|---|---|---|---|---|
        """;

    /// <summary>The line in Markdown.</summary>
    public string ToMarkdown() => string.Create(
        CultureInfo.InvariantCulture,
        $"| p^{FieldDegree} | 2^{LogCells} | 1/{1 << LogInverseRate} | {Report.Regime} | {Folds} | {Queries} | 16, {FoldingGrindingBits} "
        + $"| {ExpectedBytes / 1024:F0} KiB | {Report.MinimumBits} | {Report.Weakest.Name} | {Report.UnionBoundBits:F1} |");
}

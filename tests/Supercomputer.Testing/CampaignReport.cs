using System.Text.Json.Nodes;

namespace Supercomputer.Testing;

/// <summary>The long form of the soundness tests: eng/soundness.sh names a folder, and every part of the campaign writes its counts there.</summary>
/// <remarks>Shape: a part is one JSON object in FOLDER/PART.json; the script joins the parts to report.json.</remarks>
public static class CampaignReport
{
    private static readonly string? s_folder = Environment.GetEnvironmentVariable("SUPERCOMPUTER_SOUNDNESS");

    private static readonly string[]? s_chips = Environment.GetEnvironmentVariable("SUPERCOMPUTER_CHIPS")?.Split(',');

    /// <summary>Whether to try all, and not a sample of it.</summary>
    public static bool IsLong => !string.IsNullOrEmpty(s_folder);

    /// <summary>Whether a chip is searched: all are, unless SUPERCOMPUTER_CHIPS names some, with commas between.</summary>
    /// <param name="chip">The chip's name.</param>
    public static bool IsChosen(string chip) => s_chips is null || s_chips.Contains(chip, StringComparer.Ordinal);

    /// <summary>Writes the counts of a part, when a report is asked for.</summary>
    /// <param name="part">The part's name, as in eng/soundness.sh.</param>
    /// <param name="counts">What was tried, and what came of it.</param>
    public static void Write(string part, JsonObject counts)
    {
        if (!IsLong) return;
        Directory.CreateDirectory(s_folder!);
        File.WriteAllText(Path.Combine(s_folder!, $"{part}.json"), counts.ToJsonString(new() { WriteIndented = true }) + "\n");
    }
}

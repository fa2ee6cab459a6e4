using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Supercomputer.Proofs.Soundness;

/// <summary>Every error source of one proof system instance, its weakest and the sum of all.</summary>
/// <param name="Title">What was computed.</param>
/// <param name="TargetBits">The profile's target.</param>
/// <param name="Regime">Name of the proximity regime.</param>
/// <param name="Sources">In the order of the protocol.</param>
public sealed record SoundnessReport(
    string Title, int TargetBits, string Regime, ImmutableArray<ErrorSource> Sources)
{
    /// <summary>The weakest source; the security of the round-by-round analysis.</summary>
    public ErrorSource Weakest
    {
        get
        {
            ErrorSource weakest = Sources[0];
            foreach (ErrorSource source in Sources)
                weakest = source.Bits < weakest.Bits ? source : weakest;
            return weakest;
        }
    }

    /// <summary>Whole bits of the weakest source.</summary>
    public int MinimumBits => Weakest.WholeBits;

    /// <summary>-log2 of the sum of all errors: the bits of the plain union bound, always below the minimum.</summary>
    public double UnionBoundBits
    {
        get
        {
            double weakest = Weakest.Bits;
            return weakest - Math.Log2(Sources.Sum(source => Math.Pow(2, weakest - source.Bits)));
        }
    }

    /// <summary>True when every source reaches the target.</summary>
    public bool MeetsTarget => MinimumBits >= TargetBits;

    /// <summary>A table in plain text, one line per source.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Title} ({Regime}, target {TargetBits} bits)");
        int width = Sources.Max(source => source.Name.Length);
        foreach (ErrorSource source in Sources)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"  {source.Name.PadRight(width)}  {source.Bits,8:F2}  {source.Formula}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  minimum {MinimumBits} bits ({Weakest.Name})");
        text.AppendLine(CultureInfo.InvariantCulture, $"  union bound {UnionBoundBits:F2} bits");
        return text.ToString();
    }

    /// <summary>The same as one JSON object.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("title", Title);
            json.WriteNumber("target_bits", TargetBits);
            json.WriteString("regime", Regime);
            json.WriteNumber("minimum_bits", MinimumBits);
            json.WriteString("weakest", Weakest.Name);
            json.WriteNumber("union_bound_bits", Math.Round(UnionBoundBits, 2));
            json.WriteStartArray("sources");
            foreach (ErrorSource source in Sources)
            {
                json.WriteStartObject();
                json.WriteString("name", source.Name);
                json.WriteNumber("bits", Math.Round(source.Bits, 2));
                json.WriteString("formula", source.Formula);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

using System.Reflection;
using System.Text.Json;
using Supercomputer.Claims;

namespace Supercomputer.Cli.Commands;

/// <summary>Claims as text: their words by name, in the order of their layout.</summary>
internal static class ClaimText
{
    /// <summary>One line a word.</summary>
    public static void Print(IClaim claim)
    {
        foreach ((string name, object value) in Words(claim)) Console.WriteLine($"  {name,-22}{Text(value)}");
    }

    /// <summary>One property a word: numbers that fit as numbers, the rest as hexadecimal text.</summary>
    public static void Write(Utf8JsonWriter json, IClaim claim)
    {
        json.WriteString("kind", claim.Kind.ToString());
        foreach ((string name, object value) in Words(claim))
        {
            string snake = string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
            if (value is ulong number) json.WriteNumber(snake, number);
            else if (value is bool truth) json.WriteBoolean(snake, truth);
            else json.WriteString(snake, Text(value));
        }
    }

    private static IEnumerable<(string Name, object Value)> Words(IClaim claim) =>
        claim.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.Name != nameof(IClaim.Kind))
            .Select(property => (property.Name, property.GetValue(claim)!));

    private static string Text(object value) => value is Cryptography.Hashing.Digest digest ? $"0x{digest}" : $"{value}";
}

namespace Supercomputer.Wasm.Modules;

/// <summary>Text from outside as messages may show it.</summary>
internal static class PrintableText
{
    /// <summary>At most 60 characters of a text, quoted only by their sense: no line breaks or control characters.</summary>
    public static string Shorten(ReadOnlySpan<char> text)
    {
        Span<char> clean = stackalloc char[Math.Min(text.Length, 60)];
        for (int i = 0; i < clean.Length; i++)
            clean[i] = char.IsControl(text[i]) || char.IsSurrogate(text[i]) ? '?' : text[i];
        return text.Length > clean.Length ? string.Concat(clean, "...") : clean.ToString();
    }
}

using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Text;

/// <summary>A source text and its tokens.</summary>
internal sealed class WatSource(string text, List<WatToken> tokens)
{
    public string Text { get; } = text;

    public List<WatToken> Tokens { get; } = tokens;

    public ReadOnlySpan<char> TextOf(WatToken token) => Text.AsSpan(token.Start, token.Length);

    /// <summary>Line and column, from 1, of a character.</summary>
    public static (int Line, int Column) Position(ReadOnlySpan<char> text, int at)
    {
        ReadOnlySpan<char> before = text[..at];
        return (before.Count('\n') + 1, at - before.LastIndexOf('\n'));
    }

    /// <summary>An error at a character of the source, with the found text cut to a line's worth.</summary>
    public WatError ErrorAt(int at, WatErrorKind kind, string which, string expected, string actual)
    {
        (int line, int column) = Position(Text, at);
        return new WatError(kind, line, column, which, expected, PrintableText.Shorten(actual));
    }
}

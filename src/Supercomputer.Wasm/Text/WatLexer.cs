using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Text;

/// <summary>Cuts a source into tokens; comments and annotations vanish, every word is a known one.</summary>
/// <remarks>Source: WebAssembly 2.0, section 6.3.</remarks>
internal sealed class WatLexer
{
    private static readonly SearchValues<char> IdentifierCharacters = SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&'*+-./:<=>?@\\^_`|~");

    private readonly string _text;
    private readonly List<WatToken> _tokens;
    private readonly WatSource _source;
    private int _at;
    private int _annotationDepth;
    private WatError? _error;

    private WatLexer(string text)
    {
        _text = text;
        _tokens = new List<WatToken>(Math.Min(text.Length / 4, 1 << 20) + 1);
        _source = new WatSource(text, _tokens);
    }

    /// <summary>The tokens of a source, or null and the first lexical error.</summary>
    public static WatSource? Read(ReadOnlySpan<byte> bytes, out WatError? error)
    {
        if (bytes.Length > WatCompiler.MaximumSourceBytes)
        {
            error = new WatError(WatErrorKind.TooLarge, 1, 1, "source too large",
                $"at most {WatCompiler.MaximumSourceBytes} bytes", $"{bytes.Length} bytes");
            return null;
        }
        if (!Utf8.IsValid(bytes))
        {
            error = MalformedUtf8(bytes);
            return null;
        }
        WatLexer lexer = new(Encoding.UTF8.GetString(bytes));
        lexer.ReadAll();
        error = lexer._error;
        return error is null ? lexer._source : null;
    }

    /// <summary>Whether every character may stand in a word or an identifier.</summary>
    public static bool AreIdentifierCharacters(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(IdentifierCharacters);

    private static WatError MalformedUtf8(ReadOnlySpan<byte> bytes)
    {
        int good = 0;
        while (Rune.DecodeFromUtf8(bytes[good..], out _, out int length) == OperationStatus.Done) good += length;
        ReadOnlySpan<byte> before = bytes[..good];
        int lineStart = before.LastIndexOf((byte)'\n') + 1;
        int column = Encoding.UTF8.GetCharCount(before[lineStart..]) + 1;
        return new WatError(WatErrorKind.MalformedUtf8, before.Count((byte)'\n') + 1, column,
            "malformed UTF-8 encoding", "UTF-8", $"byte 0x{bytes[good]:x2}");
    }

    private void ReadAll()
    {
        while (_error is null && _at < _text.Length)
        {
            char c = _text[_at];
            if (c is ' ' or '\n' or '\t' or '\r') _at++;
            else if (c == '(') ReadOpen();
            else if (c == ')') ReadClose();
            else if (c == ';') ReadLineComment();
            else if (c == '"') ReadString();
            else ReadWord();
        }
        if (_error is null && _annotationDepth > 0) Fail(_text.Length, WatErrorKind.MalformedLexeme, "unclosed annotation", "')'", "end of input");
    }

    private void ReadOpen()
    {
        char next = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        if (next == ';')
        {
            SkipBlockComment();
            return;
        }
        bool annotation = next == '@' && _at + 2 < _text.Length && IdentifierCharacters.Contains(_text[_at + 2]);
        if (annotation || _annotationDepth > 0) _annotationDepth++;
        else _tokens.Add(new WatToken(WatTokenKind.Open, _at, 1));
        _at += annotation ? 2 : 1;
    }

    private void ReadClose()
    {
        if (_annotationDepth > 0) _annotationDepth--;
        else _tokens.Add(new WatToken(WatTokenKind.Close, _at, 1));
        _at++;
    }

    private void ReadLineComment()
    {
        if (_at + 1 >= _text.Length || _text[_at + 1] != ';')
        {
            Fail(_at, WatErrorKind.UnknownOperator, "unknown operator", "';;' before a comment", ";");
            return;
        }
        int length = _text.AsSpan(_at).IndexOfAny('\n', '\r');
        _at = length < 0 ? _text.Length : _at + length;
    }

    private void SkipBlockComment()
    {
        int start = _at, depth = 0;
        do
        {
            int step = _text.AsSpan(_at).IndexOfAny('(', ';');
            if (step < 0 || _at + step + 1 >= _text.Length)
            {
                Fail(start, WatErrorKind.MalformedLexeme, "unclosed comment", "';)'", "end of input");
                return;
            }
            _at += step;
            if (_text[_at] == '(' && _text[_at + 1] == ';') (depth, _at) = (depth + 1, _at + 2);
            else if (_text[_at] == ';' && _text[_at + 1] == ')') (depth, _at) = (depth - 1, _at + 2);
            else _at++;
        }
        while (depth > 0);
    }

    private void ReadString()
    {
        int start = _at++;
        while (_error is null && _at < _text.Length && _text[_at] != '"')
        {
            char c = _text[_at];
            if (c == '\\') SkipEscape();
            else if (c < ' ' || c == '\x7f')
                Fail(_at, WatErrorKind.MalformedLexeme, c is '\n' or '\r' ? "unclosed string" : "illegal character in string",
                    "'\"' or an escape", $"U+{(int)c:X4}");
            else _at++;
        }
        if (_error is not null) return;
        if (_at >= _text.Length)
        {
            Fail(start, WatErrorKind.MalformedLexeme, "unclosed string", "'\"'", "end of input");
            return;
        }
        _at++;
        Add(WatTokenKind.String, start);
    }

    private void SkipEscape()
    {
        int length = WatStrings.EscapeLength(_text.AsSpan(_at));
        if (length > 0) _at += length;
        else Fail(_at, WatErrorKind.MalformedLexeme, "malformed escape in string", "\\t, \\n, \\r, \\\", \\', \\\\, \\hh or \\u{h...}",
            PrintableText.Shorten(_text.AsSpan(_at, Math.Min(4, _text.Length - _at))));
    }

    private void ReadWord()
    {
        int start = _at;
        int length = _text.AsSpan(_at).IndexOfAnyExcept(IdentifierCharacters);
        if (length < 0) length = _text.Length - _at;
        if (length == 0)
        {
            if (_annotationDepth > 0)
            {
                _at++;
                return;
            }
            Fail(start, WatErrorKind.UnknownOperator, "unknown operator", "a token", PrintableText.Shorten(_text.AsSpan(start, 1)));
            return;
        }
        _at += length;
        if (_annotationDepth > 0) return;
        ReadOnlySpan<char> word = _text.AsSpan(start, length);
        if (Classify(word) is { } kind) Add(kind, start);
        else Fail(start, WatErrorKind.UnknownOperator, "unknown operator", "a keyword, an instruction, a number or an identifier", word);
    }

    private static WatTokenKind? Classify(ReadOnlySpan<char> word)
    {
        if (word[0] == '$') return word.Length > 1 ? WatTokenKind.Identifier : null;
        if (WatNumbers.IsInteger(word)) return WatTokenKind.Integer;
        if (WatNumbers.IsFloat(word)) return WatTokenKind.Float;
        return WatKeywords.IsKeyword(word) ? WatTokenKind.Keyword : null;
    }

    private void Add(WatTokenKind kind, int start)
    {
        if (_annotationDepth == 0) _tokens.Add(new WatToken(kind, start, _at - start));
    }

    private void Fail(int at, WatErrorKind kind, string which, string expected, ReadOnlySpan<char> actual) =>
        _error = _source.ErrorAt(at, kind, which, expected, actual.ToString());
}

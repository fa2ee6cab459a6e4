using System.Text.Unicode;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Text;

/// <summary>Walks over tokens and keeps the first error; after an error every look gives the end, so each loop over tokens stops.</summary>
internal sealed class WatCursor(WatSource source, int start, int end)
{
    public WatSource Source { get; } = source;

    public int At { get; private set; } = start;

    public WatError? Error { get; private set; }

    public WatToken Peek(int ahead = 0) =>
        Error is null && At + ahead < end ? Source.Tokens[At + ahead] : new WatToken(WatTokenKind.End, Source.Text.Length, 0);

    public WatTokenKind Kind => Peek().Kind;

    public ReadOnlySpan<char> Text(int ahead = 0) => Source.TextOf(Peek(ahead));

    public void Advance(int count = 1) => At = Math.Min(At + count, end);

    public void Return(int at) => At = at;

    public bool AtKeyword(string word, int ahead = 0) => Peek(ahead).Kind == WatTokenKind.Keyword && Text(ahead).SequenceEqual(word);

    public bool AtOpen(string word) => Kind == WatTokenKind.Open && AtKeyword(word, 1);

    public bool TryKeyword(string word)
    {
        bool there = AtKeyword(word);
        if (there) Advance();
        return there;
    }

    public bool TryOpen(string word)
    {
        bool there = AtOpen(word);
        if (there) Advance(2);
        return there;
    }

    public void Open(string word)
    {
        if (!TryOpen(word)) Unexpected($"'({word}'");
    }

    public void Close()
    {
        if (Kind == WatTokenKind.Close) Advance();
        else Unexpected("')'");
    }

    /// <summary>An identifier with its dollar sign, or null.</summary>
    public string? TryIdentifier()
    {
        if (Kind != WatTokenKind.Identifier) return null;
        string identifier = Text().ToString();
        Advance();
        return identifier;
    }

    /// <summary>The bytes of a string.</summary>
    public byte[] String()
    {
        if (Kind != WatTokenKind.String)
        {
            Unexpected("a string");
            return [];
        }
        byte[] bytes = WatStrings.Decode(Text());
        Advance();
        return bytes;
    }

    /// <summary>The bytes of zero or more strings, one after another.</summary>
    public byte[] Strings()
    {
        WasmBuffer bytes = new();
        while (Kind == WatTokenKind.String) bytes.Bytes(String());
        return bytes.Written.ToArray();
    }

    /// <summary>A string that has to be UTF-8.</summary>
    public byte[] Name()
    {
        WatToken token = Peek();
        byte[] bytes = String();
        if (!Utf8.IsValid(bytes))
            Fail(token, WatErrorKind.MalformedUtf8, "malformed UTF-8 encoding", "UTF-8", Source.TextOf(token).ToString());
        return bytes;
    }

    /// <summary>Whether an unsigned integer stands here, as an index or a limit does.</summary>
    public bool AtNumber => Kind == WatTokenKind.Integer && Text()[0] is not ('+' or '-');

    /// <summary>An unsigned 32-bit number.</summary>
    public uint Number(string expected)
    {
        if (!AtNumber)
        {
            Unexpected(expected);
            return 0;
        }
        if (!WatNumbers.TryUnsigned32(Text(), out uint value))
            Fail(Peek(), WatErrorKind.IndexOutOfRange, "i32 constant out of range", "at most 4294967295", Text().ToString());
        Advance();
        return value;
    }

    public ValType ValueType()
    {
        if (TryValueType() is { } type) return type;
        Unexpected("a value type");
        return ValType.I32;
    }

    public ValType? TryValueType()
    {
        if (Kind != WatTokenKind.Keyword) return null;
        ValType? type = WatKeywords.ValueType(Text());
        if (type is not null) Advance();
        return type;
    }

    /// <summary>Moves from an opening parenthesis behind its closing one.</summary>
    public void SkipGroup()
    {
        int depth = 0;
        do
        {
            WatTokenKind kind = Kind;
            if (kind == WatTokenKind.End) return;
            depth += kind == WatTokenKind.Open ? 1 : kind == WatTokenKind.Close ? -1 : 0;
            Advance();
        }
        while (depth > 0);
    }

    /// <summary>Records that the token here does not fit.</summary>
    public void Unexpected(string expected)
    {
        WatToken token = Peek();
        Fail(token, WatErrorKind.UnexpectedToken, "unexpected token", expected,
            token.Kind == WatTokenKind.End ? "the end" : Source.TextOf(token).ToString());
    }

    public void Fail(WatToken at, WatErrorKind kind, string which, string expected, string actual) =>
        Error ??= Source.ErrorAt(at.Start, kind, which, expected, actual);
}

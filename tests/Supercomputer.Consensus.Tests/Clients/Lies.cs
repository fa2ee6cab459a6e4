using System.Globalization;

using System.Text.Json;
using System.Text.RegularExpressions;

namespace Supercomputer.Consensus.Tests.Clients;

/// <summary>One altered reply.</summary>
/// <param name="Path">Which field, by names and indices.</param>
/// <param name="Kind">What was done to it.</param>
/// <param name="Reply">The reply with the lie in it.</param>
internal sealed record Lie(string Path, string Kind, byte[] Reply)
{
    /// <summary>The path without indices.</summary>
    public string Field => Regex.Replace(Path, @"\[\d+\]", "[]", RegexOptions.None, TimeSpan.FromSeconds(1));
}

/// <summary>Alters each field of a JSON reply, one at a time: its value, its name, the length of each array.</summary>
internal static class Lies
{
    /// <summary>All lies; of fields that recur in arrays, at most so many of each: the first, the last and evenly between.</summary>
    public static IEnumerable<Lie> Of(byte[] reply, int mostOfEach)
    {
        List<(string Path, string Kind, int Start, int Length, byte[] Put)> all = [];
        Utf8JsonReader reader = new(reply);
        Stack<(string Path, int Index, bool IsArray, int LastStart, int LastEnd, int BeforeEnd)> open = [];
        string name = string.Empty;
        while (reader.Read())
        {
            int start = (int)reader.TokenStartIndex, end = (int)reader.BytesConsumed;
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = reader.GetString()!;
                all.Add(($"{open.Peek().Path}.{name}", "removed", start + 1, 0, "_"u8.ToArray()));
                continue;
            }

            if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
            {
                var closed = open.Pop();
                if (closed.IsArray && closed.Index > 0)
                {
                    all.Add((closed.Path, "last left out", closed.BeforeEnd, closed.LastEnd - closed.BeforeEnd, []));
                    all.Add((closed.Path, "last twice", closed.LastEnd, 0, [(byte)',', .. reply[closed.LastStart..closed.LastEnd]]));
                }

                Close(open, end);
                continue;
            }

            string path = open.Count == 0 ? "reply" : open.Peek().IsArray ? $"{open.Peek().Path}[{open.Peek().Index}]" : $"{open.Peek().Path}.{name}";
            if (open.Count > 0 && open.Peek().IsArray)
            {
                var array = open.Pop();
                open.Push(array with { LastStart = start, BeforeEnd = array.Index == 0 ? start : array.LastEnd });
            }

            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            {
                open.Push((path, 0, reader.TokenType == JsonTokenType.StartArray, 0, 0, 0));
                continue;
            }

            all.Add((path, "altered", start, end - start, Alter(reply.AsSpan(start, end - start), path)));
            Close(open, end);
        }

        return all.GroupBy(lie => (new Lie(lie.Path, lie.Kind, []).Field, lie.Kind)).SelectMany(group => Some([.. group], mostOfEach))
            .Select(lie => new Lie(lie.Path, lie.Kind, [.. reply[..lie.Start], .. lie.Put, .. reply[(lie.Start + lie.Length)..]]));
    }

    private static void Close(Stack<(string Path, int Index, bool IsArray, int LastStart, int LastEnd, int BeforeEnd)> open, int end)
    {
        if (open.Count == 0 || !open.Peek().IsArray) return;
        var array = open.Pop();
        open.Push(array with { Index = array.Index + 1, LastEnd = end });
    }

    private static IEnumerable<T> Some<T>(T[] items, int most) =>
        items.Length <= most ? items : Enumerable.Range(0, most).Select(i => items[(long)i * (items.Length - 1) / Math.Max(most - 1, 1)]);

    /// <summary>Another value of the same form: one digit differs, at a place that depends on the path.</summary>
    private static byte[] Alter(ReadOnlySpan<byte> token, string path)
    {
        string text = System.Text.Encoding.UTF8.GetString(token);
        switch (text)
        {
            case "true": return "false"u8.ToArray();
            case "false": return "true"u8.ToArray();
            case "null": return "\"0x1111111111111111111111111111111111111111\""u8.ToArray();
            case "\"0x\"": return "\"0x11\""u8.ToArray();
        }

        if (text[0] != '"') return System.Text.Encoding.UTF8.GetBytes((long.Parse(text, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture));
        bool isHex = text.StartsWith("\"0x", StringComparison.Ordinal);
        int first = isHex ? 3 : 1, count = text.Length - 1 - first, seed = 17;
        foreach (char symbol in path) seed = (seed * 31 + symbol) & 0xffffff;
        // A leading digit of a number may become zero; the last digit always changes the value.
        int at = first + (count > 16 ? seed % count : count - 1);
        char digit = text[at], other = isHex ? "123456789abcdef0"[Math.Max(0, "0123456789abcdef".IndexOf(char.ToLowerInvariant(digit)))]
            : char.IsAsciiDigit(digit) ? (char)('0' + (digit - '0' + 1) % 10) : (char)(digit ^ 1);
        return System.Text.Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, at), [other], text.AsSpan(at + 1)));
    }
}

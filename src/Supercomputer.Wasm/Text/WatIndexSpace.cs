namespace Supercomputer.Wasm.Text;

/// <summary>One index space of a module: how many entries it has and which identifiers name them.</summary>
internal sealed class WatIndexSpace(string what)
{
    private Dictionary<string, uint>? _byIdentifier;

    public uint Count { get; private set; }

    /// <summary>The identifiers with their indices, in the order of declaration.</summary>
    public IEnumerable<KeyValuePair<string, uint>> Identifiers => _byIdentifier?.OrderBy(pair => pair.Value) ?? Enumerable.Empty<KeyValuePair<string, uint>>();

    /// <summary>Gives the next index to an entry whose optional identifier stands at the cursor.</summary>
    public uint Declare(WatCursor cursor)
    {
        WatToken token = cursor.Peek();
        string? identifier = cursor.TryIdentifier();
        if (identifier is not null && !(_byIdentifier ??= new(StringComparer.Ordinal)).TryAdd(identifier, Count))
            cursor.Fail(token, WatErrorKind.DuplicateIdentifier, $"duplicate {what}", $"each {what} identifier once", identifier);
        return Count++;
    }

    public void DeclareAnonymous(uint count) => Count += count;

    /// <summary>The index that the number or identifier at the cursor stands for.</summary>
    public uint Resolve(WatCursor cursor)
    {
        WatToken token = cursor.Peek();
        if (token.Kind != WatTokenKind.Identifier) return cursor.Number($"a {what} index or identifier");
        string identifier = cursor.TryIdentifier()!;
        if (_byIdentifier is not null && _byIdentifier.TryGetValue(identifier, out uint index)) return index;
        cursor.Fail(token, WatErrorKind.UnknownIdentifier, $"unknown {what}", $"a declared {what}", identifier);
        return 0;
    }
}

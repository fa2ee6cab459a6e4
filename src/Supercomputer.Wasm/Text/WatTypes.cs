using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Text;

/// <summary>Reads function types and type uses, and grows the module's types by the implicit ones in the order of the text.</summary>
/// <remarks>Source: WebAssembly 2.0, section 6.4.4 and 6.6.3 (type uses, abbreviations).</remarks>
internal sealed class WatTypes
{
    private readonly Dictionary<FunctionType, uint> _first = [];
    private readonly List<FunctionType> _all = [];

    public WatIndexSpace Space { get; } = new("type");

    public IReadOnlyList<FunctionType> All => _all;

    /// <summary>Reads <c>(type $id? (func ...))</c> behind its keyword.</summary>
    public void Define(WatCursor cursor)
    {
        Space.Declare(cursor);
        cursor.Open("func");
        Add(Signature(cursor, new WatLocals(binding: false)));
        cursor.Close();
        cursor.Close();
    }

    /// <summary>Reads a type use; parameters with identifiers go to <paramref name="locals"/>, which is null where none are allowed.</summary>
    public uint Use(WatCursor cursor, WatLocals? locals)
    {
        uint? named = NamedType(cursor);
        WatToken at = cursor.Peek();
        FunctionType signature = Signature(cursor, locals);
        if (named is not { } index) return IndexOf(signature);
        if (IsEmpty(signature)) locals?.Space.DeclareAnonymous(ParametersOf(index));
        else CheckInline(cursor, at, index, signature);
        return index;
    }

    /// <summary>Reads a block type and writes its encoding.</summary>
    public void BlockType(WatCursor cursor, WasmBuffer output)
    {
        uint? named = NamedType(cursor);
        WatToken at = cursor.Peek();
        FunctionType signature = Signature(cursor, null);
        if (named is { } index)
        {
            if (!IsEmpty(signature)) CheckInline(cursor, at, index, signature);
            output.Signed(index);
        }
        else if (IsEmpty(signature)) output.Byte(0x40);
        else if (signature.Parameters.Length == 0 && signature.Results.Length == 1) output.Byte((byte)signature.Results[0]);
        else output.Signed(IndexOf(signature));
    }

    /// <summary>Reads <c>(result t*)*</c>.</summary>
    public static List<ValType> Results(WatCursor cursor, out bool any)
    {
        List<ValType> results = [];
        any = false;
        while (cursor.TryOpen("result"))
        {
            any = true;
            while (cursor.TryValueType() is { } type) results.Add(type);
            cursor.Close();
        }
        return results;
    }

    private uint? NamedType(WatCursor cursor)
    {
        if (!cursor.TryOpen("type")) return null;
        uint index = Space.Resolve(cursor);
        cursor.Close();
        return index;
    }

    private static FunctionType Signature(WatCursor cursor, WatLocals? locals)
    {
        List<ValType> parameters = [];
        while (cursor.TryOpen("param"))
        {
            if (locals is not null) locals.Group(cursor, parameters);
            else while (cursor.TryValueType() is { } type) parameters.Add(type);
            cursor.Close();
        }
        List<ValType> results = Results(cursor, out _);
        if (cursor.AtOpen("type") || cursor.AtOpen("param"))
        {
            cursor.Advance();
            cursor.Unexpected("the type named, then parameters, then results");
        }
        return new FunctionType([.. parameters], [.. results]);
    }

    private void CheckInline(WatCursor cursor, WatToken at, uint index, FunctionType signature)
    {
        if (index >= _all.Count)
            cursor.Fail(at, WatErrorKind.UnknownIdentifier, "unknown type", $"one of {_all.Count} types", $"type {index}");
        else if (!_all[(int)index].Equals(signature))
            cursor.Fail(at, WatErrorKind.InlineFunctionType, "inline function type does not match the type named",
                _all[(int)index].ToString(), signature.ToString());
    }

    private static bool IsEmpty(FunctionType type) => type.Parameters.Length == 0 && type.Results.Length == 0;

    private uint ParametersOf(uint index) => index < _all.Count ? (uint)_all[(int)index].Parameters.Length : 0;

    private uint IndexOf(FunctionType signature) => _first.TryGetValue(signature, out uint index) ? index : Add(signature);

    private uint Add(FunctionType signature)
    {
        uint index = (uint)_all.Count;
        _all.Add(signature);
        _first.TryAdd(signature, index);
        return index;
    }
}

using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Text;

/// <summary>The parameters and locals of one function; identifiers are only read over where nothing can refer to them (types and imports).</summary>
internal sealed class WatLocals(bool binding)
{
    public WatIndexSpace Space { get; } = new("local");

    /// <summary>Reads <c>$id type</c> or <c>type*</c>, the inside of a param or local group.</summary>
    public void Group(WatCursor cursor, List<ValType> types)
    {
        if (cursor.Kind == WatTokenKind.Identifier)
        {
            if (binding) Space.Declare(cursor);
            else cursor.TryIdentifier();
            types.Add(cursor.ValueType());
            return;
        }
        while (cursor.TryValueType() is { } type)
        {
            Space.DeclareAnonymous(1);
            types.Add(type);
        }
    }
}

namespace Supercomputer.Wasm.Modules;

/// <summary>A function type: the operands a function takes and the values it returns.</summary>
public sealed class FunctionType(ValType[] parameters, ValType[] results) : IEquatable<FunctionType>
{
    /// <summary>The parameter types, first to last.</summary>
    public ValType[] Parameters { get; } = parameters;

    /// <summary>The result types, first to last.</summary>
    public ValType[] Results { get; } = results;

    /// <summary>The words that the operands take on the interpreter's stack.</summary>
    internal int ParameterSlots { get; } = Slots(parameters);

    /// <summary>The words that the results take on the interpreter's stack.</summary>
    internal int ResultSlots { get; } = Slots(results);

    /// <summary>Whether both types take and return the same.</summary>
    public bool Equals(FunctionType? other) =>
        other is not null && Parameters.AsSpan().SequenceEqual(other.Parameters)
        && Results.AsSpan().SequenceEqual(other.Results);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FunctionType);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (ValType type in Parameters) hash.Add(type);
        hash.Add(-1);
        foreach (ValType type in Results) hash.Add(type);
        return hash.ToHashCode();
    }

    /// <summary>The type in the text format's words, as in <c>[i32 i64] -> [f32]</c>.</summary>
    public override string ToString() => $"[{List(Parameters)}] -> [{List(Results)}]";

    private static int Slots(ValType[] types) => types.Length + types.AsSpan().Count(ValType.V128);

    private static string List(ValType[] types) => string.Join(' ', types).ToLowerInvariant();
}

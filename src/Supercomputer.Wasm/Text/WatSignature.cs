using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Text;

/// <summary>A function type, compared by value.</summary>
internal sealed class WatSignature(ValType[] parameters, ValType[] results) : IEquatable<WatSignature>
{
    public ValType[] Parameters { get; } = parameters;

    public ValType[] Results { get; } = results;

    public bool IsEmpty => Parameters.Length == 0 && Results.Length == 0;

    public bool Equals(WatSignature? other) =>
        other is not null && Parameters.AsSpan().SequenceEqual(other.Parameters) && Results.AsSpan().SequenceEqual(other.Results);

    public override bool Equals(object? obj) => Equals(obj as WatSignature);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (ValType type in Parameters) hash.Add((byte)type);
        hash.Add((byte)0);
        foreach (ValType type in Results) hash.Add((byte)type);
        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(' ', Parameters)}] -> [{string.Join(' ', Results)}]";
}

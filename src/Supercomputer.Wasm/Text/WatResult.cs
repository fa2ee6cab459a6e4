using System.Diagnostics.CodeAnalysis;

namespace Supercomputer.Wasm.Text;

/// <summary>The binary module that a text module stands for, or why there is none.</summary>
public sealed class WatResult
{
    private WatResult(byte[]? bytes, WatError? error) => (Bytes, Error) = (bytes, error);

    /// <summary>The module in the binary format; null when refused.</summary>
    public byte[]? Bytes { get; }

    /// <summary>Why the text was refused; null when it was compiled.</summary>
    public WatError? Error { get; }

    /// <summary>Whether <see cref="Bytes"/> is there.</summary>
    [MemberNotNullWhen(true, nameof(Bytes))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Bytes is not null;

    internal static WatResult Good(byte[] bytes) => new(bytes, null);

    internal static WatResult Refused(WatError error) => new(null, error);
}

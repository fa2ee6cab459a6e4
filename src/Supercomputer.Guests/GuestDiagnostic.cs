namespace Supercomputer.Guests;

/// <summary>Why a guest was not compiled.</summary>
/// <param name="Method">The method that is outside the subset.</param>
/// <param name="File">The source file's name; null without symbols.</param>
/// <param name="Line">The line, from 1; 0 without symbols.</param>
/// <param name="Message">What, and what to write instead.</param>
public sealed record GuestDiagnostic(string Method, string? File, int Line, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => File is null ? $"{Method}: {Message}" : $"{File}({Line}): {Method}: {Message}";
}

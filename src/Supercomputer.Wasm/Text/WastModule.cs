namespace Supercomputer.Wasm.Text;

/// <summary>A module inside a script, not yet compiled.</summary>
public sealed class WastModule
{
    private readonly Func<WatResult> _compile;

    internal WastModule(int line, string? identifier, WastModuleForm form, Func<WatResult> compile) =>
        (Line, Identifier, Form, _compile) = (line, identifier, form, compile);

    /// <summary>The line on which it opens.</summary>
    public int Line { get; }

    /// <summary>Its identifier with the dollar sign, or null.</summary>
    public string? Identifier { get; }

    /// <summary>How the script gives it.</summary>
    public WastModuleForm Form { get; }

    /// <summary>The module in the binary format; a binary module is given as it stands.</summary>
    public WatResult Compile() => _compile();
}

namespace Supercomputer.Wasm.Text;

/// <summary>How a script gives a module.</summary>
public enum WastModuleForm
{
    /// <summary>As text that is part of the script.</summary>
    Text,

    /// <summary>As the bytes of strings.</summary>
    Binary,

    /// <summary>As text inside strings, which may be malformed.</summary>
    Quote,
}

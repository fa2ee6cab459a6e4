namespace Supercomputer.Wasm.Modules;

/// <summary>What an import or export is, with the byte that encodes it.</summary>
public enum ExternKind : byte
{
    /// <summary>A function.</summary>
    Function = 0,
    /// <summary>A table.</summary>
    Table = 1,
    /// <summary>A linear memory.</summary>
    Memory = 2,
    /// <summary>A global variable.</summary>
    Global = 3,
}

namespace Supercomputer.Wasm.Execution;

/// <summary>The table entries that a store may still make: a module may declare many tables, each within the limit.</summary>
internal sealed class EntryBudget
{
    public long Left { get; set; }
}

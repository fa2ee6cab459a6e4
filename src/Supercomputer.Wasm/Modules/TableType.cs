namespace Supercomputer.Wasm.Modules;

/// <summary>The type of a table: what its entries refer to and how many it may have.</summary>
public readonly record struct TableType(ValType ElementType, Limits Limits);

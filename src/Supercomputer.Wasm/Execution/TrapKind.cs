namespace Supercomputer.Wasm.Execution;

/// <summary>Why execution trapped.</summary>
public enum TrapKind : byte
{
    /// <summary>No trap.</summary>
    None,
    /// <summary><c>unreachable</c> was executed.</summary>
    Unreachable,
    /// <summary>An integer was divided by zero.</summary>
    IntegerDivideByZero,
    /// <summary>A quotient or a converted number does not fit its type.</summary>
    IntegerOverflow,
    /// <summary>A NaN was converted to an integer.</summary>
    InvalidConversionToInteger,
    /// <summary>An access reaches beyond the memory or a data segment.</summary>
    OutOfBoundsMemoryAccess,
    /// <summary>An access reaches beyond a table or an element segment.</summary>
    OutOfBoundsTableAccess,
    /// <summary>An indirect call names an entry beyond the table.</summary>
    UndefinedElement,
    /// <summary>An indirect call names a null entry.</summary>
    UninitializedElement,
    /// <summary>The function called indirectly is of another type.</summary>
    IndirectCallTypeMismatch,
    /// <summary>Calls nest deeper, or their frames take more space, than the limits allow.</summary>
    CallStackExhausted,
    /// <summary>A host function trapped.</summary>
    Host,
}

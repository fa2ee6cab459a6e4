namespace Supercomputer.Wasm.Text;

/// <summary>The kinds of values and result patterns in scripts.</summary>
public enum WastValueKind
{
    /// <summary>An i32.</summary>
    I32,

    /// <summary>An i64.</summary>
    I64,

    /// <summary>An f32, bit for bit.</summary>
    F32,

    /// <summary>An f64, bit for bit.</summary>
    F64,

    /// <summary>A v128 by its lanes, which may be patterns.</summary>
    V128,

    /// <summary>An f32 NaN whose fraction is its highest bit alone, of either sign.</summary>
    F32CanonicalNan,

    /// <summary>An f32 NaN whose highest fraction bit is set.</summary>
    F32ArithmeticNan,

    /// <summary>An f64 NaN whose fraction is its highest bit alone, of either sign.</summary>
    F64CanonicalNan,

    /// <summary>An f64 NaN whose highest fraction bit is set.</summary>
    F64ArithmeticNan,

    /// <summary>The null function reference.</summary>
    NullFunction,

    /// <summary>The null external reference.</summary>
    NullExternal,

    /// <summary>The external reference with the number given.</summary>
    External,

    /// <summary>Any external reference that is not null.</summary>
    AnyExternal,

    /// <summary>Any function reference that is not null.</summary>
    AnyFunction,
}

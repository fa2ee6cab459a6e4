namespace Supercomputer.Wasm.Text;

/// <summary>What kind of fault a text module or script has; each stands for one family of the specification suite's messages.</summary>
public enum WatErrorKind
{
    /// <summary>A word that is neither a keyword, an instruction, a number, nor an identifier.</summary>
    UnknownOperator,

    /// <summary>A token that the grammar does not allow at its place.</summary>
    UnexpectedToken,

    /// <summary>A numeric constant outside its type's range.</summary>
    ConstantOutOfRange,

    /// <summary>An index, a limit or an offset above 2^32 - 1.</summary>
    IndexOutOfRange,

    /// <summary>An alignment that is not a power of two.</summary>
    Alignment,

    /// <summary>An identifier that its index space already holds.</summary>
    DuplicateIdentifier,

    /// <summary>An identifier that its index space does not hold.</summary>
    UnknownIdentifier,

    /// <summary>A label after end or else that is not the block's own.</summary>
    MismatchingLabel,

    /// <summary>Parameters and results that differ from the type named beside them.</summary>
    InlineFunctionType,

    /// <summary>An import that follows a definition of a function, table, memory or global.</summary>
    ImportAfterDefinition,

    /// <summary>A second start field.</summary>
    MultipleStart,

    /// <summary>Bytes that are not UTF-8, in the source or in a name.</summary>
    MalformedUtf8,

    /// <summary>A string or comment that does not end, or a string with a forbidden character or escape.</summary>
    MalformedLexeme,

    /// <summary>Nesting deeper than <see cref="WatCompiler.MaximumNesting"/>.</summary>
    TooDeep,

    /// <summary>A source longer than <see cref="WatCompiler.MaximumSourceBytes"/>, or a literal of more than 4,096 characters.</summary>
    TooLarge,

    /// <summary>A lane index that is no number below 256.</summary>
    LaneIndex,

    /// <summary>More or fewer lanes than the shape has.</summary>
    LaneCount,
}

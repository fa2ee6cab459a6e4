namespace Supercomputer.Machine.Paths;

/// <summary>The conditions of checks.</summary>
internal enum PathCondition : byte
{
    /// <summary>Equal.</summary>
    Equal,
    /// <summary>Less, unsigned.</summary>
    LessUnsigned,
    /// <summary>Less, signed.</summary>
    LessSigned,
}

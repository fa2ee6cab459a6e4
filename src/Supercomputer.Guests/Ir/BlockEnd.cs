namespace Supercomputer.Guests.Ir;

/// <summary>How a block ends.</summary>
internal enum BlockEnd : byte
{
    /// <summary>Not yet known.</summary>
    Open,

    /// <summary>To the one successor.</summary>
    Jump,

    /// <summary>To the first successor where the condition is not zero, else to the second.</summary>
    Branch,

    /// <summary>To the successor of the condition's number, or the last.</summary>
    Switch,
    Return,
    Unreachable,
}

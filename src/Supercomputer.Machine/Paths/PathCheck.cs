namespace Supercomputer.Machine.Paths;

/// <summary>What a branch of the path requires: the condition of the operation holds, or does not.</summary>
/// <param name="Condition">Equal, less or less signed.</param>
/// <param name="Holds">Whether it must hold.</param>
/// <param name="Left">The node of operand A.</param>
/// <param name="Right">The node of operand B.</param>
internal readonly record struct PathCheck(PathCondition Condition, bool Holds, int Left, int Right);

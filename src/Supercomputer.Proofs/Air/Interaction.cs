namespace Supercomputer.Proofs.Air;

/// <summary>In every row of a chip, a tuple sent on (or received from) a bus with a multiplicity.</summary>
/// <param name="Bus">The bus.</param>
/// <param name="IsSend">Whether the tuple is sent (counted up) or received (counted down).</param>
/// <param name="Multiplicity">How often: boolean by the chip's own constraints, or a table's free count.</param>
/// <param name="Values">The tuple, as long as the bus says.</param>
/// <param name="IsTable">Whether this is the table side of a lookup, whose multiplicity is a free field element.</param>
public sealed record Interaction(
    Bus Bus, bool IsSend, Expression Multiplicity, IReadOnlyList<Expression> Values, bool IsTable);

namespace Supercomputer.Proofs.Air;

/// <summary>The chips of a machine, in the order in which both sides list them.</summary>
public sealed class ChipSet
{
    /// <summary>Checks that the chips fit together.</summary>
    /// <param name="chips">The chips, in order.</param>
    /// <exception cref="ArgumentException">Two chips share a name, or two buses an id: a mistake in our own code.</exception>
    public ChipSet(IReadOnlyList<Chip> chips)
    {
        Chips = chips;
        if (chips.Select(chip => chip.Name).Distinct(StringComparer.Ordinal).Count() != chips.Count)
            throw new ArgumentException("two chips have one name", nameof(chips));
        Buses = [.. chips.SelectMany(chip => chip.Interactions).Select(interaction => interaction.Bus).Distinct()];
        if (Buses.Select(bus => bus.Id).Distinct().Count() != Buses.Count)
            throw new ArgumentException("two buses have one id", nameof(chips));
    }

    /// <summary>The chips, in order.</summary>
    public IReadOnlyList<Chip> Chips { get; }

    /// <summary>The buses that the chips use.</summary>
    public IReadOnlyList<Bus> Buses { get; }
}

using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Execution;

/// <summary>A table of references at run time.</summary>
public sealed class TableInstance : Extern
{
    private readonly uint _entryLimit;
    private readonly EntryBudget _budget;
    private ulong[] _entries;

    /// <summary>A table of the type's minimum size, every entry the same.</summary>
    /// <remarks>Errors: throws where the minimum is above <see cref="ExecutionLimits.TableEntries"/>; ask <see cref="Fits"/> first.</remarks>
    public TableInstance(TableType type, ExecutionLimits limits)
        : this(type, limits, new EntryBudget { Left = limits.TableEntries })
    {
    }

    internal TableInstance(TableType type, ExecutionLimits limits, EntryBudget budget)
    {
        if (!Fits(type, limits)) throw new ArgumentException($"{type.Limits.Minimum} entries are above the limit", nameof(type));
        ElementType = type.ElementType;
        Maximum = type.Limits.Maximum;
        _entryLimit = Math.Min(limits.TableEntries, Maximum ?? uint.MaxValue);
        Size = type.Limits.Minimum;
        _entries = new ulong[Size];
        _budget = budget;
        _budget.Left -= Size;
    }

    /// <inheritdoc/>
    public override ExternKind Kind => ExternKind.Table;

    /// <summary>What its entries refer to.</summary>
    public ValType ElementType { get; }

    /// <summary>The number of its entries.</summary>
    public uint Size { get; private set; }

    /// <summary>The maximum of its type.</summary>
    public uint? Maximum { get; }

    internal Span<ulong> Entries => _entries.AsSpan(0, (int)Size);

    /// <summary>Whether a table of this type can be made within the limits.</summary>
    public static bool Fits(TableType type, ExecutionLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return type.Limits.Minimum <= Math.Min(limits.TableEntries, int.MaxValue / 8);
    }

    internal int Grow(uint count, ulong reference)
    {
        uint before = Size;
        if (count > _entryLimit - Math.Min(before, _entryLimit) || count > _budget.Left) return -1;
        _budget.Left -= count;
        uint needed = before + count;
        if (needed > _entries.Length) Array.Resize(ref _entries, (int)Math.Min(Math.Max(needed, 2 * before), _entryLimit));
        _entries.AsSpan((int)before, (int)count).Fill(reference);
        Size = needed;
        return (int)before;
    }

    internal bool TrySlice(uint index, uint count, out Span<ulong> range)
    {
        bool isInside = (ulong)index + count <= Size;
        range = isInside ? _entries.AsSpan((int)index, (int)count) : default;
        return isInside;
    }
}

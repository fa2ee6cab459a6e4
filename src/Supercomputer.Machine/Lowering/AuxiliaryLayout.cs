namespace Supercomputer.Machine.Lowering;

/// <summary>Gives out addresses of the Auxiliary space, and collects the words that are not zero at the start.</summary>
internal sealed class AuxiliaryLayout
{
    /// <summary>The most words that are given out; what is beyond is refused when the program is complete.</summary>
    internal const uint MaximumSize = 1 << 21;

    private readonly Dictionary<string, uint> _named = [];
    private readonly SortedDictionary<uint, Func<uint>> _words = [];

    /// <summary>The number of words given out. Address 0 is given to nothing.</summary>
    internal uint Size { get; private set; } = 1;

    /// <summary>The address of a region; given out on first use.</summary>
    internal uint Region(string name, uint words)
    {
        if (_named.TryGetValue(name, out uint address)) return address;
        if (words > MaximumSize - Size) (IsFull, words) = (true, 0);
        _named.Add(name, address = Size);
        Size += words;
        return address;
    }

    /// <summary>Whether more was asked for than there is.</summary>
    internal bool IsFull { get; private set; }

    internal bool IsUsed(string name) => _named.ContainsKey(name);

    /// <summary>Sets the first value of a word; the value is asked for when the program is complete.</summary>
    internal void Set(uint address, Func<uint> value) => _words[address] = value;

    internal void Set(uint address, uint value) => Set(address, () => value);

    internal ImageInterval[] Image() => ImageIntervals.Of(_words.Select(w => (w.Key, w.Value())));
}

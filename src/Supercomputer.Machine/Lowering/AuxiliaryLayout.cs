namespace Supercomputer.Machine.Lowering;

/// <summary>Gives out addresses of the Auxiliary space, and collects the words that are not zero at the start.</summary>
internal sealed class AuxiliaryLayout
{
    private readonly Dictionary<string, uint> _named = [];
    private readonly SortedDictionary<uint, Func<uint>> _words = [];

    /// <summary>The number of words given out. Address 0 is given to nothing.</summary>
    internal uint Size { get; private set; } = 1;

    /// <summary>The address of a region; given out on first use.</summary>
    internal uint Region(string name, uint words)
    {
        if (_named.TryGetValue(name, out uint address)) return address;
        _named.Add(name, address = Size);
        Size += words;
        return address;
    }

    internal bool IsUsed(string name) => _named.ContainsKey(name);

    /// <summary>Sets the first value of a word; the value is asked for when the program is complete.</summary>
    internal void Set(uint address, Func<uint> value) => _words[address] = value;

    internal void Set(uint address, uint value) => Set(address, () => value);

    internal ImageInterval[] Image()
    {
        List<ImageInterval> intervals = [];
        List<uint> run = [];
        uint start = 0;
        foreach ((uint address, Func<uint> value) in _words)
        {
            uint word = value();
            if (word == 0) continue;
            if (run.Count > 0 && start + run.Count != address) Flush();
            if (run.Count == 0) start = address;
            run.Add(word);
        }
        Flush();
        return [.. intervals];

        void Flush()
        {
            if (run.Count > 0) intervals.Add(new ImageInterval(start, [.. run]));
            run.Clear();
        }
    }
}

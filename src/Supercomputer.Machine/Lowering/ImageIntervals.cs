namespace Supercomputer.Machine.Lowering;

/// <summary>Makes images of words: runs that lie close are one, for a gap costs more than the words it leaves out.</summary>
internal static class ImageIntervals
{
    /// <summary>Zero words that an interval takes in rather than end before them.</summary>
    private const uint BridgedWords = 256;

    /// <summary>The intervals of the words that are not zero.</summary>
    /// <param name="words">Addresses and words, ascending.</param>
    internal static ImageInterval[] Of(IEnumerable<(uint Address, uint Word)> words)
    {
        List<ImageInterval> intervals = [];
        List<uint> run = [];
        uint start = 0;
        foreach ((uint address, uint word) in words)
        {
            if (word == 0) continue;
            if (run.Count > 0 && address - (start + (uint)run.Count) > BridgedWords)
            {
                intervals.Add(new ImageInterval(start, [.. run]));
                run.Clear();
            }
            if (run.Count == 0) start = address;
            while (start + (uint)run.Count < address) run.Add(0);
            run.Add(word);
        }
        if (run.Count > 0) intervals.Add(new ImageInterval(start, [.. run]));
        return [.. intervals];
    }
}

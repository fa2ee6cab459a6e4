using Supercomputer.Proofs.Transcripts;

namespace Supercomputer.Proofs.Whir;

/// <summary>The rows that a round opens.</summary>
internal static class QueryPositions
{
    /// <summary>Draws the round's queries with repetition, and gives them without, rising.</summary>
    public static int[] Sample(Transcript transcript, WhirRound round)
    {
        var positions = new int[round.Queries];
        for (int i = 0; i < positions.Length; i++)
            positions[i] = (int)transcript.SampleBits(round.LogRows);
        Array.Sort(positions);
        int distinct = 0;
        foreach (int position in positions)
        {
            if (distinct == 0 || positions[distinct - 1] != position)
                positions[distinct++] = position;
        }
        return positions[..distinct];
    }
}

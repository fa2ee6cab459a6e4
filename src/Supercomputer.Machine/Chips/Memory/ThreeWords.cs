using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Gadgets;
using Supercomputer.Proofs.Air;

namespace Supercomputer.Machine.Chips.Memory;

/// <summary>Up to three consecutive words of memory, by bytes.</summary>
/// <remarks>Soundness: the bytes of a word that is accessed are looked up; those of other words are 0. Cost: 15
/// columns, 15 interactions.</remarks>
internal sealed class ThreeWords
{
    private readonly Cell[] bytes;
    private readonly Cell[][] bytesOfWord;
    private readonly CellAccess[] words = new CellAccess[3];

    /// <summary>Declares the bytes; <see cref="Access"/> declares the accesses.</summary>
    internal ThreeWords(AirBuilder air)
    {
        bytes = air.Columns("word.byte", 12);
        bytesOfWord = [bytes[..4], bytes[4..8], bytes[8..]];
    }

    /// <summary>The bytes before the access.</summary>
    internal Expression[] Bytes => Limbs.Expressions(bytes);

    /// <summary>Declares the accesses that write the given bytes.</summary>
    internal void Access(AirBuilder air, SpanGadget span, Expression[] newBytes, Expression time)
    {
        for (int word = 0; word < 3; word++)
        {
            int k = 4 * word;
            Expression touched = span.Touched[word];
            foreach (Cell cell in bytesOfWord[word]) air.AssertZero($"word {word} is zero unless accessed", (1 - touched) * cell);
            air.Bytes(touched, bytes[k], bytes[k + 1]);
            air.Bytes(touched, bytes[k + 2], bytes[k + 3]);
            words[word] = new(
                air, $"word[{word}]", touched, (long)Space.Memory, span.Address.WordAddress + word,
                Limbs.FromBytes(bytesOfWord[word]),
                [newBytes[k] + 256 * newBytes[k + 1], newBytes[k + 2] + 256 * newBytes[k + 3]], time);
        }
    }

    internal void Fill(ReadOnlySpan<WordAccess> accesses, uint time, Span<uint> row, LookupCounts counts)
    {
        for (int word = 0; word < accesses.Length; word++)
        {
            ulong old = accesses[word].Old;
            Limbs.WriteBytes(row, bytesOfWord[word], old);
            counts.Bytes(Limbs.ByteOf(old, 0), Limbs.ByteOf(old, 1));
            counts.Bytes(Limbs.ByteOf(old, 2), Limbs.ByteOf(old, 3));
            words[word].Fill(accesses[word].PreviousTime, time, row, counts);
        }
    }
}

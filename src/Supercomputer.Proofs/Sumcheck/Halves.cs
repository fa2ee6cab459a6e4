using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Sumcheck;

/// <summary>Vectors in lanes that are too short for their halves to be whole groups: at most sixteen elements, in one group.</summary>
internal static unsafe class Halves
{
    /// <summary>Copies elements [half, 2 half) of a group to the start of another; lanes beyond them are unspecified values below p.</summary>
    public static void CopyHigh<TField>(uint* group, int half, uint* high)
        where TField : unmanaged, IChallengeField<TField>
    {
        for (int word = 0; word < Lanes<TField>.GroupWords; word++)
        {
            int lane = word % Lanes<TField>.GroupSize;
            high[word] = lane < half ? group[word + half] : 0;
        }
    }

    /// <summary>Binds the highest variable of 2 half elements in one group.</summary>
    public static void Fold<TField>(uint* group, int half, uint* challenge, uint* scratch)
        where TField : unmanaged, IChallengeField<TField>
    {
        CopyHigh<TField>(group, half, scratch);
        Lanes<TField>.Fold(group, group, scratch, challenge, 1);
    }
}

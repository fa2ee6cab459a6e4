using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Supercomputer.Cryptography.Fields;

/// <summary>Block arithmetic on long vectors of a challenge field, sixteen elements at a time.</summary>
/// <remarks>
/// Shape: elements come in lane groups of sixteen; a group is <c>Degree</c> rows of sixteen Montgomery words, one row a coordinate, so
/// coordinate c of element e is word <c>((e / 16) * Degree + c) * 16 + e % 16</c>. Base columns are plain arrays of words. A vector that
/// does not fill its last group is padded with zeros. Pointers are aligned to 64 bytes; steps are in words, zero repeats one group.
/// Destination and sources are equal or disjoint.
/// Cost: about 9 cycles for a product of two degree-6 elements; work in blocks of some hundred elements, which stay in the first-level cache.
/// Each operation has a scalar twin, the oracle of its test and the way taken where 512-bit vectors are not accelerated.
/// </remarks>
/// <typeparam name="TField">The challenge field.</typeparam>
public static unsafe partial class Lanes<TField>
    where TField : unmanaged, IChallengeField<TField>
{
    /// <summary>The elements of a lane group.</summary>
    public const int GroupSize = 16;

    /// <summary>The words of a lane group.</summary>
    public static int GroupWords => GroupSize * TField.Degree;

    private static bool Accelerated
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.IsSupported && (TField.Degree == 6 || TField.Degree == 5);
    }

    /// <summary>The groups that hold so many elements.</summary>
    /// <param name="elements">The number of elements.</param>
    public static nint GroupsFor(nint elements) => (elements + GroupSize - 1) / GroupSize;

    /// <summary>Reads one element.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="index">The element's index.</param>
    public static TField Read(uint* vector, nint index)
    {
        uint* word = Locate(vector, index);
        TField value = default;
        for (int c = 0; c < TField.Degree; c++)
        {
            ((uint*)&value)[c] = word[GroupSize * c];
        }

        return value;
    }

    /// <summary>Writes one element.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="index">The element's index.</param>
    /// <param name="value">The element.</param>
    public static void Write(uint* vector, nint index, TField value)
    {
        uint* word = Locate(vector, index);
        for (int c = 0; c < TField.Degree; c++)
        {
            word[GroupSize * c] = ((uint*)&value)[c];
        }
    }

    /// <summary>Fills one group with sixteen copies of an element.</summary>
    /// <param name="group">The group.</param>
    /// <param name="value">The element.</param>
    public static void Broadcast(uint* group, TField value)
    {
        for (int c = 0; c < TField.Degree; c++)
        {
            new Span<uint>(group + (GroupSize * c), GroupSize).Fill(((uint*)&value)[c]);
        }
    }

    /// <summary>The sum of the sixteen elements of one group.</summary>
    /// <param name="group">The group.</param>
    public static TField SumGroup(uint* group)
    {
        TField sum = default;
        for (int lane = 0; lane < GroupSize; lane++)
        {
            sum += Read(group, lane);
        }

        return sum;
    }

    /// <summary>Lays consecutive elements out in lanes; the rest of the last group becomes zero.</summary>
    /// <param name="source">The elements.</param>
    /// <param name="vector">Room for <see cref="GroupsFor"/> groups.</param>
    public static void Pack(ReadOnlySpan<TField> source, uint* vector)
    {
        int padded = (int)GroupsFor(source.Length) * GroupSize;
        for (int i = 0; i < padded; i++)
        {
            Write(vector, i, i < source.Length ? source[i] : default);
        }
    }

    /// <summary>Takes elements out of lanes.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="destination">As many elements as are wanted.</param>
    public static void Unpack(uint* vector, Span<TField> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = Read(vector, i);
        }
    }

    /// <summary>destination = a b.</summary>
    /// <param name="destination">The products.</param>
    /// <param name="destinationStep">Words from one group of products to the next.</param>
    /// <param name="a">The first factors.</param>
    /// <param name="aStep">Words between their groups, zero for a constant.</param>
    /// <param name="b">The second factors.</param>
    /// <param name="bStep">Words between their groups, zero for a constant.</param>
    /// <param name="groups">The number of groups.</param>
    public static void Multiply(uint* destination, nint destinationStep, uint* a, nint aStep, uint* b, nint bStep, nint groups)
    {
        if (!Accelerated)
        {
            MultiplyScalar(destination, destinationStep, a, aStep, b, bStep, groups);
        }
        else if (TField.Degree == 6)
        {
            KoalaBear6Kernels.Multiply(destination, destinationStep, a, aStep, b, bStep, groups);
        }
        else
        {
            KoalaBear5Kernels.Multiply(destination, destinationStep, a, aStep, b, bStep, groups);
        }
    }

    /// <summary>destination = destination + a b; with a destination step of zero, the lane-wise sum of products.</summary>
    /// <param name="destination">The sums.</param>
    /// <param name="destinationStep">Words from one group of sums to the next.</param>
    /// <param name="a">The first factors.</param>
    /// <param name="aStep">Words between their groups, zero for a constant.</param>
    /// <param name="b">The second factors.</param>
    /// <param name="bStep">Words between their groups, zero for a constant.</param>
    /// <param name="groups">The number of groups.</param>
    public static void MultiplyAdd(uint* destination, nint destinationStep, uint* a, nint aStep, uint* b, nint bStep, nint groups)
    {
        if (!Accelerated)
        {
            MultiplyAddScalar(destination, destinationStep, a, aStep, b, bStep, groups);
        }
        else if (TField.Degree == 6)
        {
            KoalaBear6Kernels.MultiplyAdd(destination, destinationStep, a, aStep, b, bStep, groups);
        }
        else
        {
            KoalaBear5Kernels.MultiplyAdd(destination, destinationStep, a, aStep, b, bStep, groups);
        }
    }

    /// <summary>destination = low + challenge (high - low): binds the variable that tells low from high.</summary>
    /// <param name="destination">The folded elements; may be <paramref name="low"/>.</param>
    /// <param name="low">The elements where the variable is 0.</param>
    /// <param name="high">The elements where it is 1.</param>
    /// <param name="challenge">One group of copies of the challenge.</param>
    /// <param name="groups">The number of groups.</param>
    public static void Fold(uint* destination, uint* low, uint* high, uint* challenge, nint groups) =>
        Fold(destination, low, high, GroupWords, challenge, groups);

    /// <summary>The same for groups of low, and of high, that lie apart.</summary>
    /// <param name="destination">The folded elements, one group after the other.</param>
    /// <param name="low">The first group where the variable is 0.</param>
    /// <param name="high">The first group where it is 1.</param>
    /// <param name="step">Words from one group of low, or of high, to the next.</param>
    /// <param name="challenge">One group of copies of the challenge.</param>
    /// <param name="groups">The number of groups.</param>
    public static void Fold(uint* destination, uint* low, uint* high, nint step, uint* challenge, nint groups)
    {
        if (!Accelerated)
        {
            FoldScalar(destination, low, high, step, challenge, groups);
        }
        else if (TField.Degree == 6)
        {
            KoalaBear6Kernels.Fold(destination, low, high, step, challenge, groups);
        }
        else
        {
            KoalaBear5Kernels.Fold(destination, low, high, step, challenge, groups);
        }
    }

    /// <summary>destination = low + challenge (high - low) for base columns low and high.</summary>
    /// <param name="destination">The folded elements, in lanes.</param>
    /// <param name="low">The base words where the variable is 0.</param>
    /// <param name="high">The base words where it is 1.</param>
    /// <param name="challenge">One group of copies of the challenge.</param>
    /// <param name="groups">The number of groups of sixteen.</param>
    public static void FoldBase(uint* destination, uint* low, uint* high, uint* challenge, nint groups) =>
        FoldBase(destination, low, high, GroupSize, challenge, groups);

    /// <summary>The same for groups of low, and of high, that lie apart.</summary>
    /// <param name="destination">The folded elements, one group after the other.</param>
    /// <param name="low">The first group where the variable is 0.</param>
    /// <param name="high">The first group where it is 1.</param>
    /// <param name="step">Words from one group of low, or of high, to the next.</param>
    /// <param name="challenge">One group of copies of the challenge.</param>
    /// <param name="groups">The number of groups.</param>
    public static void FoldBase(uint* destination, uint* low, uint* high, nint step, uint* challenge, nint groups)
    {
        if (!Accelerated)
        {
            FoldBaseScalar(destination, low, high, step, challenge, groups);
        }
        else if (TField.Degree == 6)
        {
            KoalaBear6Kernels.FoldBase(destination, low, high, step, challenge, groups);
        }
        else
        {
            KoalaBear5Kernels.FoldBase(destination, low, high, step, challenge, groups);
        }
    }

    /// <summary>destination = a b for base words b.</summary>
    /// <param name="destination">The products, in lanes.</param>
    /// <param name="a">The extension factors, in lanes.</param>
    /// <param name="aStep">Words between their groups, zero for a constant.</param>
    /// <param name="b">The base words.</param>
    /// <param name="bStep">Sixteen, or zero for a constant group.</param>
    /// <param name="groups">The number of groups.</param>
    public static void MultiplyBase(uint* destination, uint* a, nint aStep, uint* b, nint bStep, nint groups)
    {
        if (!Accelerated)
        {
            MultiplyBaseScalar(destination, a, aStep, b, bStep, groups);
        }
        else if (TField.Degree == 6)
        {
            KoalaBear6Kernels.MultiplyBase(destination, a, aStep, b, bStep, groups);
        }
        else
        {
            KoalaBear5Kernels.MultiplyBase(destination, a, aStep, b, bStep, groups);
        }
    }

    /// <summary>destination = coefficient_0 + sum over j of coefficient_(j+1) column_j, for base columns.</summary>
    /// <param name="destination">The combinations, in lanes.</param>
    /// <param name="coefficients">The constant term, then one coefficient a column.</param>
    /// <param name="columns">The addresses of the columns.</param>
    /// <param name="count">The number of columns.</param>
    /// <param name="offset">The first row, a multiple of sixteen.</param>
    /// <param name="groups">The number of groups of sixteen rows.</param>
    public static void LinearCombination(uint* destination, TField* coefficients, uint** columns, int count, nint offset, nint groups)
    {
        if (!Accelerated)
        {
            LinearCombinationScalar(destination, coefficients, columns, count, offset, groups);
        }
        else if (TField.Degree == 6)
        {
            KoalaBear6Kernels.LinearCombination(destination, (uint*)coefficients, columns, count, offset, groups);
        }
        else
        {
            KoalaBear5Kernels.LinearCombination(destination, (uint*)coefficients, columns, count, offset, groups);
        }
    }

    /// <summary>destination = a + b.</summary>
    /// <param name="destination">The sums.</param>
    /// <param name="a">The first terms.</param>
    /// <param name="b">The second terms.</param>
    /// <param name="groups">The number of groups.</param>
    public static void Add(uint* destination, uint* a, uint* b, nint groups) =>
        KoalaBearLanes.Add(destination, a, b, groups * GroupWords);

    /// <summary>destination = a - b.</summary>
    /// <param name="destination">The differences.</param>
    /// <param name="a">What is subtracted from.</param>
    /// <param name="b">What is subtracted.</param>
    /// <param name="groups">The number of groups.</param>
    public static void Subtract(uint* destination, uint* a, uint* b, nint groups) =>
        KoalaBearLanes.Subtract(destination, a, b, groups * GroupWords);

    /// <summary>destination = a - b for groups of a, and of b, that lie apart.</summary>
    /// <param name="destination">The differences, one group after the other.</param>
    /// <param name="a">What is subtracted from.</param>
    /// <param name="b">What is subtracted.</param>
    /// <param name="step">Words from one group of a, or of b, to the next.</param>
    /// <param name="groups">The number of groups.</param>
    public static void Subtract(uint* destination, uint* a, uint* b, nint step, nint groups)
    {
        for (nint g = 0; g < groups; g++, destination += GroupWords, a += step, b += step)
        {
            KoalaBearLanes.Subtract(destination, a, b, GroupWords);
        }
    }

    /// <summary>destination = destination + b for base words b.</summary>
    /// <param name="destination">The sums, in lanes.</param>
    /// <param name="b">The base words.</param>
    /// <param name="bStep">Words from one group of them to the next.</param>
    /// <param name="groups">The number of groups.</param>
    public static void AddBase(uint* destination, uint* b, nint bStep, nint groups)
    {
        for (nint g = 0; g < groups; g++, destination += GroupWords, b += bStep)
        {
            KoalaBearLanes.Add(destination, destination, b, GroupSize);
        }
    }

    /// <summary>destination = a + one group, the same for all groups.</summary>
    /// <param name="destination">The sums.</param>
    /// <param name="a">The first terms.</param>
    /// <param name="aStep">Words from one group of them to the next.</param>
    /// <param name="group">The second term.</param>
    /// <param name="groups">The number of groups.</param>
    public static void AddGroup(uint* destination, uint* a, nint aStep, uint* group, nint groups)
    {
        for (nint g = 0; g < groups; g++, destination += GroupWords, a += aStep)
        {
            KoalaBearLanes.Add(destination, a, group, GroupWords);
        }
    }

    /// <summary>destination = a + constant for a base constant.</summary>
    /// <param name="destination">The sums; may be <paramref name="a"/>.</param>
    /// <param name="a">The vector, in lanes.</param>
    /// <param name="constant">The constant.</param>
    /// <param name="groups">The number of groups.</param>
    public static void AddConstant(uint* destination, uint* a, KoalaBear constant, nint groups)
    {
        if (destination != a)
        {
            Unsafe.CopyBlock(destination, a, (uint)(groups * GroupWords * sizeof(uint)));
        }

        for (nint g = 0; g < groups; g++, destination += GroupWords)
        {
            KoalaBearLanes.AddConstant(destination, destination, constant, GroupSize);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint* Locate(uint* vector, nint index) => vector + (index / GroupSize * GroupWords) + (index % GroupSize);
}

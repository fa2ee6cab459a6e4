namespace Supercomputer.Cryptography.Fields;

/// <content>The scalar twins: the meaning of each operation, element by element.</content>
public static unsafe partial class Lanes<TField>
{
    internal static void MultiplyScalar(
        uint* destination, nint destinationStep, uint* a, nint aStep, uint* b, nint bStep, nint groups)
    {
        for (nint g = 0; g < groups; g++, destination += destinationStep, a += aStep, b += bStep)
        {
            for (int lane = 0; lane < GroupSize; lane++)
            {
                Write(destination, lane, Read(a, lane) * Read(b, lane));
            }
        }
    }

    internal static void MultiplyAddScalar(
        uint* destination, nint destinationStep, uint* a, nint aStep, uint* b, nint bStep, nint groups)
    {
        for (nint g = 0; g < groups; g++, destination += destinationStep, a += aStep, b += bStep)
        {
            for (int lane = 0; lane < GroupSize; lane++)
            {
                Write(destination, lane, Read(destination, lane) + (Read(a, lane) * Read(b, lane)));
            }
        }
    }

    internal static void FoldScalar(uint* destination, uint* low, uint* high, nint step, uint* challenge, nint groups)
    {
        TField scalar = Read(challenge, 0);
        for (nint g = 0; g < groups; g++, destination += GroupWords, low += step, high += step)
        {
            for (int lane = 0; lane < GroupSize; lane++)
            {
                TField start = Read(low, lane);
                Write(destination, lane, start + (scalar * (Read(high, lane) - start)));
            }
        }
    }

    internal static void FoldBaseScalar(uint* destination, uint* low, uint* high, nint step, uint* challenge, nint groups)
    {
        TField scalar = Read(challenge, 0);
        for (nint g = 0; g < groups; g++, destination += GroupWords, low += step, high += step)
        {
            for (int lane = 0; lane < GroupSize; lane++)
            {
                KoalaBear start = KoalaBear.FromRaw(low[lane]);
                Write(destination, lane, (scalar * (KoalaBear.FromRaw(high[lane]) - start)) + start);
            }
        }
    }

    internal static void MultiplyBaseScalar(uint* destination, uint* a, nint aStep, uint* b, nint bStep, nint groups)
    {
        for (nint g = 0; g < groups; g++, destination += GroupWords, a += aStep, b += bStep)
        {
            for (int lane = 0; lane < GroupSize; lane++)
            {
                Write(destination, lane, Read(a, lane) * KoalaBear.FromRaw(b[lane]));
            }
        }
    }

    internal static void LinearCombinationScalar(
        uint* destination, TField* coefficients, uint** columns, int count, nint offset, nint groups)
    {
        for (nint i = 0; i < groups * GroupSize; i++)
        {
            TField sum = coefficients[0];
            for (int j = 0; j < count; j++)
            {
                sum += coefficients[j + 1] * KoalaBear.FromRaw(columns[j][offset + i]);
            }

            Write(destination, i, sum);
        }
    }
}

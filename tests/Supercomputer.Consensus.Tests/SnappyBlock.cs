namespace Supercomputer.Consensus.Tests;

/// <summary>Decodes the raw snappy format of the specification's vectors (google/snappy, format_description.txt).</summary>
internal static class SnappyBlock
{
    public static byte[] Decode(ReadOnlySpan<byte> input)
    {
        int at = 0, length = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = input[at++];
            length |= (part & 0x7f) << shift;
            if (part < 0x80) break;
        }

        byte[] output = new byte[length];
        int written = 0;
        while (at < input.Length)
        {
            int tag = input[at++], count, distance;
            switch (tag & 3)
            {
                case 0:
                    count = (tag >> 2) + 1;
                    if (count > 60)
                    {
                        int extra = count - 60;
                        count = Number(input.Slice(at, extra)) + 1;
                        at += extra;
                    }

                    input.Slice(at, count).CopyTo(output.AsSpan(written));
                    at += count;
                    written += count;
                    continue;
                case 1:
                    count = (tag >> 2 & 7) + 4;
                    distance = (tag >> 5) << 8 | input[at++];
                    break;
                default:
                    int size = (tag & 3) == 2 ? 2 : 4;
                    count = (tag >> 2) + 1;
                    distance = Number(input.Slice(at, size));
                    at += size;
                    break;
            }

            for (; count > 0; count--, written++) output[written] = output[written - distance];
        }

        return written == length ? output : throw new InvalidDataException($"{length} bytes expected, actual {written}");
    }

    private static int Number(ReadOnlySpan<byte> bytes)
    {
        int value = 0;
        for (int i = 0; i < bytes.Length; i++) value |= bytes[i] << (8 * i);
        return value;
    }
}

namespace Supercomputer.Machine.Tests.Differential;

/// <summary>Changes a few bytes of a module; most such modules are not valid, and both sides must say so alike.</summary>
internal static class ByteMutator
{
    private static readonly byte[] s_telling =
    [
        0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 0x10, 0x11, 0x1A, 0x1B, 0x1C, 0x20, 0x21, 0x40, 0x41, 0x42, 0x6F,
        0x70, 0x7B, 0x7C, 0x7D, 0x7E, 0x7F, 0x80, 0xC0, 0xD0, 0xD1, 0xD2, 0xFC, 0xFD, 0xFF,
    ];

    internal static byte[] Mutate(byte[] module, Random random)
    {
        List<byte> bytes = [.. module];
        for (int edits = 1 + random.Next(3); edits > 0 && bytes.Count > 9; edits--)
        {
            int at = random.Next(8, bytes.Count);
            switch (random.Next(10))
            {
                case 0: bytes.RemoveAt(at); break;
                case 1: bytes.Insert(at, (byte)random.Next(256)); break;
                case 2: bytes[at] = s_telling[random.Next(s_telling.Length)]; break;
                case 3: bytes[at] = (byte)random.Next(256); break;
                case 4 or 5: bytes[at] += (byte)(random.Next(2) == 0 ? 1 : 255); break;
                case 6:
                    int from = random.Next(8, bytes.Count), count = Math.Min(1 + random.Next(8), bytes.Count - Math.Max(at, from));
                    for (int i = 0; i < count; i++) bytes[at + i] = module[Math.Min(from + i, module.Length - 1)];
                    break;
                case 7 when random.Next(10) == 0: bytes.RemoveRange(at, bytes.Count - at); break;
                default: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            }
        }
        return [.. bytes];
    }
}

namespace Supercomputer.Machine.Tests.Chips;

/// <summary>Poseidon2 over KoalaBear as the paper writes it: matrices row by row, round constants drawn by Grain. Nothing of it is the machine's.</summary>
internal static class Poseidon2Reference
{
    internal const ulong Prime = (1UL << 31) - (1UL << 24) + 1;

    private const int FullRounds = 8, Bits = 31;

    private static readonly int[][] s_m4 = [[2, 3, 1, 1], [1, 2, 3, 1], [1, 1, 2, 3], [3, 1, 1, 2]];

    private static readonly Lazy<Instance> s_of16 = new(() => new(16, 20, [-2, 1, 2, (1, 1), 3, 4, (-1, 1), -3, -4, (1, 8), (1, 3), (1, 24), (-1, 8), (-1, 3), (-1, 4), (-1, 24)]));

    private static readonly Lazy<Instance> s_of24 = new(() => new(
        24, 23,
        [
            -2, 1, 2, (1, 1), 3, 4, (-1, 1), -3, -4, (1, 8), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (1, 24), (-1, 8), (-1, 3), (-1, 4), (-1, 5), (-1, 6), (-1, 7), (-1, 9), (-1, 24),
        ]));

    /// <summary>The permutation of 16 or 24 words modulo p.</summary>
    internal static uint[] Permute(uint[] words) => (words.Length == 16 ? s_of16 : s_of24).Value.Permute(words);

    /// <summary>a / 2^shift in the field.</summary>
    private readonly record struct Fraction(int Numerator, int Shift)
    {
        internal ulong Value
        {
            get
            {
                ulong value = Numerator < 0 ? Prime - (ulong)-Numerator : (ulong)Numerator;
                for (int bit = 0; bit < Shift; bit++) value = (value & 1) == 0 ? value >> 1 : (value + Prime) >> 1;
                return value;
            }
        }

        public static implicit operator Fraction(int value) => new(value, 0);

        public static implicit operator Fraction((int Numerator, int Shift) value) => new(value.Numerator, value.Shift);
    }

    private sealed class Instance
    {
        private readonly int width, partialRounds;
        private readonly ulong[][] external, inner;
        private readonly Queue<ulong> drawn;

        internal Instance(int width, int partialRounds, Fraction[] diagonal)
        {
            (this.width, this.partialRounds) = (width, partialRounds);
            external = Matrix((row, column) => (ulong)s_m4[row % 4][column % 4] * (row / 4 == column / 4 ? 2UL : 1));
            inner = Matrix((row, column) => (1 + (row == column ? diagonal[row].Value : 0)) % Prime);
            drawn = new(Grain());
        }

        internal uint[] Permute(uint[] words)
        {
            Queue<ulong> constants = new(drawn);
            ulong[] state = Times(external, [.. words.Select(word => word % Prime)]);
            for (int round = 0; round < FullRounds + partialRounds; round++)
            {
                bool isFull = round < FullRounds / 2 || round >= (FullRounds / 2) + partialRounds;
                for (int index = 0; index < (isFull ? width : 1); index++)
                {
                    ulong sum = (state[index] + constants.Dequeue()) % Prime;
                    state[index] = sum * sum % Prime * sum % Prime;
                }

                state = Times(isFull ? external : inner, state);
            }

            return [.. state.Select(element => (uint)element)];
        }

        private ulong[][] Matrix(Func<int, int, ulong> entry) =>
            [.. Enumerable.Range(0, width).Select(row => (ulong[])[.. Enumerable.Range(0, width).Select(column => entry(row, column))])];

        private static ulong[] Times(ulong[][] matrix, ulong[] vector) =>
            [.. matrix.Select(row => row.Zip(vector, (entry, element) => entry * element % Prime).Aggregate((left, right) => (left + right) % Prime))];

        /// <summary>The shift register of 80 bits, of which every other bit is taken where the one before is 1 (eprint 2019/458, appendix E).</summary>
        private List<ulong> Grain()
        {
            LinkedList<int> bits = new();
            foreach ((int value, int size) in new[] { (1, 2), (0, 4), (Bits, 12), (width, 12), (FullRounds, 10), (partialRounds, 10), ((1 << 30) - 1, 30) })
                for (int bit = size - 1; bit >= 0; bit--) bits.AddLast(value >> bit & 1);
            int[] register = [.. bits];
            int at = 0;
            int Step()
            {
                int bit = register[(at + 62) % 80] ^ register[(at + 51) % 80] ^ register[(at + 38) % 80] ^ register[(at + 23) % 80] ^ register[(at + 13) % 80] ^ register[at];
                register[at] = bit;
                at = (at + 1) % 80;
                return bit;
            }

            for (int step = 0; step < 160; step++) Step();
            List<ulong> elements = [];
            while (elements.Count < (FullRounds * width) + partialRounds)
            {
                ulong element = 0;
                for (int bit = 0; bit < Bits; bit++)
                {
                    while (Step() == 0) Step();
                    element = (2 * element) + (ulong)Step();
                }

                if (element < Prime) elements.Add(element);
            }

            return elements;
        }
    }
}

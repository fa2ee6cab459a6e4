using System.Runtime.Intrinsics.X86;

namespace Supercomputer.Cryptography.Curves.Bls12381;

/// <summary>Machine code for x86-64: the dozen forms of instructions that a long product is made of.</summary>
/// <remarks>Shape: registers by their number (0 to 15, rax to r15), memory as base register and offset in bytes below 128. Source: Intel 64 and
/// IA-32 manual, volume 2; multiplication and its two carry chains: Ozturk, Guilford, Gopal, Feghali, "New instructions supporting large integer
/// arithmetic".</remarks>
internal sealed class CodeWriter
{
    public const int Rax = 0, Rcx = 1, Rdx = 2, Rbx = 3, Rbp = 5, Rsi = 6, Rdi = 7;

    private readonly List<byte> code = [];

    /// <summary>Whether this processor has the instructions: BMI2 and ADX.</summary>
    public static bool IsSupported => Bmi2.X64.IsSupported && (X86Base.CpuId(7, 0).Ebx >> 19 & 1) != 0;

    public byte[] ToArray() => [.. code];

    /// <summary>high:low = rdx * memory; no flag changes.</summary>
    public void Mulx(int high, int low, int pointer, int offset)
    {
        code.AddRange([0xC4, (byte)((high < 8 ? 0x80 : 0) | 0x40 | (pointer < 8 ? 0x20 : 0) | 2), (byte)(0x80 | (~low & 15) << 3 | 3), 0xF6]);
        Memory(high, pointer, offset);
    }

    /// <summary>to += from + carry flag, to the carry flag.</summary>
    public void Adcx(int to, int from)
    {
        code.Add(0x66);
        Registers([0x0F, 0x38, 0xF6], to, from);
    }

    /// <summary>to += from + overflow flag, to the overflow flag.</summary>
    public void Adox(int to, int from)
    {
        code.Add(0xF3);
        Registers([0x0F, 0x38, 0xF6], to, from);
    }

    public void Load(int to, int pointer, int offset) => Memory([0x8B], to, pointer, offset);

    public void Store(int pointer, int offset, int from) => Memory([0x89], from, pointer, offset);

    public void Multiply(int to, int pointer, int offset) => Memory([0x0F, 0xAF], to, pointer, offset);

    public void Subtract(int to, int pointer, int offset) => Memory([0x2B], to, pointer, offset);

    public void SubtractWithBorrow(int to, int pointer, int offset) => Memory([0x1B], to, pointer, offset);

    public void Move(int to, int from) => Registers([0x8B], to, from);

    public void MoveIfCarry(int to, int from) => Registers([0x0F, 0x42], to, from);

    /// <summary>to = 0, and both carry flags.</summary>
    public void Clear(int to) => Registers([0x33], to, to);

    /// <summary>to = 0, no flag changes; one of the first eight registers.</summary>
    public void ClearKeepingFlags(int to) => code.AddRange([(byte)(0xB8 | to), 0, 0, 0, 0]);

    public void Push(params ReadOnlySpan<int> registers)
    {
        foreach (int register in registers) Stack(0x50, register);
    }

    public void Pop(params ReadOnlySpan<int> registers)
    {
        foreach (int register in registers) Stack(0x58, register);
    }

    public void Return() => code.Add(0xC3);

    private void Stack(int operation, int register)
    {
        if (register > 7) code.Add(0x41);
        code.Add((byte)(operation | (register & 7)));
    }

    private void Registers(ReadOnlySpan<byte> operation, int register, int other)
    {
        code.Add((byte)(0x48 | register >> 3 << 2 | other >> 3));
        code.AddRange(operation);
        code.Add((byte)(0xC0 | (register & 7) << 3 | (other & 7)));
    }

    private void Memory(ReadOnlySpan<byte> operation, int register, int pointer, int offset)
    {
        code.Add((byte)(0x48 | register >> 3 << 2 | pointer >> 3));
        code.AddRange(operation);
        Memory(register, pointer, offset);
    }

    /// <summary>The operand bytes. Registers 4 and 12 would need another form as base.</summary>
    private void Memory(int register, int pointer, int offset) => code.AddRange([(byte)(0x40 | (register & 7) << 3 | (pointer & 7)), (byte)offset]);
}

using System.Runtime.InteropServices;
using static Supercomputer.Cryptography.Curves.Bls12381.CodeWriter;

namespace Supercomputer.Cryptography.Curves.Bls12381;

/// <summary>Montgomery products of <see cref="Fp"/> in machine code that is assembled when the process first needs one.</summary>
/// <remarks>
/// The same steps as <see cref="FpKernels"/>, which serve where this is missing (another processor or system, or one that forbids new code).
/// Why: two carry chains at once (adcx, adox) have no intrinsic; 4 to 5 times faster than compiled C#. The code is written once to its own
/// pages, which are then made executable and no longer writable.
/// </remarks>
internal static unsafe partial class AssembledProducts
{
    private const int Words = 6, Read = 1, Write = 2, Execute = 4, PrivateAnonymous = 0x22, PageSize = 4096;
    private static readonly ulong* s_constants;

    static AssembledProducts()
    {
        if (!OperatingSystem.IsLinux() || !CodeWriter.IsSupported) return;
        byte* pages = MakePages(Assemble(isSum: false), Assemble(isSum: true));
        if (pages == null) return;
        s_constants = (ulong*)(pages + (2 * PageSize));
        Product = (delegate* unmanaged[SuppressGCTransition]<Fp*, Fp*, Fp*, ulong*, void>)pages;
        Sum = (delegate* unmanaged[SuppressGCTransition]<Fp*, Fp*, Fp*, Fp*, Fp*, ulong*, void>)(pages + PageSize);
        IsSupported = true;
    }

    /// <summary>Whether the products below may be called.</summary>
    public static readonly bool IsSupported;

    private static readonly delegate* unmanaged[SuppressGCTransition]<Fp*, Fp*, Fp*, ulong*, void> Product;
    private static readonly delegate* unmanaged[SuppressGCTransition]<Fp*, Fp*, Fp*, Fp*, Fp*, ulong*, void> Sum;

    /// <summary><c>a b / 2^384 mod p</c>.</summary>
    public static Fp Multiply(in Fp a, in Fp b)
    {
        Fp result;
        fixed (Fp* left = &a, right = &b) Product(&result, left, right, s_constants);
        return result;
    }

    /// <summary><c>(a b + c d) / 2^384 mod p</c>.</summary>
    public static Fp SumOfProducts(in Fp a, in Fp b, in Fp c, in Fp d)
    {
        Fp result;
        fixed (Fp* first = &a, second = &b, third = &c, fourth = &d) Sum(&result, first, second, third, fourth, s_constants);
        return result;
    }

    /// <summary>A procedure of the System V convention: result, factors, constants.</summary>
    private static byte[] Assemble(bool isSum)
    {
        const int a = Rsi, b = Rcx, c = Rdi, d = Rbp, constants = 15;
        CodeWriter code = new();
        code.Push(Rbx, Rbp, 12, 13, 14, 15, Rdi);
        if (isSum)
        {
            code.Move(c, Rcx);
            code.Move(d, 8);
            code.Move(constants, 9);
        }
        else
        {
            code.Move(constants, Rcx);
        }

        code.Move(b, Rdx);
        int[] t = [8, 9, 10, 11, 12, 13, 14];
        foreach (int word in t) code.Clear(word);
        for (int i = 0; i < Words; i++)
        {
            code.Load(Rdx, b, 8 * i);
            AddMultiple(code, t, a);
            if (isSum) code.Load(Rdx, d, 8 * i);
            if (isSum) AddMultiple(code, t, c);
            code.Move(Rdx, t[0]);
            code.Multiply(Rdx, constants, 8 * Words);
            AddMultiple(code, t, constants);
            // The lowest word is zero now: it is the next step's highest one.
            t = [.. t[1..], t[0]];
        }

        PutOut(code, t, constants);
        return code.ToArray();
    }

    /// <summary>t += rdx * number.</summary>
    private static void AddMultiple(CodeWriter code, int[] t, int number)
    {
        code.Clear(Rax);
        for (int j = 0; j < Words; j++)
        {
            code.Mulx(Rax, Rbx, number, 8 * j);
            code.Adcx(t[j], Rbx);
            code.Adox(t[j + 1], Rax);
        }

        code.ClearKeepingFlags(Rbx);
        code.Adcx(t[Words], Rbx);
    }

    /// <summary>t, less p if it is not below p, to the result.</summary>
    private static void PutOut(CodeWriter code, int[] t, int constants)
    {
        int[] less = [Rax, Rbx, Rdx, Rcx, Rsi, Rbp];
        for (int j = 0; j < Words; j++) code.Move(less[j], t[j]);
        code.Subtract(less[0], constants, 0);
        for (int j = 1; j < Words; j++) code.SubtractWithBorrow(less[j], constants, 8 * j);
        for (int j = 0; j < Words; j++) code.MoveIfCarry(less[j], t[j]);
        code.Pop(Rdi);
        for (int j = 0; j < Words; j++) code.Store(Rdi, 8 * j, less[j]);
        code.Pop(15, 14, 13, 12, Rbp, Rbx);
        code.Return();
    }

    /// <summary>A page of each procedure and one of constants, or null where the system does not allow it.</summary>
    private static byte* MakePages(ReadOnlySpan<byte> product, ReadOnlySpan<byte> sum)
    {
        try
        {
            byte* page = MapMemory(null, 3 * PageSize, Read | Write, PrivateAnonymous, -1, 0);
            if ((nint)page == -1) return null;
            product.CopyTo(new Span<byte>(page, PageSize));
            sum.CopyTo(new Span<byte>(page + PageSize, PageSize));
            ReadOnlySpan<ulong> values = [Fp.P0, Fp.P1, Fp.P2, Fp.P3, Fp.P4, Fp.P5, Fp.NegativeInverse];
            values.CopyTo(new Span<ulong>(page + (2 * PageSize), values.Length));
            return ProtectMemory(page, 2 * PageSize, Read | Execute) == 0 ? page : null;
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial byte* MapMemory(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int ProtectMemory(void* address, nuint length, int protection);
}

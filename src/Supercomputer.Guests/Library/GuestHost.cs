using System.Runtime.CompilerServices;
using Supercomputer.Guests.Metadata;

namespace Supercomputer.Guests.Library;

/// <summary>Stands in for <see cref="Guest"/>: the imports of the module <c>wsc</c>. Log, Trap and Require are the compiler's own.</summary>
[Replaces("Supercomputer.Guests.Guest")]
internal static unsafe class GuestHost
{
    public static int InputSize(InputStream stream) => (int)HostImports.InputSize((uint)stream);

    public static uint InputWord(InputStream stream, int index) => HostImports.InputWord((uint)stream, (uint)index);

    public static void Read(InputStream stream, int offset, GuestSpan<byte> destination) =>
        HostImports.InputRead((uint)stream, (uint)offset, Unsafe.AsPointer(ref destination.First), (uint)destination.Length);

    public static byte[] ReadAll(InputStream stream)
    {
        byte[] bytes = new byte[InputSize(stream)];
        Read(stream, 0, new GuestSpan<byte>(bytes));
        return bytes;
    }

    public static void Output(GuestReadOnlySpan<byte> bytes) =>
        HostImports.Output(Unsafe.AsPointer(ref bytes.First), (uint)bytes.Length);

    public static void Output(uint value) => HostImports.Output(&value, 4);

    public static void Output(ulong value) => HostImports.Output(&value, 8);

    public static void Keccak256(GuestReadOnlySpan<byte> message, GuestSpan<byte> digest)
    {
        Trap.If(digest.Length < 32);
        HostImports.Keccak256(Unsafe.AsPointer(ref message.First), (uint)message.Length, Unsafe.AsPointer(ref digest.First));
    }

    public static void Sha256(GuestReadOnlySpan<byte> message, GuestSpan<byte> digest)
    {
        Trap.If(digest.Length < 32);
        HostImports.Sha256(Unsafe.AsPointer(ref message.First), (uint)message.Length, Unsafe.AsPointer(ref digest.First));
    }

    public static void Sha256Compress(GuestSpan<byte> state, GuestReadOnlySpan<byte> block)
    {
        Trap.If(state.Length < 32 || block.Length < 64);
        HostImports.Sha256Compress(Unsafe.AsPointer(ref state.First), Unsafe.AsPointer(ref block.First));
    }

    public static void MultiplyAdd256(
        GuestReadOnlySpan<ulong> a, GuestReadOnlySpan<ulong> b, GuestReadOnlySpan<ulong> c, GuestReadOnlySpan<ulong> modulus, GuestSpan<ulong> result) =>
        HostImports.MultiplyAdd_256(Words(a, 4), Words(b, 4), Words(c, 4), Words(modulus, 4), Words(result, 4));

    public static void MultiplyAdd384(
        GuestReadOnlySpan<ulong> a, GuestReadOnlySpan<ulong> b, GuestReadOnlySpan<ulong> c, GuestReadOnlySpan<ulong> modulus, GuestSpan<ulong> result) =>
        HostImports.MultiplyAdd_384(Words(a, 6), Words(b, 6), Words(c, 6), Words(modulus, 6), Words(result, 6));

    public static void MultiplyAddFp2Of256(
        GuestReadOnlySpan<ulong> a, GuestReadOnlySpan<ulong> b, GuestReadOnlySpan<ulong> c, GuestReadOnlySpan<ulong> modulus, GuestSpan<ulong> result) =>
        HostImports.MultiplyAddFp2_256(Words(a, 8), Words(b, 8), Words(c, 8), Words(modulus, 4), Words(result, 8));

    public static void MultiplyAddFp2Of384(
        GuestReadOnlySpan<ulong> a, GuestReadOnlySpan<ulong> b, GuestReadOnlySpan<ulong> c, GuestReadOnlySpan<ulong> modulus, GuestSpan<ulong> result) =>
        HostImports.MultiplyAddFp2_384(Words(a, 12), Words(b, 12), Words(c, 12), Words(modulus, 6), Words(result, 12));

    public static void Invert256(GuestReadOnlySpan<ulong> a, GuestReadOnlySpan<ulong> modulus, GuestSpan<ulong> result) =>
        HostImports.Invert_256(Words(a, 4), Words(modulus, 4), Words(result, 4));

    public static void Invert384(GuestReadOnlySpan<ulong> a, GuestReadOnlySpan<ulong> modulus, GuestSpan<ulong> result) =>
        HostImports.Invert_384(Words(a, 6), Words(modulus, 6), Words(result, 6));

    public static void AddPoints256(
        GuestReadOnlySpan<ulong> p, GuestReadOnlySpan<ulong> q, GuestReadOnlySpan<ulong> a, GuestReadOnlySpan<ulong> modulus, GuestSpan<ulong> result) =>
        HostImports.CurveAdd_256(Words(p, 8), Words(q, 8), Words(modulus, 4), Words(result, 8), Words(a, 4));

    public static void AddPoints384(
        GuestReadOnlySpan<ulong> p, GuestReadOnlySpan<ulong> q, GuestReadOnlySpan<ulong> a, GuestReadOnlySpan<ulong> modulus, GuestSpan<ulong> result) =>
        HostImports.CurveAdd_384(Words(p, 12), Words(q, 12), Words(modulus, 6), Words(result, 12), Words(a, 6));

    public static bool RecoverSecp256k1(GuestReadOnlySpan<byte> digest, GuestReadOnlySpan<byte> signature, GuestSpan<byte> publicKey)
    {
        Trap.If(digest.Length < 32 || signature.Length < 65 || publicKey.Length < 64);
        return HostImports.Secp256k1Recover(
            Unsafe.AsPointer(ref digest.First), Unsafe.AsPointer(ref signature.First), Unsafe.AsPointer(ref publicKey.First)) != 0;
    }

    public static void Poseidon2Permute(GuestSpan<uint> state)
    {
        Trap.If(state.Length < 16);
        HostImports.Poseidon2_16(Unsafe.AsPointer(ref state.First), Unsafe.AsPointer(ref state.First));
    }

    public static void Poseidon2PermuteWide(GuestSpan<uint> state)
    {
        Trap.If(state.Length < 24);
        HostImports.Poseidon2_24(Unsafe.AsPointer(ref state.First), Unsafe.AsPointer(ref state.First));
    }

    private static void* Words(GuestReadOnlySpan<ulong> number, int words)
    {
        Trap.If(number.Length < words);
        return Unsafe.AsPointer(ref number.First);
    }
}

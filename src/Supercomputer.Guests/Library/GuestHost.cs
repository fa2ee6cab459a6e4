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
}

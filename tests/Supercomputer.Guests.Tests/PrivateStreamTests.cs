using Xunit;

namespace Supercomputer.Guests.Tests;

/// <summary>No private stream is committed: a prover may answer a second read otherwise, so a native run refuses it.</summary>
public sealed class PrivateStreamTests
{
    public static TheoryData<string, Action> Repeated => new()
    {
        { "byte 4", () => { Guest.Read(InputStream.Private, 0, new byte[6]); Guest.Read(InputStream.Private, 4, new byte[4]); } },
        { "byte 8", () => { Guest.InputWord(InputStream.Private, 2); Guest.InputWord(InputStream.Private, 2); } },
        { "byte 3", () => { Guest.Read(InputStream.Private, 3, new byte[1]); Guest.ReadAll(InputStream.Private); } },
        { "the length", () => { Guest.InputSize(InputStream.Private); Guest.ReadAll(InputStream.Private); } },
        { "the length", () => { Guest.InputSize(InputStream.Private); Guest.InputSize(InputStream.Private); } },
    };

    [Theory]
    [MemberData(nameof(Repeated))]
    public void A_second_read_ends_a_native_run(string what, Action entry)
    {
        GuestTrapException trap = Assert.Throws<GuestTrapException>(() => GuestRun.Execute(entry, @private: new byte[10]));
        Assert.StartsWith($"{what} of the private stream is read a second time", trap.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Streams_of_the_statement_are_read_as_often_as_a_guest_likes_and_private_parts_in_any_order()
    {
        byte[] bytes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        GuestRun run = GuestRun.Execute(
            () =>
            {
                foreach (InputStream stream in new[] { InputStream.Public, InputStream.Disclosed })
                    for (int time = 0; time < 2; time++)
                    {
                        Guest.Output(Guest.InputWord(stream, 2));
                        Guest.Output(Guest.ReadAll(stream));
                    }

                Guest.Output(Guest.InputWord(InputStream.Private, 2));
                byte[] first = new byte[Guest.InputSize(InputStream.Private) - 2];
                Guest.Read(InputStream.Private, 0, first);
                Guest.Output(first);
            },
            bytes, bytes, bytes);
        byte[] once = [9, 10, 0, 0, .. bytes];
        Assert.Equal([.. once, .. once, .. once, .. once, 9, 10, 0, 0, .. bytes[..8]], run.Output);
    }
}

using Xunit;

namespace Supercomputer.Cli.Tests.Commands;

/// <summary>Following a network on the command line: what it says when it cannot.</summary>
public sealed class FollowCommandTests
{
    private static readonly string Root = "0x" + new string('1', 64);

    [Fact]
    public void A_checkpoint_or_an_address_that_is_none_is_a_matter_of_usage()
    {
        Wsc.Refused(2, ["bus", "follow", "--beacon", "http://127.0.0.1:9", "--checkpoint", "0x11"], "--checkpoint 0x11", "32 bytes");
        Wsc.Refused(2, ["bus", "follow", "--beacon", "ftp://127.0.0.1", "--checkpoint", Root], "--beacon ftp://127.0.0.1", "http://");
    }

    [Fact]
    public void Nobody_listening_is_named_with_the_next_step() =>
        Wsc.Refused(1, ["bus", "follow", "--beacon", "http://127.0.0.1:9", "--checkpoint", Root], "127.0.0.1:9", "check address and network");
}

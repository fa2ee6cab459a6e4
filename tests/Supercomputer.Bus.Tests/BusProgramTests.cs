using Supercomputer.Claims;
using Xunit;

namespace Supercomputer.Bus.Tests;

/// <summary>The programs that the bus carries.</summary>
public sealed class BusProgramTests
{
    [Fact]
    public void A_program_whose_module_was_not_built_says_how_to_build_it()
    {
        BusProgram program = new("no-such-program", ClaimKind.Event);
        Assert.Contains("eng/build-guests.sh", Assert.Throws<InvalidOperationException>(() => program.Module).Message, StringComparison.Ordinal);
    }
}

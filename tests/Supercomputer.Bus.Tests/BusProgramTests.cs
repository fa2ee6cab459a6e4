using Supercomputer.Claims;
using Supercomputer.Guests;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Bus.Tests;

/// <summary>The programs that the bus carries.</summary>
public sealed class BusProgramTests
{
    [Fact]
    public void A_program_whose_module_was_not_built_says_how_to_build_it()
    {
        BusProgram program = new("no-such-program", ClaimKind.Event, null, null);
        Assert.Contains("eng/build-guests.sh", Assert.Throws<InvalidOperationException>(() => program.Module).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state-proof", "StateProof")]
    [InlineData("event-proof", "EventProof")]
    [InlineData("transaction-proof", "TransactionProof")]
    [InlineData("event-sum", "EventSum")]
    [InlineData("ancestor-proof", "AncestorProof")]
    public void Compiling_a_guest_again_gives_the_module_that_the_bus_carries(string name, string type)
    {
        GuestBuild build = GuestCompiler.Compile(typeof(ChainProofs.EventProof).Assembly.Location, $"ChainProofs.{type}.Main");
        Assert.True(build.Module is not null, string.Join(Environment.NewLine, build.Diagnostics));
        Assert.True(build.Module.AsSpan().SequenceEqual(BusPrograms.All.Single(p => p.Name == name).Module), "the guests have changed: run eng/build-guests.sh");
    }

    [Fact]
    public void Compiling_the_sample_again_gives_its_module()
    {
        GuestBuild build = GuestCompiler.Compile(typeof(LargestTransfer.Program).Assembly.Location);
        Assert.True(build.Module is not null, string.Join(Environment.NewLine, build.Diagnostics));
        byte[] module = File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "largest-transfer", "largest-transfer.wasm"));
        Assert.True(build.Module.AsSpan().SequenceEqual(module), "the sample has changed: run eng/build-guests.sh");
    }
}

using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Compute.Tests.Samples;

public sealed class SampleBuildTests
{
    [Fact]
    public void Committed_programs_are_what_their_sources_build_to()
    {
        (int code, string output) = Script.Run("eng/build-samples.sh");
        Assert.True(code == 0, output);
        Assert.SkipWhen(output.Contains("skipped:", StringComparison.Ordinal), output.Trim().ReplaceLineEndings("; "));
    }
}

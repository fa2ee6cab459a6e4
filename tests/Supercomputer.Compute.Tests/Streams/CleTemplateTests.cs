using System.Buffers.Binary;
using Supercomputer.Compute.Blocks;
using Supercomputer.Compute.Manifests;
using Supercomputer.Compute.Streams;
using Supercomputer.Compute.Tests.Blocks;
using Supercomputer.Compute.Tests.Samples;
using Supercomputer.Primitives;
using Supercomputer.Testing;
using Supercomputer.Wasm.Execution;
using Xunit;

namespace Supercomputer.Compute.Tests.Streams;

/// <summary>The templates of create-cle over a block of a local anvil chain that has what their manifests ask for.</summary>
public sealed class CleTemplateTests(ITestOutputHelper log)
{
    private static readonly Lazy<(int Code, string Output)> Build = new(() => Script.Run("eng/build-cle-templates.sh"));

    private static readonly Dictionary<string, string> Results = new(StringComparer.Ordinal)
    {
        ["hello"] = "0x48656c6c6f20434c4521",
        ["event"] = "0xa60ecf32309539dd84f27a9563754dca818b815e",
        ["multiaddr"] = "0x04",
        ["storage"] = "0x684ee19800000000000000000000000000000000000000001234567890abcdef",
        ["uniswapprice"] = "0x00000000000000000000000000000000000000000000000000000000001cfde0", // 1,900 with three decimals
    };

    /// <summary>A template's program, the block of the local chain, the template's manifest and its result over that block.</summary>
    internal static (string Program, CheckedBlock Block, Manifest Manifest, byte[] State) Template(string template)
    {
        (int code, string output) = Build.Value;
        Assert.SkipWhen(code == 3, output.Trim());
        Assert.True(code == 0, output);
        string folder = Path.Combine(Repository.Root, "artifacts", "cle-templates");
        CheckedBlock block = BlockFileTests.Good(BlockFile.Read(Path.Combine(Repository.Root, "eng", "cle-templates", "block.json")));
        Manifest manifest = BlockFileTests.Good(Manifest.Read(Path.Combine(folder, template + ".yaml")));
        Assert.Equal(StreamLayout.Cle, manifest.Layout);
        return (Path.Combine(folder, template + ".wasm"), block, manifest, Convert.FromHexString(Results[template][2..]));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("event")]
    [InlineData("multiaddr")]
    [InlineData("storage")]
    [InlineData("uniswapprice")]
    public void A_template_gives_its_result_over_a_block(string template)
    {
        (string program, CheckedBlock block, Manifest manifest, byte[] state) = Template(template);

        ProgramRun plain = ProgramHost.Run(program, BlockFileTests.Good(ZkGraphInputs.Create(block, manifest)), "asmain");
        Assert.True(plain.Outcome.Kind == OutcomeKind.Returned, plain.Outcome.Trap?.ToString());
        Assert.Equal(Hex.Encode(state), Hex.Encode(Returned(plain)));

        ProgramRun run = ProgramHost.Run(program, BlockFileTests.Good(ZkGraphInputs.Create(block, manifest, state)), "zkmain");
        Assert.True(run.Outcome.Kind == OutcomeKind.Returned, run.Outcome.Trap?.ToString());
        log.WriteLine($"{template}: {run.Instructions} instructions");

        state[0] ^= 1;
        ProgramRun wrong = ProgramHost.Run(program, BlockFileTests.Good(ZkGraphInputs.Create(block, manifest, state)), "zkmain");
        Assert.Equal((OutcomeKind.Trapped, "require"), (wrong.Outcome.Kind, wrong.Outcome.Trap!.Message));
    }

    /// <summary>The bytes of the Uint8Array that the program returned: address and length at 4 and 8 of the object.</summary>
    private static byte[] Returned(ProgramRun run)
    {
        ReadOnlySpan<byte> memory = run.Memory.Bytes, view = memory[run.Outcome.Values[0].AsI32..];
        return memory.Slice(BinaryPrimitives.ReadInt32LittleEndian(view[4..]), BinaryPrimitives.ReadInt32LittleEndian(view[8..])).ToArray();
    }
}

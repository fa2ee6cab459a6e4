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
    /// <summary>A template's program, the block of the local chain, the template's manifest and its result over that block.</summary>
    internal static (string Program, CheckedBlock Block, Manifest Manifest, byte[] State) Template(string template)
    {
        CheckedBlock block = BlockFileTests.Good(BlockFile.Read(CleTemplates.Block));
        Manifest manifest = BlockFileTests.Good(Manifest.Read(CleTemplates.Manifest(template)));
        Assert.Equal(StreamLayout.Cle, manifest.Layout);
        return (CleTemplates.Program(template), block, manifest, CleTemplates.Result(template));
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

    [Fact]
    public void The_senders_of_a_contract_s_transactions_of_a_mainnet_block_are_those_that_another_implementation_finds()
    {
        CheckedBlock block = BlockFileTests.Good(BlockFile.Read(Vectors.Path("ethereum", "blocks", "22431084.yaml")));
        Manifest manifest = BlockFileTests.Good(Manifest.Read(CleTemplates.Manifest("senders")));
        ProgramRun run = ProgramHost.Run(CleTemplates.Program("senders"), BlockFileTests.Good(ZkGraphInputs.Create(block, manifest)), "asmain");
        Assert.True(run.Outcome.Kind == OutcomeKind.Returned, run.Outcome.Trap?.ToString());
        Assert.Equal(Hex.Encode(CleTemplates.SendersOfUsdt()), Hex.Encode(Returned(run)));
        log.WriteLine($"senders: {run.Instructions} instructions");
    }

    /// <summary>The bytes of the Uint8Array that the program returned: address and length at 4 and 8 of the object.</summary>
    private static byte[] Returned(ProgramRun run)
    {
        ReadOnlySpan<byte> memory = run.Memory.Bytes, view = memory[run.Outcome.Values[0].AsI32..];
        return memory.Slice(BinaryPrimitives.ReadInt32LittleEndian(view[4..]), BinaryPrimitives.ReadInt32LittleEndian(view[8..])).ToArray();
    }
}

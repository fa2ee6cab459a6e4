using System.Buffers.Binary;
using System.Text;
using Supercomputer.Bus.Graphs;
using Supercomputer.Claims;
using Supercomputer.Compute;
using Supercomputer.Compute.Blocks;
using Supercomputer.Compute.Manifests;
using Supercomputer.Compute.Streams;
using Supercomputer.Guests;
using Supercomputer.Machine.Execution;
using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Proving;
using Supercomputer.Testing;
using Supercomputer.Wasm.Binary;
using Xunit;
using GraphBinder = ChainProofs.GraphBinder;

namespace Supercomputer.Bus.Tests.Graphs;

/// <summary>A zkGraph's program bound to a header claim, over a block.</summary>
internal sealed record BoundRun
{
    private BoundRun(CheckedBlock block, Manifest manifest, byte[] module, ulong chainId)
    {
        (Block, Manifest) = (block, manifest);
        IsSafe = GraphProgram.NeedsSafeEvents(ModuleDecoder.Decode(module).Module!);
        LoweringResult lowered = GraphProgram.LowerBound(module, manifest.Layout, new LoweringOptions());
        Assert.True(lowered.IsSuccess, lowered.Error?.ToString());
        Key = VerifyingKey.Create(lowered.Program);
        Header = BusInputs.TrustedHeader(block, chainId);
        Inputs = Blocks.Good(GraphInputs.Create(block, Header, Key.Digest, manifest, IsSafe));
        Program = BusProgram.Computing(Key, GraphInputs.Input(manifest, IsSafe));
    }

    public CheckedBlock Block { get; }

    public Manifest Manifest { get; }

    public bool IsSafe { get; }

    public VerifyingKey Key { get; }

    public FinalizedHeaderClaim Header { get; init; }

    public ProgramInputs Inputs { get; }

    public BusProgram Program { get; }

    public BusTrust Trust => new() { Headers = [Header], Programs = [Program] };

    public static BoundRun Of(CheckedBlock block, Manifest manifest, string path) => Of(block, manifest, File.ReadAllBytes(path));

    public static BoundRun Of(CheckedBlock block, Manifest manifest, byte[] module, ulong chainId = 1) => new(block, manifest, module, chainId);

    /// <summary>The template that reads transactions, with this source.</summary>
    public static BoundRun Senders(CheckedBlock block, bool isSafe = false, string from = "*", string to = "0xdac17f958d2ee523a2206206994597c13d831ec7", ulong chainId = 1) => Of(
        block, ReadManifest(CleTemplates.Manifest("senders"), ("from: '*'", $"from: '{from}'"), ("to: '0xdac17f958d2ee523a2206206994597c13d831ec7'", $"to: '{to}'")),
        File.ReadAllBytes(CleTemplates.Program("senders", isSafe)), chainId);

    /// <summary>A template of create-cle over the block made for it.</summary>
    public static BoundRun Template(string template, bool isSafe) =>
        Of(Blocks.Read(CleTemplates.Block), ReadManifest(CleTemplates.Manifest(template)), CleTemplates.Program(template, isSafe));

    public static Manifest ReadManifest(string path, params (string From, string To)[] changes)
    {
        string text = File.ReadAllText(path);
        foreach ((string from, string to) in changes) text = text.Replace(from, to, StringComparison.Ordinal);
        Result<Manifest> manifest = Compute.Manifests.Manifest.Read(Encoding.UTF8.GetBytes(text));
        Assert.True(manifest.IsGood, manifest.Error);
        return manifest.Value;
    }

    public static string Sample(string name, string file) => Path.Combine(Repository.Root, "samples", name, file);

    /// <summary>The result of a run in the machine that a verifier would accept.</summary>
    public byte[] Result(ITestOutputHelper? log = null)
    {
        ExecutionResult run = Executor.Run(Key.Program, Inputs);
        log?.WriteLine($"{Manifest.Name}{(IsSafe ? ", safe" : "")}: {run.InstructionCount} instructions in {run.Steps} rows");
        Assert.Equal(Outcome.Returned, run.Outcome);
        return Accepted(run.Output);
    }

    /// <summary>The result behind a claim that the chain of claims accepts.</summary>
    public byte[] Accepted(byte[] output)
    {
        ClaimChain chain = new(Trust);
        Assert.Null(chain.Add(Program, Inputs.Public, output));
        return Assert.Single(chain.Entries).Result.ToArray();
    }

    /// <summary>The words that a verifier who knows the block would give to the program.</summary>
    public byte[] StreamOfVerifier() => ZkGraphInputs.Create(Block, Manifest, isSafe: IsSafe).Value!.Disclosed;

    /// <summary>The words that the binder gives to it: so many, and not one more.</summary>
    public byte[] StreamOfBinder()
    {
        int length = StreamOfVerifier().Length;
        List<byte> stream = [];
        byte[] word = new byte[8];
        GuestRun.Execute(
            () =>
            {
                GraphBinder.Begin();
                Assert.Equal(Block.Header.Number, GraphBinder.WasmInput(1));
                while (stream.Count < length)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(word, GraphBinder.WasmInput(0));
                    stream.AddRange(word);
                }

                Assert.Throws<GuestTrapException>(() => GraphBinder.WasmInput(0));
            },
            Inputs.Public.ToArray(), [], Inputs.Private.ToArray());
        return [.. stream];
    }

    /// <summary>The bundle with the proof of the run.</summary>
    public byte[] Prove(ITestOutputHelper log)
    {
        ProveReport report = Blocks.Good(MachineProver.Prove(Key, Inputs, new ProveOptions()));
        log.WriteLine($"{Manifest.Name}{(IsSafe ? ", safe" : "")}: {report.Statement.InstructionCount} instructions, {report.Rows} rows, proof {report.Proof.Length} bytes");
        return new Bundle([BusProver.Entry(Program, report)]).ToArray();
    }
}

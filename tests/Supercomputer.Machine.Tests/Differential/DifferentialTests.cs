using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Supercomputer.Testing;
using Xunit;

namespace Supercomputer.Machine.Tests.Differential;

/// <summary>Generated and altered modules: V8 against validator and interpreter, the register machine against the interpreter.</summary>
/// <remarks><c>eng/differential.sh</c> is the long form.</remarks>
public class DifferentialTests(ITestOutputHelper output)
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };
    private const string NoNode = "skipped: node (20) is not on PATH";
    private static readonly string s_corpus = Path.Combine(Repository.Root, "tests", "Supercomputer.Machine.Tests", "Differential", "Corpus");

    [Fact]
    public async Task Register_machine_and_interpreter_agree_on_the_corpus_and_on_generated_modules()
    {
        Comparison comparison = new(null);
        foreach ((string name, byte[] bytes) in Corpus()) await comparison.Check(name, bytes);
        for (int seed = 0; seed < 100; seed++) await comparison.Check($"generated-{seed}", ModuleGenerator.Generate(seed));
        AssertAgreed(comparison);
        Assert.True(comparison.MachineCalls > 150, $"only {comparison.MachineCalls} calls were compared");
    }

    [Fact]
    public async Task V8_and_interpreter_agree_on_the_corpus_and_on_generated_modules()
    {
        using V8Process? v8 = V8Process.Start();
        Assert.SkipWhen(v8 is null, NoNode);
        Comparison comparison = new(v8);
        foreach ((string name, byte[] bytes) in Corpus()) await comparison.Check(name, bytes);
        for (int seed = 100; seed < 200; seed++) await comparison.Check($"generated-{seed}", ModuleGenerator.Generate(seed));
        AssertAgreed(comparison);
        Assert.True(comparison.V8Calls > 300, $"only {comparison.V8Calls} calls were compared");
    }

    [Fact]
    public async Task V8_and_validator_agree_on_altered_modules()
    {
        using V8Process? v8 = V8Process.Start();
        Assert.SkipWhen(v8 is null, NoNode);
        Comparison comparison = new(v8);
        (string Name, byte[] Bytes)[] corpus = [.. Corpus()];
        for (int seed = 0; seed < 400; seed++)
        {
            Random random = new(seed);
            byte[] original = seed % 2 == 0 ? corpus[seed / 2 % corpus.Length].Bytes : ModuleGenerator.Generate(seed);
            await comparison.Check($"altered-{seed}", ByteMutator.Mutate(original, random));
        }
        AssertAgreed(comparison);
        Assert.InRange(comparison.Valid, 20, 380);
    }

    [Fact]
    public async Task All_agree_on_modules_made_by_binaryen_now()
    {
        string? missing = ModuleSource.Missing();
        Assert.SkipWhen(missing is not null, missing ?? "");
        using V8Process? v8 = V8Process.Start();
        Assert.SkipWhen(v8 is null, NoNode);
        Comparison comparison = new(v8);
        for (int seed = 0; seed < 20; seed++) await comparison.Check($"binaryen-{seed}", ModuleSource.Translate(seed));
        AssertAgreed(comparison);
    }

    [Fact]
    public void A_seed_gives_the_same_module_each_time() => Assert.Equal(ModuleGenerator.Generate(7), ModuleGenerator.Generate(7));

    /// <summary>The long form: half of the modules binaryen's, a quarter our generator's, a quarter altered ones of both.</summary>
    [Fact]
    public async Task All_agree_in_a_long_run()
    {
        int count = Number("DIFFERENTIAL_COUNT", 0), seed = Number("DIFFERENTIAL_SEED", 1);
        Assert.SkipWhen(count == 0, "skipped: the long run, eng/differential.sh");
        Assert.True(ModuleSource.Missing() is null, ModuleSource.Missing());
        using V8Process v8 = V8Process.Start() ?? throw new InvalidOperationException(NoNode);
        Comparison comparison = new(v8);
        Stopwatch clock = Stopwatch.StartNew();
        Channel<(string Name, byte[] Bytes)> modules = Channel.CreateBounded<(string, byte[])>(16);
        Task producing = Task.Run(() => Produce(modules.Writer, count, seed));
        TimeSpan next = TimeSpan.FromSeconds(20);
        await foreach ((string name, byte[] bytes) in modules.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            int before = comparison.Disagreements.Count;
            await comparison.Check(name, bytes);
            foreach (string difference in comparison.Disagreements.Skip(before)) output.WriteLine(difference);
            if (clock.Elapsed < next) continue;
            next = clock.Elapsed + TimeSpan.FromSeconds(20);
            TimeSpan left = clock.Elapsed / comparison.Modules * (count - comparison.Modules);
            output.WriteLine($"{comparison.Modules} of {count} modules, {comparison.Disagreements.Count} disagreements, about {left:h\\:mm\\:ss} left");
        }
        await producing;
        Report(comparison, seed, clock.Elapsed);
        Assert.Empty(comparison.Disagreements);
    }

    private static async Task Produce(ChannelWriter<(string Name, byte[] Bytes)> modules, int count, int seed)
    {
        try
        {
            byte[] latest = [];
            for (int i = 0; i < count; i++)
            {
                int own = unchecked(seed * 1_000_003 + i);
                (string name, byte[] bytes) = (i % 4) switch
                {
                    0 or 2 => ($"binaryen-{own}", latest = ModuleSource.Translate(own)),
                    1 => ($"generated-{own}", ModuleGenerator.Generate(own)),
                    _ => ($"altered-{own}", ByteMutator.Mutate(i % 8 == 3 ? latest : ModuleGenerator.Generate(own), new Random(own))),
                };
                await modules.WriteAsync((name, bytes));
            }
        }
        finally
        {
            modules.Complete();
        }
    }

    private void Report(Comparison comparison, int seed, TimeSpan time)
    {
        string folder = Path.Combine(Repository.Root, "artifacts", "differential");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "report.json"), JsonSerializer.Serialize(new
        {
            modules = comparison.Modules,
            valid = comparison.Valid,
            calls_against_v8 = comparison.V8Calls,
            calls_machine_against_interpreter = comparison.MachineCalls,
            disagreements = comparison.Disagreements,
            not_compared_to_the_end = comparison.Apart,
            seed,
            seconds = (int)time.TotalSeconds,
        }, s_indented) + "\n");
        foreach ((string reason, int times) in comparison.Apart) output.WriteLine($"not compared to the end: {times} ({reason})");
        output.WriteLine($"{comparison.Modules} modules, {comparison.V8Calls + comparison.MachineCalls} calls, {comparison.Disagreements.Count} disagreements");
    }

    private void AssertAgreed(Comparison comparison)
    {
        output.WriteLine($"{comparison.Modules} modules, {comparison.Valid} valid, {comparison.V8Calls} calls against V8, {comparison.MachineCalls} machine calls; apart: "
            + string.Join(", ", comparison.Apart.Select(a => $"{a.Value} {a.Key}")));
        foreach (string difference in comparison.Disagreements) output.WriteLine(difference);
        Assert.Empty(comparison.Disagreements);
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Corpus() =>
        Directory.EnumerateFiles(s_corpus, "*.wasm").Order(StringComparer.Ordinal).Select(f => (Path.GetFileNameWithoutExtension(f), File.ReadAllBytes(f)));

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}

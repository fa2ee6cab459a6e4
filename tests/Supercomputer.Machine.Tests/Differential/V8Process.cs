using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Supercomputer.Testing;

namespace Supercomputer.Machine.Tests.Differential;

/// <summary>What V8 says of a module.</summary>
/// <param name="Valid">Whether it is valid; null where the process failed.</param>
/// <param name="Error">Why it is not.</param>
/// <param name="Lines">What it did.</param>
/// <param name="Hang">Whether it ran longer than ten seconds.</param>
internal sealed record V8Answer(bool? Valid, string? Error, string[] Lines, bool Hang);

/// <summary>A Node process that runs modules one after the other.</summary>
internal sealed class V8Process : IDisposable
{
    private static readonly JsonSerializerOptions s_names = new(JsonSerializerDefaults.Web);

    /// <summary>The memory and table limits of the interpreter's runs, and what is not part of WebAssembly 2.0 turned off.</summary>
    private static readonly string[] s_flags =
    [
        $"--wasm-max-mem-pages={InterpreterReport.MostPages}", $"--wasm-max-table-size={InterpreterReport.MostEntries}",
        "--no-experimental-wasm-return-call", "--no-experimental-wasm-extended-const", "--no-experimental-wasm-typed-funcref",
        "--no-experimental-wasm-gc", "--no-experimental-wasm-relaxed-simd", "--no-experimental-wasm-memory64", "--no-experimental-wasm-stringref",
    ];

    private readonly Process _process;

    private V8Process(Process process) => _process = process;

    /// <summary>Starts Node; null where there is none that takes the flags, as version 20 does.</summary>
    internal static V8Process? Start()
    {
        string script = Path.Combine(Repository.Root, "tests", "Supercomputer.Machine.Tests", "Differential", "v8.mjs");
        ProcessStartInfo start = new("node", [.. s_flags, script]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        try
        {
            ProcessStartInfo probe = new("node", [.. s_flags, "--version"]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using (Process probing = Process.Start(probe)!)
            {
                probing.WaitForExit();
                if (probing.ExitCode != 0) return null;
            }
            return new V8Process(Process.Start(start)!);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Asks again where V8 seems not to end: time runs on while a busy machine gives it none.</summary>
    internal Task<V8Answer> Ask(byte[] raw, DrivenModule? driven) => Task.Run(() =>
    {
        V8Answer answer = AskOnce(raw, driven);
        for (int again = 0; answer.Hang && again < 2; again++) answer = AskOnce(raw, driven);
        return answer;
    });

    private V8Answer AskOnce(byte[] raw, DrivenModule? driven)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(new
        {
            raw = Convert.ToBase64String(raw),
            run = driven is null ? null : Convert.ToBase64String(driven.Bytes),
            calls = driven?.Calls ?? [],
        }));
        _process.StandardInput.Flush();
        string reply = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the V8 process ended");
        return JsonSerializer.Deserialize<V8Answer>(reply, s_names)!;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}

using System.Text.Json;
using Supercomputer.Cli.Commands;
using Supercomputer.Testing;
using Xunit;

// Commands write to the console of the process, which the tests take one after another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Supercomputer.Cli.Tests;

/// <summary>Runs commands in this process, with files in a folder that is gone afterwards.</summary>
internal sealed class Wsc : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("wsc-tests-").FullName;
    private int next;

    internal static string Sample(params string[] parts) => Path.Combine([Repository.Root, "samples", .. parts]);

    /// <summary>Runs <c>wsc</c> with arguments; an exception of the command is the test's failure.</summary>
    internal static WscResult Run(params string[] arguments)
    {
        (TextWriter standardOutput, TextWriter standardError) = (Console.Out, Console.Error);
        using StringWriter output = new(), error = new();
        try
        {
            Console.SetOut(output);
            Console.SetError(error);
            int code = CommandRunner.Run(arguments);
            return new(code, output.ToString(), error.ToString());
        }
        finally
        {
            Console.SetOut(standardOutput);
            Console.SetError(standardError);
        }
    }

    /// <summary>Runs a command that must be refused, and asserts exit code and words of the message.</summary>
    internal static string Refused(int code, string[] arguments, params string[] words)
    {
        WscResult result = Run(arguments);
        string text = $"exit code {result.Code}; {result.Output}{result.Error}";
        Assert.True(result.Code == code, text);
        Assert.Contains("wsc: ", result.Error, StringComparison.Ordinal);
        foreach (string word in words) Assert.Contains(word, result.Error, StringComparison.OrdinalIgnoreCase);
        return result.Error;
    }

    /// <summary>A path in the folder.</summary>
    internal string NewPath(string name) => Path.Combine(folder, $"{next++}-{name}");

    internal string Write(string name, byte[] bytes)
    {
        string path = NewPath(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    internal string Write(string name, string text)
    {
        string path = NewPath(name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(folder, true);
}

/// <summary>How a command ended and what it printed.</summary>
internal sealed record WscResult(int Code, string Output, string Error)
{
    /// <summary>The one JSON object on standard output, after a good end.</summary>
    internal JsonElement Json()
    {
        Assert.Equal(0, Code);
        return AnyJson();
    }

    internal JsonElement AnyJson()
    {
        using JsonDocument document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }
}

using System.ComponentModel;
using System.Diagnostics;

namespace Supercomputer.Cli.Commands;

/// <summary>Projects of guests: made from a template, built with the .NET SDK.</summary>
internal static class GuestProject
{
    /// <summary>Builds a project in Release; returns the path of its assembly.</summary>
    public static string Build(string project)
    {
        if (Directory.Exists(project)) project = OnlyProjectIn(project);
        if (!File.Exists(project)) throw new CommandFailure($"{project}: no such file; name a project (.csproj), its folder, or an assembly (.dll)");
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in new[] { "build", project, "-c", "Release", "--nologo", "-v", "quiet", "-t:Build", "-getProperty:TargetPath" })
            start.ArgumentList.Add(argument);
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Split('\n')[^1].Trim()
                : throw new CommandFailure($"{project} does not build:{Environment.NewLine}{output}{errors.GetAwaiter().GetResult()}");
        }
        catch (Win32Exception)
        {
            throw new CommandFailure("the .NET SDK 10 is needed to build a project and 'dotnet' is not on PATH; install it, or name a built .dll");
        }
    }

    /// <summary>Writes the template.</summary>
    public static void Create(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new CommandFailure($"{folder} is not empty; name a new folder");
        // A published tool keeps copies that are not compiled ahead of time there.
        string published = Path.Combine(AppContext.BaseDirectory, "guest"), library = Directory.Exists(published) ? published : AppContext.BaseDirectory;
        Write(folder, "Directory.Build.props", $"""
            <Project>
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
                <WscFolder Condition="'$(WscFolder)' == ''">{Path.TrimEndingDirectorySeparator(library)}</WscFolder>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="Supercomputer.Guests" HintPath="$(WscFolder)/Supercomputer.Guests.dll" />
                <Reference Include="Supercomputer.Cryptography" HintPath="$(WscFolder)/Supercomputer.Cryptography.dll" />
              </ItemGroup>
            </Project>

            """);
        Write(folder, "global.json", """
            { "test": { "runner": "Microsoft.Testing.Platform" } }

            """);
        Write(folder, "Guest/Guest.csproj", """
            <Project Sdk="Microsoft.NET.Sdk" />

            """);
        Write(folder, "Guest/Program.cs", """
            using Supercomputer.Guests;

            public static class Program
            {
                /// <summary>Puts out how many bytes of the public input are zero.</summary>
                public static void Main()
                {
                    uint zeros = 0;
                    foreach (byte value in Guest.ReadAll(InputStream.Public))
                        if (value == 0) zeros++;
                    Guest.Output(zeros);
                }
            }

            """);
        WriteTest(folder);
    }

    private static void WriteTest(string folder)
    {
        Write(folder, "Guest.Tests/Guest.Tests.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="xunit.v3" Version="3.2.1" />
                <ProjectReference Include="../Guest/Guest.csproj" />
              </ItemGroup>
            </Project>

            """);
        Write(folder, "Guest.Tests/ProgramTests.cs", """
            using Supercomputer.Guests;
            using Xunit;

            public sealed class ProgramTests
            {
                [Fact]
                public void Zeros_are_counted() =>
                    Assert.Equal([2, 0, 0, 0], GuestRun.Execute(Program.Main, @public: [1, 0, 0, 7]).Output);
            }

            """);
        Write(folder, "README.md", """
            A guest: C# that runs natively in tests and is proved in the machine.

                dotnet test --project Guest.Tests                # the test, natively
                wsc guest build Guest/Guest.csproj --out guest.wasm
                wsc run guest.wasm --public FILE
                wsc prove guest.wasm --public FILE --out proof

            """);
    }

    private static string OnlyProjectIn(string folder)
    {
        string[] projects = Directory.GetFiles(folder, "*.csproj");
        return projects.Length == 1 ? projects[0] : throw new CommandFailure($"{folder} has {projects.Length} projects; name one");
    }

    private static void Write(string folder, string name, string text)
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}

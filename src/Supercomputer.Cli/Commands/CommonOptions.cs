using System.CommandLine;
using Supercomputer.Machine.Proving;

namespace Supercomputer.Cli.Commands;

/// <summary>Options that several commands share, under one name and one description.</summary>
internal static class CommonOptions
{
    public static Argument<string> Program() => new("program") { Description = "the program: a .wasm or .wat file" };

    public static Argument<string?> OptionalProgram() =>
        new("program") { Description = "the program: a .wasm or .wat file", Arity = ArgumentArity.ZeroOrOne };

    public static Option<string?> Entry() =>
        new("--entry") { Description = "the exported function to start (default: zkmain, _start, main, or the only one)" };

    public static Option<string?> Public() => new("--public") { Description = "file with the public bytes, part of the statement" };

    public static Option<string?> Disclosed() =>
        new("--disclosed") { Description = "file with the disclosed stream, which the verifier also has" };

    public static Option<string?> Private() => new("--private") { Description = "file with the private stream, only the prover's" };

    public static Option<string?> Block() => new("--block") { Description = "block file; the streams are computed from it (with --graph)" };

    public static Option<string?> Graph() => new("--graph") { Description = "zkGraph manifest (zkgraph.yaml or cle.yaml)" };

    public static Option<string?> State() =>
        new("--state") { Description = "with a manifest of specVersion 0.0.x: the result, in hexadecimal, that zkmain has to reach" };

    public static Option<ulong?> Fuel() => new("--fuel") { Description = "the most steps, part of the program's digest" };

    public static Option<string[]> Link() =>
        new("--link") { Description = "a module that the program imports from, as name=file, repeatable; part of the program's digest" };

    public static Option<int> Security() =>
        new("--security") { Description = "128 or 100: the bits that every error source reaches", DefaultValueFactory = _ => 128 };

    /// <summary>The profile that <see cref="Security"/> asks for.</summary>
    public static ProofProfile Profile(int bits) =>
        ProofProfile.OfBits(bits) ?? throw new CommandFailure(
            $"--security: {string.Join(" or ", ProofProfile.All.Select(profile => profile.TargetBits))} expected, actual {bits}", CommandFailure.Usage);

    public static Option<bool> Json() => new("--json") { Description = "print one JSON object on standard output" };
}

using System.CommandLine;
using Supercomputer.Cli.Commands;

RootCommand root = new("Proves runs of WebAssembly programs and verifies the proofs. Start with: wsc demo")
{
    DemoCommand.Create(),
    RunCommand.Create(),
    ProveCommand.Create(),
    VerifyCommand.Create(),
    KeyCommand.Create(),
    BlockCommand.Create(),
    SoundnessCommand.Create(),
    BenchCommand.Create(),
};
return CommandRunner.Run(root, args);

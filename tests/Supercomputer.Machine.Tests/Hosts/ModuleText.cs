using System.Text;
using Supercomputer.Machine.Lowering;
using Supercomputer.Wasm.Text;
using Xunit;

namespace Supercomputer.Machine.Tests.Hosts;

/// <summary>Programs given as WebAssembly text.</summary>
internal static class ModuleText
{
    internal static LoweredProgram Lower(string text)
    {
        WatResult module = WatCompiler.Compile(Encoding.UTF8.GetBytes(text));
        Assert.True(module.Succeeded, module.Error?.ToString());
        LoweringResult lowered = Lowerer.LowerBytes(module.Bytes);
        Assert.True(lowered.IsSuccess, lowered.Error?.ToString());
        return lowered.Program!;
    }
}

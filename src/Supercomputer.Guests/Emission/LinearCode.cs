using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Emission;

/// <summary>A function as stack code over any number of locals, its blocks not yet nested.</summary>
internal sealed class LinearCode(GuestFunction function)
{
    public GuestFunction Function { get; } = function;

    /// <summary>The types of the locals, parameters first.</summary>
    public List<ValType> Locals { get; } = [.. function.Parameters];

    /// <summary>The code of each block; the condition or the returned values are on the stack at its end.</summary>
    public Dictionary<Block, List<LinearOp>> Blocks { get; } = [];

    public int NewLocal(ValType type)
    {
        Locals.Add(type);
        return Locals.Count - 1;
    }
}

using Supercomputer.Guests.Ir;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Optimization;

/// <summary>The passes over a module: callees first, so that what is small is inlined in its final form.</summary>
internal sealed class Optimizer(GuestModule module)
{
    private const int Rounds = 4, UnrollRounds = 8;
    private readonly Dictionary<GuestFunction, int> _calls = [];

    /// <summary>Optimises everything that the roots reach, and returns these functions, callees first.</summary>
    public List<GuestFunction> Run(IEnumerable<GuestFunction> roots)
    {
        foreach (GuestFunction function in module.Functions.Values)
            foreach (GuestFunction callee in function.Callees) _calls[callee] = _calls.GetValueOrDefault(callee) + 1;
        GuestFunction[] all = [.. roots];
        HashSet<GuestFunction> started = [];
        foreach (GuestFunction root in all) Optimize(root, started);

        List<GuestFunction> reached = [];
        HashSet<GuestFunction> seen = [];
        foreach (GuestFunction root in all) Reach(root, seen, reached);
        foreach (GuestFunction function in reached) Finish(function);
        return reached;
    }

    /// <summary>What makes a function larger waits until all is inlined.</summary>
    private void Finish(GuestFunction function)
    {
        if (function.Import is not null) return;
        for (int round = 0; round < UnrollRounds && LoopUnrolling.Run(function); round++)
        {
            Improve(function);
            Improve(function);
        }
    }

    private static void Reach(GuestFunction function, HashSet<GuestFunction> seen, List<GuestFunction> reached)
    {
        if (!seen.Add(function)) return;
        foreach (GuestFunction callee in function.Callees) Reach(callee, seen, reached);
        reached.Add(function);
    }

    private void Optimize(GuestFunction function, HashSet<GuestFunction> started)
    {
        if (function.Import is not null || !started.Add(function)) return;
        foreach (GuestFunction callee in function.Callees.Distinct().ToArray()) Optimize(callee, started);
        Improve(function);
        foreach (Node call in function.Nodes.Where(n => n.Op == Opcode.Call).ToArray())
        {
            GuestFunction callee = (GuestFunction)call.Data!;
            if (Inliner.Wants(function, callee, _calls.GetValueOrDefault(callee))) Inliner.Inline(function, call);
        }

        for (int round = 0; round < Rounds; round++) Improve(function);
        function.IsOptimized = true;
    }

    private void Improve(GuestFunction function)
    {
        Cleanup.Run(function);
        FixedAllocations.Run(function);
        BlockExpansion.Run(function);
        ScalarReplacement.Run(function);
        ConstantData.Run(function, module);
        Cleanup.Run(function);
        BoundsChecks.Run(function);
        LoopInvariants.Run(function);
        ValueNumbering.Run(function);
        DeadStores.Run(function);
        Cleanup.Run(function);
    }
}

using Supercomputer.Machine.Lowering;
using Supercomputer.Machine.Lowering.Vectors;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;

namespace Supercomputer.Machine.SpecProofs;

/// <summary>A module of the suite with what its script does to the instance.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line of the module.</param>
/// <param name="Bytes">The module in the binary format.</param>
/// <param name="Validated">The module.</param>
internal sealed record SuiteModule(string File, int Line, byte[] Bytes, ValidatedModule Validated)
{
    internal string Name => $"{File}:{Line}";

    /// <summary>The modules whose functions it imports, by the name they are registered under.</summary>
    internal IReadOnlyDictionary<string, SuiteModule> Linked { get; init; } = new Dictionary<string, SuiteModule>();

    /// <summary>Whether a module that is not proved shares its state.</summary>
    internal bool IsShared { get; set; }

    /// <summary>Actions, and assertions with an action, in order.</summary>
    internal List<WastCommand> Commands { get; private init; } = [];

    /// <summary>The first or the second half of the script; the second repeats the calls of the first that may leave something behind.</summary>
    internal SuiteModule Half(bool first)
    {
        int middle = Commands.Count / 2;
        return this with
        {
            Commands = first ? Commands[..middle]
                : [.. Commands[..middle].Where(MayKeep).Select(c => c is WastAssertion assertion ? assertion.Action! : c), .. Commands[middle..]],
        };
    }

    /// <summary>Whether it has halves: it is not linked, and no call that traps may leave something behind.</summary>
    internal bool CanSplit => Linked.Count == 0 && Assertions > 1
        && !Commands.Any(c => c is WastAssertion { Kind: WastAssertionKind.Trap } && MayKeep(c));

    private bool MayKeep(WastCommand command)
    {
        WastAction action = (command as WastAssertion)?.Action ?? (WastAction)command;
        if (!action.IsInvoke) return false;
        HashSet<uint> reached = [];
        Queue<uint> pending = new([Module.Exports.First(e => e.Name == action.Name && e.Kind == ExternKind.Function).Index]);
        while (pending.TryDequeue(out uint function))
        {
            if (function < Module.ImportedFunctionCount || !reached.Add(function)) continue;
            foreach (Wasm.Modules.Instruction instruction in Module.Functions[function - Module.ImportedFunctionCount].Body)
            {
                if (Keeps(instruction.Opcode)) return true;
                if (instruction.Opcode == Opcode.Call) pending.Enqueue(instruction.Index);
                if (instruction.Opcode != Opcode.CallIndirect) continue;
                foreach (Wasm.Modules.Instruction item in Module.Elements.SelectMany(e => e.Items).Select(i => i[0]))
                    if (item.Opcode == Opcode.RefFunc) pending.Enqueue(item.Index);
            }
        }
        return false;
    }

    private static bool Keeps(Opcode opcode) => opcode is Opcode.GlobalSet or Opcode.TableSet or Opcode.MemoryGrow
        or (>= Opcode.I32Store and <= Opcode.I64Store32) or (>= Opcode.MemoryInit and <= Opcode.TableFill and not Opcode.TableSize);

    /// <summary>The trap that the script expects of the instantiation; null where it expects none.</summary>
    internal string? InstantiationTrap { get; init; }

    /// <summary>The module without vectors.</summary>
    internal Module Module { get; } = VectorSplitter.Split(Validated.Module, out LoweringError? error)
        ?? throw new InvalidOperationException(error!.ToString());

    /// <summary>Whether the module has no memory of its own, so that it can share a program with others.</summary>
    internal bool IsMemoryless => Module.MemoryTypes.Length == 0;

    /// <summary>The assertions among the commands that are proved: of a return or a trap.</summary>
    internal int Assertions => Commands.Count(c => c is WastAssertion);
}

namespace Supercomputer.Wasm.Execution;

/// <summary>What linked instances share: the functions that references name, the stack, and the limits.</summary>
/// <remarks>A store runs one invocation at a time; it is not for several threads.</remarks>
public sealed class Store
{
    private readonly List<FunctionInstance> _functions = [];

    /// <summary>An empty store.</summary>
    public Store(ExecutionLimits? limits = null)
    {
        Limits = limits ?? ExecutionLimits.Default;
        TableBudget = new EntryBudget { Left = Limits.TableEntries };
        Interpreter = new Interpreter(this);
    }

    /// <summary>What running code may use at most.</summary>
    public ExecutionLimits Limits { get; }

    internal Interpreter Interpreter { get; }

    internal EntryBudget TableBudget { get; }

    /// <summary>Invokes a function, of an instance or of the host.</summary>
    /// <remarks>Errors: throws where the arguments do not match the function's parameters.</remarks>
    public Outcome Invoke(FunctionInstance function, ReadOnlySpan<Value> arguments, ulong fuel = ulong.MaxValue) =>
        Interpreter.Invoke(function, arguments, fuel);

    /// <summary>The function that a reference names; 0 is null and names none.</summary>
    internal FunctionInstance Function(ulong reference) => _functions[(int)reference - 1];

    internal ulong Register(FunctionInstance function)
    {
        _functions.Add(function);
        return (ulong)_functions.Count;
    }
}

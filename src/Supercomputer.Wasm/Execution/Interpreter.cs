using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Execution;

/// <summary>Executes functions on a stack of its own: the depth of WebAssembly calls never uses the host's stack.</summary>
internal sealed unsafe partial class Interpreter
{
    private static readonly byte[] s_noMemory = new byte[8];

    private readonly Store _store;
    private readonly int _callDepth;
    private readonly int _stackSlots;
    private Frame[] _frames = [];
    private ulong[] _stack = [];
    private ulong* _stackStart;
    private ulong* _stackEnd;
    private ulong* _stackTop;
    private int _frameCount;
    private int _nesting;
    private Trap? _trap;

    public Interpreter(Store store)
    {
        _store = store;
        _callDepth = store.Limits.CallDepth;
        _stackSlots = store.Limits.StackSlots;
    }

    /// <summary>A call that stands open: where its caller goes on.</summary>
    private struct Frame
    {
        public FunctionInstance Function;
        public Operation* Pc;
        public ulong* Fp;
    }

    public Outcome Invoke(FunctionInstance function, ReadOnlySpan<Value> arguments, ulong fuel)
    {
        CheckArguments(function, arguments);
        AllocateStack();
        ulong* outerTop = _stackTop;
        int room = Math.Max(function.Type.ParameterSlots, function.Type.ResultSlots);
        if (_nesting >= _store.Limits.HostNesting || room > _stackEnd - outerTop)
            return new Outcome(OutcomeKind.Trapped, [], Describe(TrapKind.CallStackExhausted, function, null), 0);
        ulong* sp = outerTop;
        foreach (Value argument in arguments)
        {
            *sp++ = argument.Bits;
            if (argument.Type == ValType.V128) *sp++ = argument.UpperBits;
        }
        long start = (long)Math.Min(fuel, long.MaxValue), left = start;
        int outerFrames = _frameCount;
        _nesting++;
        Exit exit;
        try
        {
            exit = Run(function, sp, ref left);
        }
        finally
        {
            // A host function that throws must not leave the stack changed.
            _nesting--;
            _stackTop = outerTop;
            _frameCount = outerFrames;
        }
        (Trap? trap, _trap) = (_trap, null);
        ulong instructions = (ulong)(start - left);
        if (exit == Exit.Returned)
            return new Outcome(OutcomeKind.Returned, ResultsAt(outerTop, function.Type.Results), null, instructions);
        return exit == Exit.Trapped
            ? new Outcome(OutcomeKind.Trapped, [], trap, instructions)
            : new Outcome(OutcomeKind.OutOfFuel, [], null, instructions);
    }

    private static void CheckArguments(FunctionInstance function, ReadOnlySpan<Value> arguments)
    {
        ValType[] parameters = function.Type.Parameters;
        bool isMatch = parameters.Length == arguments.Length;
        for (int i = 0; i < parameters.Length && isMatch; i++) isMatch = arguments[i].Type == parameters[i];
        if (!isMatch) throw new ArgumentException($"the arguments do not match {function.Type}", nameof(arguments));
    }

    /// <summary>The stack is made at the first invocation, so that modules that are only linked cost nothing.</summary>
    private void AllocateStack()
    {
        if (_stack.Length > 0) return;
        _stack = GC.AllocateUninitializedArray<ulong>(_stackSlots, pinned: true);
        _frames = new Frame[_callDepth];
        _stackStart = (ulong*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_stack));
        _stackTop = _stackStart;
        _stackEnd = _stackStart + _stackSlots;
    }

    private static Value[] ResultsAt(ulong* results, ValType[] types)
    {
        Value[] values = new Value[types.Length];
        for (int i = 0; i < values.Length; i++) values[i] = types[i] == ValType.V128 ? new Value(types[i], *results++, *results++) : new Value(types[i], *results++);
        return values;
    }

    /// <summary>Calls a host function; its results replace its arguments on the stack.</summary>
    private Trap? CallHost(FunctionInstance callee, Instance? caller, ref ulong* sp)
    {
        int parameters = callee.Type.ParameterSlots, results = callee.Type.ResultSlots;
        ulong* arguments = sp - parameters;
        if (results > _stackEnd - sp) return new Trap(TrapKind.CallStackExhausted, Trap.MessageOf(TrapKind.CallStackExhausted));
        // Results are made above the arguments; what the function itself invokes starts above both.
        Span<ulong> made = new(sp, results);
        made.Clear();
        ulong* outerTop = _stackTop;
        _stackTop = sp + results;
        Trap? trap = callee.Host!(new HostContext(caller), new ReadOnlySpan<ulong>(arguments, parameters), made);
        _stackTop = outerTop;
        if (trap is not null) return trap;
        made.CopyTo(new Span<ulong>(arguments, results));
        sp = arguments + results;
        return null;
    }

    /// <summary>Finds the function that an indirect call names, and checks its type.</summary>
    private TrapKind Callee(Instance instance, Operation* operation, uint entry, ref FunctionInstance callee)
    {
        TableInstance table = instance.Tables[(int)operation->B];
        if (entry >= table.Size) return TrapKind.UndefinedElement;
        ulong reference = table.Entries[(int)entry];
        if (reference == 0)
        {
            _trap = new Trap(TrapKind.UninitializedElement, $"uninitialized element {entry}");
            return TrapKind.UninitializedElement;
        }
        callee = _store.Function(reference);
        FunctionType expected = instance.Module.Module.Types[operation->A];
        return ReferenceEquals(expected, callee.Type) || expected.Equals(callee.Type) ? TrapKind.None : TrapKind.IndirectCallTypeMismatch;
    }

    /// <summary>The operations that the main loop has no arm for.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TrapKind Delegate(Operation* operation, Instance instance, ref ulong* sp) => operation->Code switch
    {
        >= Opcode.V128Load => VectorOperations.Execute(operation, instance, ref sp),
        >= Opcode.F32Eq and < (Opcode)0xD0 or (>= Opcode.I32TruncSatF32S and <= Opcode.I64TruncSatF64U) =>
            FloatOperations.Execute(operation->Code, ref sp),
        _ => TableOperations.Execute(operation, instance, ref sp),
    };

    /// <summary>Moves the top operands down to where a label or a caller expects them; the new top.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong* Keep(ulong* sp, ulong* target, int arity)
    {
        if (arity == 1) *target = sp[-1];
        else
            for (int i = 0; i < arity; i++) target[i] = sp[i - arity];
        return target + arity;
    }

    /// <summary>The trap with its place; a message that was left already stays.</summary>
    private Trap Describe(TrapKind kind, FunctionInstance? function, Operation* operation)
    {
        Trap trap = _trap is { } left && left.Kind == kind ? left : new Trap(kind, Trap.MessageOf(kind));
        _trap = null;
        if (function?.Owner is not { } owner) return trap;
        int at = operation == null || function.Compiled is null ? 0 : function.Compiled.ByteOffsetAt(operation);
        return trap with { FunctionName = owner.Module.Module.NameOfFunction(function.Index), ByteOffset = at };
    }
}

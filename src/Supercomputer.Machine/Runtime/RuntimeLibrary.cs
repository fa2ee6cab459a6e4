using Supercomputer.Machine.Hosts;
using Supercomputer.Machine.Lowering;

namespace Supercomputer.Machine.Runtime;

/// <summary>The routines that lowered programs call: instructions without an operation of their own, and host functions.</summary>
/// <remarks>A routine is emitted when the program uses it. Its operands are its first registers, its result comes back there.</remarks>
internal sealed class RuntimeLibrary(ProgramBuilder builder, AuxiliaryLayout auxiliary)
{
    /// <summary>The number of input streams.</summary>
    internal const uint StreamCount = 3;

    private readonly Dictionary<string, Label> _labels = [];
    private readonly Queue<string> _pending = new();
    private readonly bool[] _countedStreams = new bool[StreamCount];
    private ModuleContext? _floats;

    /// <summary>The label of a routine.</summary>
    internal Label LabelOf(string name)
    {
        if (_labels.TryGetValue(name, out Label label)) return label;
        if (FloatLibrary.IndexOf(name) is { } function)
        {
            _floats ??= new ModuleContext(FloatLibrary.Module, new LoweringOptions(), builder, this, auxiliary);
            return _floats.LabelOf(function);
        }
        _labels.Add(name, label = builder.NewLabel());
        _pending.Enqueue(name);
        return label;
    }

    /// <summary>The address of the number of words of a stream; the entry stub sets it.</summary>
    internal uint WordCount(uint stream)
    {
        _countedStreams[stream] = true;
        return auxiliary.Region($"input words {stream}", 1);
    }

    /// <summary>The address of the number of bytes output so far.</summary>
    internal uint OutputCount => auxiliary.Region("output count", 1);

    /// <summary>The address of a region of words that begins as zeros.</summary>
    internal uint Region(string name, uint words) => auxiliary.Region(name, words);

    /// <summary>The address of a region of words that begins with the given ones.</summary>
    internal uint Region(string name, ReadOnlySpan<uint> words)
    {
        uint address = auxiliary.Region(name, (uint)words.Length);
        for (int i = 0; i < words.Length && !auxiliary.IsFull; i++)
            if (words[i] != 0) auxiliary.Set(address + (uint)i, words[i]);
        return address;
    }

    /// <summary>Emits the routines asked for and not yet emitted.</summary>
    internal void EmitPending()
    {
        RoutineWriter writer = new(builder);
        EmitFloats();
        builder.ByteOffset = -1;
        while (_pending.TryDequeue(out string? name))
        {
            builder.BeginFunction($"${name}", null);
            builder.Bind(_labels[name]);
            if (!IntegerRoutines.Emit(writer, name) && !BulkRoutines.Emit(writer, name) && !HostRoutines.Emit(writer, this, name))
                throw new InvalidOperationException($"no routine {name}");
        }
    }

    /// <summary>Lowers the functions of the float library that are asked for; they may ask for routines, which ask for none of them.</summary>
    private void EmitFloats()
    {
        if (_floats is null) return;
        builder.IsRuntime = true;
        while (_floats.Pending.TryDequeue(out uint function))
        {
            builder.BeginFunction($"${FloatLibrary.Module.NameOfFunction(function)}", null);
            builder.Bind(_floats.LabelOf(function));
            new FunctionLowerer(_floats, function).Lower();
        }
        builder.IsRuntime = false;
        if (_floats.Error is { } error) throw new InvalidOperationException($"the float library: {error}");
    }

    /// <summary>Emits, at the program's entry, what the routines in use need.</summary>
    internal void EmitPrologue()
    {
        RoutineWriter writer = new(builder);
        for (uint stream = 0; stream < StreamCount; stream++)
        {
            if (!_countedStreams[stream]) continue;
            writer.Const(0, uint.MaxValue);
            writer.With(Operation.Input, stream, 1, 0);
            writer.With(Operation.And32Imm, 3, 2, 1);
            writer.With(Operation.ShrU32Imm, 2, 1, 1);
            Label whole = writer.NewLabel();
            writer.BranchIf(Operation.BrEq32Imm, whole, 2, 0);
            writer.With(Operation.Add32Imm, 1, 1, 1);
            writer.Bind(whole);
            writer.With(Operation.AuxStore, WordCount(stream), b: 1);
        }
    }
}

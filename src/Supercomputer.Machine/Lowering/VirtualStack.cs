namespace Supercomputer.Machine.Lowering;

/// <summary>The operand stack of a function that is being lowered: constants and reads of locals stay pending until an
/// instruction needs them in a register.</summary>
/// <remarks>Each value has a home register above everything below it, so that no two values can meet; a value that a call
/// will take as its argument has its home where the callee's frame begins.</remarks>
internal sealed class VirtualStack(ProgramBuilder builder, FunctionAnalysis analysis, RegisterLayout locals)
{
    private readonly List<StackEntry> _entries = [];
    private readonly Dictionary<int, uint> _callFrames = [];
    private readonly int[] _pendingReads = new int[locals.Length];
    private int _settled;

    internal int Count => _entries.Count;

    internal StackEntry this[int index] => _entries[index];

    /// <summary>The registers of the arguments of each call; the control facet asks for its operand layouts.</summary>
    internal required Func<int, RegisterLayout?> ArgumentsOf { get; init; }

    /// <summary>The home of the results of the block that an <c>end</c> closes, while that block is open.</summary>
    internal required Func<int, int, uint?> BlockResultHome { get; init; }

    /// <summary>32-bit registers between the locals and the operands.</summary>
    internal uint Reserved32 { get; set; }

    internal uint Top32(int height) => height == 0 ? locals.Count32 + Reserved32 : _entries[height - 1].Top32;

    internal uint Top64(int height) => height == 0 ? locals.Count64 : _entries[height - 1].Top64;

    internal StackEntry Pop()
    {
        StackEntry entry = _entries[^1];
        _entries.RemoveAt(_entries.Count - 1);
        if (entry.Kind == EntryKind.Local) _pendingReads[entry.Local]--;
        _settled = Math.Min(_settled, _entries.Count);
        return entry;
    }

    internal void PushConstant(int producer, ulong value, bool isWide) =>
        Push(new StackEntry { Kind = EntryKind.Constant, Value = value, IsWide = isWide }, producer, 0);

    internal void PushLocal(int producer, uint local)
    {
        _pendingReads[local]++;
        StackEntry entry = new()
        {
            Kind = EntryKind.Local,
            Local = local,
            Register = locals.Registers[local],
            IsWide = locals.IsWideAt[local],
        };
        Push(entry, producer, 0);
    }

    /// <summary>Pushes a value that stands, or is about to stand, in a register.</summary>
    internal void PushRegister(int producer, int ordinal, bool isWide, uint? register = null)
    {
        StackEntry entry = new() { Kind = EntryKind.Register, IsWide = isWide };
        entry.Register = register ?? HomeFor(producer, ordinal, isWide, Top32(Count), Top64(Count), Count);
        Push(entry, producer, ordinal);
    }

    /// <summary>The home that the next value would have.</summary>
    internal uint NextHome(int producer, int ordinal, bool isWide) =>
        HomeFor(producer, ordinal, isWide, Top32(Count), Top64(Count), Count);

    /// <summary>The homes of values pushed at a height.</summary>
    internal uint[] HomesAt(int height, int producer, bool[] areWide)
    {
        uint top32 = Top32(height), top64 = Top64(height);
        uint[] homes = new uint[areWide.Length];
        for (int i = 0; i < homes.Length; i++)
        {
            homes[i] = HomeFor(producer, i, areWide[i], top32, top64, height);
            if (areWide[i]) top64 = homes[i] + 1;
            else top32 = homes[i] + 1;
        }
        return homes;
    }

    /// <summary>Puts back entries that were taken off, as they were.</summary>
    internal void Restore(int height, StackEntry[] entries)
    {
        Truncate(height);
        foreach (StackEntry entry in entries) Add(entry);
    }

    internal StackEntry[] CopyFrom(int height) => [.. _entries.Skip(height)];

    internal void Truncate(int height)
    {
        while (_entries.Count > height) Pop();
    }

    /// <summary>The frame of a call: its arguments' homes begin there.</summary>
    internal uint CallFrame(int call, int height)
    {
        uint least = Math.Max(1, Math.Max(Top32(height), Top64(height)));
        if (_callFrames.TryGetValue(call, out uint frame) && frame >= least) return frame;
        return _callFrames[call] = least;
    }

    /// <summary>Copies every pending read of a local to its home, before the local changes.</summary>
    internal void SettleLocal(uint local)
    {
        for (int i = _entries.Count - 1; _pendingReads[local] > 0; i--)
            if (_entries[i].Kind == EntryKind.Local && _entries[i].Local == local) Settle(i);
    }

    /// <summary>Copies all pending reads of locals to their homes, before code that runs more or less than once.</summary>
    internal void SettleLocals()
    {
        for (int i = _settled; i < _entries.Count; i++)
            if (_entries[i].Kind == EntryKind.Local) Settle(i);
        _settled = _entries.Count;
    }

    private void Settle(int index)
    {
        StackEntry entry = _entries[index];
        _pendingReads[entry.Local]--;
        builder.Emit(entry.IsWide ? Operation.Move64 : Operation.Move32, entry.Home, entry.Register);
        entry.Kind = EntryKind.Register;
        entry.Register = entry.Home;
        _entries[index] = entry;
    }

    private void Push(StackEntry entry, int producer, int ordinal)
    {
        uint top32 = Top32(Count), top64 = Top64(Count);
        entry.Home = entry.Kind == EntryKind.Register ? entry.Register
            : HomeFor(producer, ordinal, entry.IsWide, top32, top64, Count);
        entry.Top32 = entry.IsWide ? top32 : Math.Max(top32, entry.Home + 1);
        entry.Top64 = entry.IsWide ? Math.Max(top64, entry.Home + 1) : top64;
        _entries.Add(entry);
    }

    private void Add(StackEntry entry)
    {
        if (entry.Kind == EntryKind.Local) _pendingReads[entry.Local]++;
        _entries.Add(entry);
    }

    private uint HomeFor(int producer, int ordinal, bool isWide, uint top32, uint top64, int height)
    {
        uint top = isWide ? top64 : top32;
        (int consumer, int operand) = analysis.ConsumerOf(producer, ordinal);
        if (consumer < 0) return top;
        uint wish = top;
        if (BlockResultHome(consumer, operand) is { } home)
        {
            wish = home;
        }
        else if (ArgumentsOf(consumer) is { } arguments && operand < arguments.Length && height >= operand)
        {
            wish = CallFrameAt(consumer, operand, height) + arguments.Registers[operand];
        }
        return Math.Max(wish, top);
    }

    private uint CallFrameAt(int call, int operand, int height) =>
        _callFrames.TryGetValue(call, out uint frame) ? frame : CallFrame(call, height - operand);
}

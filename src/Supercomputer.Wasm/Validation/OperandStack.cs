using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Validation;

/// <summary>The operand and control stacks of the validation algorithm. Source: WebAssembly Core 2.0, appendix A.3.</summary>
internal sealed class OperandStack(ModuleContext context)
{
    private readonly List<Frame> _frames = [];
    private ValType[] _operands = new ValType[64];
    private int _height;

    /// <summary>At each height, how many of the operands below it are of type v128.</summary>
    private int[] _vectorsBelow = new int[65];

    /// <summary>An open block: what its label takes, what it leaves, where its operands begin, and whether the code
    /// before it is reachable, and so the code after it.</summary>
    public sealed record Frame(Opcode Opcode, ValType[] Parameters, ValType[] Results, int Height, bool IsEntryReachable)
    {
        public bool IsUnreachable { get; set; }

        public ValType[] LabelTypes => Opcode == Opcode.Loop ? Parameters : Results;
    }

    public int MaximumHeight { get; private set; }

    /// <summary>The words of the operands, where a v128 takes two.</summary>
    public int Slots => _height + _vectorsBelow[_height];

    public int MaximumSlots { get; private set; }

    public ReadOnlySpan<ValType> Operands => _operands.AsSpan(0, _height);

    /// <summary>Number of blocks that stand open, the function's own included.</summary>
    public int Depth => _frames.Count;

    public bool IsReachable { get; private set; }

    /// <summary>Where in the module errors are reported.</summary>
    public int ByteOffset { get; set; }

    public void Begin(FunctionType type)
    {
        _frames.Clear();
        _height = 0;
        MaximumHeight = 0;
        MaximumSlots = 0;
        IsReachable = true;
        _frames.Add(new Frame(Opcode.Block, [], type.Results, 0, true));
    }

    public void Push(ValType type)
    {
        if (_height == _operands.Length) Reserve(_height * 2);
        int vectors = _vectorsBelow[_height] + (type == ValType.V128 ? 1 : 0);
        _operands[_height++] = type;
        _vectorsBelow[_height] = vectors;
        MaximumHeight = Math.Max(MaximumHeight, _height);
        MaximumSlots = Math.Max(MaximumSlots, _height + vectors);
    }

    public void Push(ReadOnlySpan<ValType> types)
    {
        if (_height + types.Length > _operands.Length) Reserve(Math.Max(_height * 2, _height + types.Length));
        foreach (ValType type in types) Push(type);
    }

    private void Reserve(int operands)
    {
        Array.Resize(ref _operands, operands);
        Array.Resize(ref _vectorsBelow, operands + 1);
    }

    public ValType Pop()
    {
        Frame frame = _frames[^1];
        if (_height > frame.Height) return _operands[--_height];
        if (!frame.IsUnreachable) Mismatch("an operand", "an empty stack");
        return ValType.Unknown;
    }

    public ValType Pop(ValType expected)
    {
        ValType actual = Pop();
        if (actual == expected || expected == ValType.Unknown) return actual;
        if (actual != ValType.Unknown) Mismatch(expected.ToString(), actual.ToString());
        return expected;
    }

    public void Pop(ReadOnlySpan<ValType> expected)
    {
        int left = _height - expected.Length;
        // The common case at once: a module of calls with many parameters must not take long.
        if (left >= _frames[^1].Height && _operands.AsSpan(left, expected.Length).SequenceEqual(expected)) _height = left;
        else
            for (int i = expected.Length - 1; i >= 0; i--) Pop(expected[i]);
    }

    /// <summary>Checks the top operands and leaves them, bottom types included, as they are.</summary>
    public void Peek(ReadOnlySpan<ValType> expected)
    {
        Frame frame = _frames[^1];
        int available = _height - frame.Height;
        if (available >= expected.Length && _operands.AsSpan(_height - expected.Length, expected.Length).SequenceEqual(expected)) return;
        if (available < expected.Length && !frame.IsUnreachable)
            Mismatch($"{expected.Length} operands", $"{available}");
        for (int i = 1; i <= Math.Min(available, expected.Length); i++)
        {
            ValType actual = _operands[_height - i];
            if (actual != expected[^i] && actual != ValType.Unknown) Mismatch(expected[^i].ToString(), actual.ToString());
        }
    }

    public void Open(Opcode opcode, ValType[] parameters, ValType[] results)
    {
        _frames.Add(new Frame(opcode, parameters, results, _height, IsReachable));
        Push(parameters);
    }

    public Frame Close()
    {
        Frame frame = _frames[^1];
        Pop(frame.Results);
        if (_height != frame.Height) Mismatch($"{frame.Height} operands below the block's results", $"{_height}");
        _height = frame.Height;
        _frames.RemoveAt(_frames.Count - 1);
        IsReachable = frame.IsEntryReachable;
        return frame;
    }

    public void SetUnreachable()
    {
        Frame frame = _frames[^1];
        _height = frame.Height;
        frame.IsUnreachable = true;
        IsReachable = false;
    }

    /// <summary>The block that a label names, or null with an error.</summary>
    public Frame? Label(uint depth)
    {
        if (depth < (uint)_frames.Count) return _frames[_frames.Count - 1 - (int)depth];
        context.Fail(ByteOffset, "unknown label", $"a depth below {_frames.Count}", $"{depth}");
        return null;
    }

    public void Mismatch(string expected, string actual) => context.Fail(ByteOffset, "type mismatch", expected, actual);
}

using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Text;

/// <summary>The operand of a constant instruction.</summary>
internal static class WatConstants
{
    /// <summary>Reads the literal at the cursor; the bits of an i32 or f32 stand in the lower half.</summary>
    public static ulong Read(WatCursor cursor, Opcode opcode)
    {
        bool isFloat = opcode is Opcode.F32Const or Opcode.F64Const;
        return Read(cursor, isFloat, opcode is Opcode.I32Const or Opcode.F32Const ? 32 : 64, opcode.Name().AsSpan(0, 3));
    }

    /// <summary>Reads the shape and the literals of a v128, lane 0 lowest.</summary>
    public static UInt128 Vector(WatCursor cursor)
    {
        if (Shape(cursor) is not { } shape) return 0;
        int lanes = shape.LaneCount(), given = 0;
        while (cursor.Peek(given).Kind is WatTokenKind.Integer or WatTokenKind.Float) given++;
        if (given != lanes)
            cursor.Fail(cursor.Peek(), WatErrorKind.LaneCount, "wrong number of lane literals", $"{lanes} literals", $"{given}");
        UInt128 bits = 0;
        for (int i = 0; i < lanes; i++) bits |= (UInt128)Lane(cursor, shape) << (128 / lanes * i);
        return bits;
    }

    /// <summary>Reads the name of a shape of lanes.</summary>
    public static VectorShape? Shape(WatCursor cursor)
    {
        VectorShape? shape = cursor.Kind == WatTokenKind.Keyword ? VectorShapes.Parse(cursor.Text()) : null;
        if (shape is null) cursor.Unexpected("the shape of a vector");
        else cursor.Advance();
        return shape;
    }

    /// <summary>Reads the literal of one lane; the bits above it are zero.</summary>
    public static ulong Lane(WatCursor cursor, VectorShape shape)
    {
        int size = 8 << shape.LaneSizeLog();
        return Read(cursor, shape.IsFloat(), size, shape.IsFloat() ? $"f{size}" : $"i{size}");
    }

    private static ulong Read(WatCursor cursor, bool isFloat, int size, ReadOnlySpan<char> type)
    {
        WatToken token = cursor.Peek();
        if (token.Kind != WatTokenKind.Integer && !(isFloat && token.Kind == WatTokenKind.Float))
        {
            cursor.Unexpected(isFloat ? "a number" : "an integer");
            return 0;
        }
        ReadOnlySpan<char> word = cursor.Text();
        cursor.Advance();
        if (isFloat && word.Length > WatNumbers.MaximumFloatCharacters)
        {
            cursor.Fail(token, WatErrorKind.TooLarge, "constant too long", $"at most {WatNumbers.MaximumFloatCharacters} characters", $"{word.Length}");
            return 0;
        }
        bool isGood = isFloat ? WatNumbers.TryFloat(word, size == 32, out ulong bits) : WatNumbers.TryInteger(word, size, out bits);
        if (!isGood) cursor.Fail(token, WatErrorKind.ConstantOutOfRange, "constant out of range", $"a value of {type}", word.ToString());
        return bits & (ulong.MaxValue >> (64 - size));
    }
}

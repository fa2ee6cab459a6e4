using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Text;

/// <summary>The operand of a numeric constant instruction.</summary>
internal static class WatConstants
{
    /// <summary>Reads the literal at the cursor; the bits of an i32 or f32 stand in the lower half.</summary>
    public static ulong Read(WatCursor cursor, Opcode opcode)
    {
        bool floating = opcode is Opcode.F32Const or Opcode.F64Const;
        WatToken token = cursor.Peek();
        if (token.Kind != WatTokenKind.Integer && !(floating && token.Kind == WatTokenKind.Float))
        {
            cursor.Unexpected(floating ? "a number" : "an integer");
            return 0;
        }
        ReadOnlySpan<char> word = cursor.Text();
        cursor.Advance();
        if (floating && word.Length > WatNumbers.MaximumFloatCharacters)
        {
            cursor.Fail(token, WatErrorKind.TooLarge, "constant too long", $"at most {WatNumbers.MaximumFloatCharacters} characters", $"{word.Length}");
            return 0;
        }
        bool good = floating ? WatNumbers.TryFloat(word, opcode == Opcode.F32Const, out ulong bits)
            : WatNumbers.TryInteger(word, opcode == Opcode.I32Const ? 32 : 64, out bits);
        if (!good)
            cursor.Fail(token, WatErrorKind.ConstantOutOfRange, "constant out of range", $"a value of {opcode.Name()[..3]}", word.ToString());
        return opcode is Opcode.I32Const or Opcode.F32Const ? (uint)bits : bits;
    }
}

using System.Collections.Frozen;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Text;

/// <summary>The words of the text format and of scripts; every other word is an unknown operator.</summary>
internal static class WatKeywords
{
    private static readonly FrozenDictionary<string, Opcode> Opcodes = Enum.GetValues<Opcode>()
        .Where(opcode => opcode is not Opcode.SelectTyped and < Opcode.V128Load)
        .Concat(VectorInstructions.All.ToArray().Select(vector => vector.Opcode))
        .ToFrozenDictionary(opcode => opcode.Name(), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Opcode>.AlternateLookup<ReadOnlySpan<char>> OpcodesBySpan =
        Opcodes.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Structure = new[]
    {
        "module", "type", "func", "import", "export", "table", "memory", "global", "elem", "data", "start", "param",
        "result", "local", "mut", "item", "offset", "declare", "then", "i32", "i64", "f32", "f64", "v128", "funcref",
        "externref", "extern", "binary", "quote", "register", "invoke", "get", "assert_return", "assert_trap",
        "assert_exhaustion", "assert_malformed", "assert_invalid", "assert_unlinkable", "assert_uninstantiable",
        "ref.extern", "nan:canonical", "nan:arithmetic", "i8x16", "i16x8", "i32x4", "i64x2", "f32x4", "f64x2",
    }.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether the word is one of the format's.</summary>
    public static bool IsKeyword(ReadOnlySpan<char> word) =>
        OpcodesBySpan.ContainsKey(word) || Structure.Contains(word) || IsMemoryArgument(word);

    /// <summary>The instruction that the word names.</summary>
    public static bool TryOpcode(ReadOnlySpan<char> word, out Opcode opcode) => OpcodesBySpan.TryGetValue(word, out opcode);

    /// <summary>The value type that the word names.</summary>
    public static ValType? ValueType(ReadOnlySpan<char> word) => word switch
    {
        "i32" => ValType.I32,
        "i64" => ValType.I64,
        "f32" => ValType.F32,
        "f64" => ValType.F64,
        "v128" => ValType.V128,
        "funcref" => ValType.FuncRef,
        "externref" => ValType.ExternRef,
        _ => null,
    };

    private static bool IsMemoryArgument(ReadOnlySpan<char> word) =>
        (word.StartsWith("offset=") && IsUnsigned(word[7..])) || (word.StartsWith("align=") && IsUnsigned(word[6..]));

    private static bool IsUnsigned(ReadOnlySpan<char> word) => WatNumbers.IsInteger(word) && word[0] is not ('+' or '-');
}

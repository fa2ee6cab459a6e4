using Supercomputer.Machine.Lowering;
using Supercomputer.Wasm.Modules;
using static Supercomputer.Wasm.Modules.ValType;

namespace Supercomputer.Machine.Hosts;

/// <summary>The functions that programs may import: the module <c>wsc</c>, and the module <c>env</c> of existing zkGraphs.</summary>
/// <remarks>
/// <c>wsc</c>: <c>input_size(stream)</c> in bytes; <c>input_word(stream, index)</c>, zero-padded, traps beyond the end;
/// <c>input_read(stream, offset, to, length)</c>; <c>output(from, length)</c>; <c>keccak256(from, length, to)</c>;
/// <c>sha256(from, length, to)</c>; <c>sha256_compress(state, block)</c>: the 32 bytes of a chaining value, in the order of a digest, are
/// replaced by those after 64 bytes more;
/// <c>multiply_add_256(a, b, c, m, to)</c> and <c>multiply_add_384</c>: a b + c modulo m of little-endian numbers of 32 or 48 bytes, m = 0
/// for 2^256 or 2^384; traps with an integer overflow where the quotient has more bits than that (it has not if a or b is below m);
/// <c>multiply_add_fp2_256(a, b, c, m, to)</c> and <c>multiply_add_fp2_384</c>: a b + c in Fp[u]/(u^2 + 1), where a, b, c and the result are two numbers
/// of 32 (48) bytes, x0 + x1 u, of any value, and the result's are below m; traps with an integer overflow where m is below 2^248 (2^376);
/// <c>invert_256(a, m, to)</c> and <c>invert_384</c>: the inverse of a modulo m, below m, or 0 where there is none or m is 0 or 1;
/// <c>curve_add_256(p, q, m, to, a)</c> and <c>curve_add_384</c>: the sum of two points on y^2 = x^3 + a x + b modulo a prime m of at least 249 (377)
/// bits, each x and then y, all below m; (0, 0) is infinity. The result may lie on p or q, and a is read only where the two are equal;
/// <c>secp256k1_recover(digest, signature, to)</c>: the key of an Ethereum signature, 64 bytes x and y, and 1; zeros and 0 where there is none. The
/// digest has 32 bytes, the signature r, s and v (27 or 28) 65, numbers with their highest byte first;
/// <c>poseidon2_16(from, to)</c> and <c>poseidon2_24</c>: the permutation of 16 or 24 elements of KoalaBear, little-endian words of 32 bits;
/// traps with an integer overflow where a word is not below p = 2^31 - 2^24 + 1;
/// <c>log(from, length)</c> does nothing; <c>trap(from, length)</c> ends the run. Streams: 0 public, 1 disclosed, 2 private, of
/// which each read, also of a word read before, is the prover's to answer.
/// <c>env</c>: <c>wasm_input(1)</c> is the next 64-bit word of the public stream, <c>wasm_input(0)</c> that of the disclosed
/// stream, or of the private one where the disclosed stream is empty; <c>require(0)</c> traps; what is written to the context is
/// dropped, and there is none to read.
/// </remarks>
public static class HostInterface
{
    /// <summary>The module of the functions that are not those of existing zkGraphs.</summary>
    internal const string OwnModule = "wsc";

    private static readonly HostFunction[] s_functions =
    [
        Of("wsc", "input_size", [I32], [I32]),
        Of("wsc", "input_word", [I32, I32], [I32]),
        Of("wsc", "input_read", [I32, I32, I32, I32], []),
        Of("wsc", "output", [I32, I32], []),
        Of("wsc", "log", [I32, I32], [], true),
        Of("wsc", "trap", [I32, I32], []),
        Of("wsc", "keccak256", [I32, I32, I32], []),
        Of("wsc", "sha256", [I32, I32, I32], []),
        Of("wsc", "sha256_compress", [I32, I32], []),
        Of("wsc", "multiply_add_256", [I32, I32, I32, I32, I32], []),
        Of("wsc", "multiply_add_384", [I32, I32, I32, I32, I32], []),
        Of("wsc", "multiply_add_fp2_256", [I32, I32, I32, I32, I32], []),
        Of("wsc", "multiply_add_fp2_384", [I32, I32, I32, I32, I32], []),
        Of("wsc", "invert_256", [I32, I32, I32], []),
        Of("wsc", "invert_384", [I32, I32, I32], []),
        Of("wsc", "curve_add_256", [I32, I32, I32, I32, I32], []),
        Of("wsc", "curve_add_384", [I32, I32, I32, I32, I32], []),
        Of("wsc", "secp256k1_recover", [I32, I32, I32], [I32]),
        Of("wsc", "poseidon2_16", [I32, I32], []),
        Of("wsc", "poseidon2_24", [I32, I32], []),
        Of("env", "wasm_input", [I32], [I64]),
        Of("env", "require", [I32], []),
        Of("env", "wasm_write_context", [I64], [], true),
        Of("env", "wasm_read_context", [], [I64]),
        Of("env", "wasm_trace_size", [], [I64]),
        Of("env", "wasm_dbg", [I64], [], true),
        Of("env", "wasm_dbg_char", [I64], [], true),
        Of("env", "keccak_new", [I64], []),
        Of("env", "keccak_push", [I64], []),
        Of("env", "keccak_finalize", [], [I64]),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HostFunction> Functions => s_functions;

    /// <summary>A host function by module and name; null where there is none.</summary>
    public static HostFunction? Find(string module, string name) =>
        Array.Find(s_functions, f => f.Module == module && f.Name == name);

    /// <summary>Whether a host function works without the program's memory, or does nothing.</summary>
    internal static bool TakesNoAddress(string module, string name) =>
        Find(module, name) is { } function && (module == "env" || function.IsSilent || name is "input_size" or "input_word");

    /// <summary>The parameters of a host function that are addresses; null where it is not known, or takes none.</summary>
    internal static HostAddress[]? Addresses(string module, string name) => Find(module, name) is not { Module: OwnModule } function ? null : name switch
    {
        "input_size" or "input_word" => null,
        "input_read" => [new(2, 3)],
        "output" or "log" or "trap" => [new(0, 1)],
        "keccak256" or "sha256" => [new(0, 1), new(2)],
        "sha256_compress" or "multiply_add_256" or "multiply_add_384" or "multiply_add_fp2_256" or "multiply_add_fp2_384" or "invert_256" or "invert_384" or "curve_add_256" or "curve_add_384"
            or "secp256k1_recover" or "poseidon2_16" or "poseidon2_24" => [.. Enumerable.Range(0, function.Type.Parameters.Length).Select(parameter => new HostAddress(parameter))],
        _ => null,
    };

    /// <summary>Why an import cannot be served; null where it can.</summary>
    internal static LoweringError? Check(Import import, FunctionType type)
    {
        string name = $"{import.ModuleName}.{import.Name}";
        if (Find(import.ModuleName, import.Name) is not { } function)
            return new LoweringError("imports", name, -1, "an unknown host function",
                $"one of {string.Join(", ", s_functions.Select(f => $"{f.Module}.{f.Name}"))}");
        return IsType(function, type) ? null
            : new LoweringError("imports", name, -1, $"the type {type}", $"it has the type {function.Type}");
    }

    internal static bool IsSilent(Import import) => Find(import.ModuleName, import.Name) is { IsSilent: true };

    /// <summary>The type of the table, or <c>keccak_new</c> with a 32-bit operand, as some programs declare it.</summary>
    private static bool IsType(HostFunction function, FunctionType type) =>
        function.Type.Equals(type)
        || (function.Name == "keccak_new" && type.Results.Length == 0 && type.Parameters.AsSpan().SequenceEqual([I32]));

    private static HostFunction Of(string module, string name, ValType[] parameters, ValType[] results, bool isSilent = false) =>
        new(module, name, new FunctionType(parameters, results), isSilent);
}

using System.Text;

namespace Supercomputer.Wasm.Text;

/// <summary>Compiles the WebAssembly 2.0 text format to the binary format.</summary>
/// <remarks>
/// Errors: any bytes give a result, never an exception; the module still has to be validated.
/// Cost: linear in the source.
/// Source: WebAssembly 2.0, chapter 6.
/// </remarks>
public static class WatCompiler
{
    /// <summary>The longest source accepted.</summary>
    public const int MaximumSourceBytes = 8 << 20;

    /// <summary>The deepest nesting of parentheses and blocks accepted.</summary>
    public const int MaximumNesting = 10_000;

    /// <summary>Compiles one module, with or without its outer <c>(module ...)</c>.</summary>
    public static WatResult Compile(ReadOnlySpan<byte> source)
    {
        WatSource? lexed = WatLexer.Read(source, out WatError? error);
        return lexed is null ? WatResult.Refused(error!) : WatModuleCompiler.Compile(lexed, 0, lexed.Tokens.Count);
    }

    /// <summary>Compiles one module from text; see <see cref="Compile(ReadOnlySpan{byte})"/>.</summary>
    public static WatResult Compile(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Compile(Encoding.UTF8.GetBytes(source));
    }

    /// <summary>The binary module of a program file: a file that opens with the binary magic is taken as it is, any other is compiled as text.</summary>
    public static WatResult CompileProgram(ReadOnlySpan<byte> file) =>
        file.StartsWith("\0asm"u8) ? WatResult.Good(file.ToArray()) : Compile(file);
}

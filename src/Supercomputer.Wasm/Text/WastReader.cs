using System.Text;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Text;

/// <summary>Reads the scripts (.wast) of the specification suite.</summary>
/// <remarks>
/// Errors: any bytes give a result, never an exception. Modules are only delimited; each is compiled when asked for, so a script
/// with modules beyond this reader can be read.
/// Source: WebAssembly/spec, interpreter/README.md, "Scripts".
/// </remarks>
public sealed class WastReader
{
    private readonly WatCursor _cursor;
    private int _countedTo, _line = 1;

    private WastReader(WatSource source) => _cursor = new WatCursor(source, 0, source.Tokens.Count);

    /// <summary>Reads a whole script.</summary>
    public static WastScript Read(ReadOnlySpan<byte> bytes)
    {
        if (WatLexer.Read(bytes, out WatError? error) is not { } source) return new WastScript([], error);
        WastReader reader = new(source);
        List<WastCommand> commands = [];
        while (reader._cursor.Kind != WatTokenKind.End)
            if (reader.Command() is { } command && reader._cursor.Error is null) commands.Add(command);
        return new WastScript(commands, reader._cursor.Error);
    }

    private WastCommand? Command()
    {
        int line = Line();
        if (AtField()) return new WastDefinition(line, Fields(line));
        if (_cursor.AtOpen("module")) return new WastDefinition(line, Module());
        if (_cursor.AtOpen("invoke") || _cursor.AtOpen("get")) return Action();
        if (_cursor.TryOpen("register"))
        {
            string name = Name();
            WastRegister register = new(line, name, _cursor.TryIdentifier());
            _cursor.Close();
            return register;
        }
        if (AssertionKind() is not { } kind)
        {
            if (_cursor.Kind == WatTokenKind.Open) _cursor.Advance();
            _cursor.Unexpected("a command");
            return null;
        }
        WastAssertion assertion = Assertion(line, kind);
        _cursor.Close();
        return assertion;
    }

    private WastAssertionKind? AssertionKind() =>
        _cursor.TryOpen("assert_return") ? WastAssertionKind.Return
        : _cursor.TryOpen("assert_trap") ? WastAssertionKind.Trap
        : _cursor.TryOpen("assert_exhaustion") ? WastAssertionKind.Exhaustion
        : _cursor.TryOpen("assert_malformed") ? WastAssertionKind.Malformed
        : _cursor.TryOpen("assert_invalid") ? WastAssertionKind.Invalid
        : _cursor.TryOpen("assert_unlinkable") ? WastAssertionKind.Unlinkable
        : _cursor.TryOpen("assert_uninstantiable") ? WastAssertionKind.Uninstantiable
        : null;

    private WastAssertion Assertion(int line, WastAssertionKind kind)
    {
        if (kind == WastAssertionKind.Return) return new WastAssertion(line, kind, Action(), null, Values(), "");
        if (kind is WastAssertionKind.Trap or WastAssertionKind.Exhaustion && !_cursor.AtOpen("module"))
            return new WastAssertion(line, kind, Action(), null, [], Name());
        if (kind == WastAssertionKind.Trap) kind = WastAssertionKind.Uninstantiable;
        return new WastAssertion(line, kind, null, Module(), [], Name());
    }

    private WastAction Action()
    {
        int line = Line();
        bool invoke = _cursor.TryOpen("invoke");
        if (!invoke && !_cursor.TryOpen("get")) _cursor.Unexpected("'(invoke' or '(get'");
        string? module = _cursor.TryIdentifier();
        string name = Name();
        WastAction action = new(line, invoke, module, name, invoke ? Values() : []);
        _cursor.Close();
        return action;
    }

    private WastModule Module()
    {
        int line = Line(), start = _cursor.At;
        if (!_cursor.TryOpen("module")) _cursor.Unexpected("'(module'");
        string? identifier = _cursor.TryIdentifier();
        if (!_cursor.AtKeyword("binary") && !_cursor.AtKeyword("quote"))
        {
            _cursor.Return(start);
            _cursor.SkipGroup();
            return TextModule(line, identifier, start);
        }
        bool binary = _cursor.AtKeyword("binary");
        _cursor.Advance();
        byte[] bytes = _cursor.Strings();
        _cursor.Close();
        return binary
            ? new WastModule(line, identifier, WastModuleForm.Binary, () => WatResult.Good(bytes))
            : new WastModule(line, identifier, WastModuleForm.Quote, () => WatCompiler.Compile(bytes));
    }

    /// <summary>Module fields that stand in the script without a module around them: one module.</summary>
    private WastModule Fields(int line)
    {
        int start = _cursor.At;
        while (AtField()) _cursor.SkipGroup();
        return TextModule(line, null, start);
    }

    private WastModule TextModule(int line, string? identifier, int start)
    {
        int end = _cursor.At;
        WatSource source = _cursor.Source;
        return new WastModule(line, identifier, WastModuleForm.Text, () => WatModuleCompiler.Compile(source, start, end));
    }

    private bool AtField() => _cursor.Kind == WatTokenKind.Open && _cursor.Peek(1).Kind == WatTokenKind.Keyword && _cursor.Text(1)
        is "type" or "import" or "func" or "table" or "memory" or "global" or "export" or "start" or "elem" or "data";

    private List<WastValue> Values()
    {
        List<WastValue> values = [];
        while (_cursor.Kind == WatTokenKind.Open)
        {
            _cursor.Advance();
            values.Add(Value());
            _cursor.Close();
        }
        return values;
    }

    private WastValue Value()
    {
        if (_cursor.TryKeyword("v128.const"))
        {
            return Vector();
        }
        if (_cursor.TryKeyword("ref.extern"))
            return _cursor.AtNumber
                ? new WastValue(WastValueKind.External, _cursor.Number("a number"))
                : new WastValue(WastValueKind.AnyExternal, 0);
        if (_cursor.TryKeyword("ref.func")) return new WastValue(WastValueKind.AnyFunction, 0);
        if (_cursor.TryKeyword("ref.null"))
        {
            bool external = _cursor.TryKeyword("extern");
            if (!external && !_cursor.TryKeyword("func")) _cursor.Unexpected("func or extern");
            return new WastValue(external ? WastValueKind.NullExternal : WastValueKind.NullFunction, 0);
        }
        return Number();
    }

    private WastValue Vector()
    {
        if (WatConstants.Shape(_cursor) is not { } shape) return default;
        WastValue[] lanes = new WastValue[shape.LaneCount()];
        for (int i = 0; i < lanes.Length; i++) lanes[i] = Lane(shape);
        return WastValue.OfLanes(lanes);
    }

    private WastValue Lane(VectorShape shape)
    {
        if (shape.IsFloat() && Pattern(shape == VectorShape.F32x4) is { } pattern)
        {
            _cursor.Advance();
            return new WastValue(pattern, 0);
        }
        return new WastValue(KindOf(shape.ScalarType()), WatConstants.Lane(_cursor, shape));
    }

    private WastValue Number()
    {
        if (_cursor.Kind != WatTokenKind.Keyword || !WatKeywords.TryOpcode(_cursor.Text(), out Opcode opcode)
            || opcode is < Opcode.I32Const or > Opcode.F64Const)
        {
            _cursor.Unexpected("a constant");
            return default;
        }
        _cursor.Advance();
        if (opcode is Opcode.F32Const or Opcode.F64Const && Pattern(opcode == Opcode.F32Const) is { } pattern)
        {
            _cursor.Advance();
            return new WastValue(pattern, 0);
        }
        return new WastValue((WastValueKind)(opcode - Opcode.I32Const), WatConstants.Read(_cursor, opcode));
    }

    private static WastValueKind KindOf(ValType type) => type switch
    {
        ValType.I64 => WastValueKind.I64,
        ValType.F32 => WastValueKind.F32,
        ValType.F64 => WastValueKind.F64,
        _ => WastValueKind.I32,
    };

    private WastValueKind? Pattern(bool single) =>
        _cursor.AtKeyword("nan:canonical") ? single ? WastValueKind.F32CanonicalNan : WastValueKind.F64CanonicalNan
        : _cursor.AtKeyword("nan:arithmetic") ? single ? WastValueKind.F32ArithmeticNan : WastValueKind.F64ArithmeticNan
        : null;

    private string Name() => Encoding.UTF8.GetString(_cursor.Name());

    /// <summary>The line of the token at the cursor, counted on from the last one asked for.</summary>
    private int Line()
    {
        int at = _cursor.Peek().Start;
        if (at > _countedTo)
        {
            _line += _cursor.Source.Text.AsSpan(_countedTo, at - _countedTo).Count('\n');
            _countedTo = at;
        }
        return _line;
    }
}

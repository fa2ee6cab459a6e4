using Supercomputer.Wasm.Execution;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Machine.Tests.Differential;

/// <summary>The functions that generated modules import to log values.</summary>
internal sealed class LogFunctions
{
    internal const string ModuleName = "fuzzing-support";
    private const int LoggedAtMost = 500;

    private static readonly (string Name, ValType Type)[] s_functions =
    [
        ("log-i32", ValType.I32), ("log-i64", ValType.I64), ("log-f32", ValType.F32), ("log-f64", ValType.F64), ("log-v128", ValType.V128),
    ];

    private readonly List<string> _lines = [];
    private int _count;

    internal Imports Imports
    {
        get
        {
            Imports imports = new();
            foreach ((string name, ValType type) in s_functions)
                imports.Add(ModuleName, name, new FunctionInstance(new FunctionType([type], []), (_, arguments, _) => Log(type, arguments)));
            return imports;
        }
    }

    internal static bool IsLog(Import import, FunctionType[] types) => import.ModuleName == ModuleName
        && s_functions.Any(f => f.Name == import.Name && types[import.FunctionTypeIndex].Equals(new FunctionType([f.Type], [])));

    /// <summary>Moves what was logged to a report.</summary>
    internal void TakeInto(List<string> lines)
    {
        lines.AddRange(_lines);
        if (_count > 0) lines.Add($"logged {_count}");
        _lines.Clear();
        _count = 0;
    }

    private Trap? Log(ValType type, ReadOnlySpan<ulong> words)
    {
        _count++;
        if (_lines.Count < LoggedAtMost) _lines.Add($"log {type.ToString().ToLowerInvariant()} {Text(type, words)}");
        return null;
    }

    private static string Text(ValType type, ReadOnlySpan<ulong> words) => type switch
    {
        ValType.F32 when float.IsNaN(BitConverter.UInt32BitsToSingle((uint)words[0])) => "nan",
        ValType.F64 when double.IsNaN(BitConverter.UInt64BitsToDouble(words[0])) => "nan",
        ValType.V128 => $"{words[0]:x} {words[1]:x}",
        _ => $"{words[0]:x}",
    };
}

using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;
using WasmInstruction = Supercomputer.Wasm.Modules.Instruction;

namespace Supercomputer.Machine.Lowering.Vectors;

/// <summary>Makes of a valid module with vectors one without: a v128 becomes two i64, its low half first.</summary>
/// <remarks>
/// Parameters, results, locals, globals and operands are split; a vector instruction becomes a call of a function of
/// <see cref="VectorText"/>, appended to the module, one for each instruction and immediates in use. The pieces of an instruction
/// have its byte offset, by which the lowering counts them once.
/// </remarks>
internal sealed class VectorSplitter : IValidationObserver
{
    private readonly Module _module;
    private readonly HashSet<(uint Function, int Instruction)> _vectorOperands = [];
    private readonly Dictionary<string, uint> _helpers = new(StringComparer.Ordinal);
    private readonly List<string> _helperNames = [];
    private readonly uint[] _globals;
    private uint _observed;
    private long _helperLength;

    private VectorSplitter(Module module)
    {
        _module = module;
        _globals = FirstOf([.. module.GlobalTypes.Select(g => g.ValueType)]);
    }

    /// <summary>The module without vectors; itself where it has none; null where the error says why it cannot be split.</summary>
    internal static Module? Split(Module module, out LoweringError? error)
    {
        error = null;
        if (!HasVectors(module)) return module;
        VectorSplitter splitter = new(module);
        error = splitter.Check();
        return error is null ? splitter.Run(out error) : null;
    }

    /// <inheritdoc/>
    public void EnterFunction(uint functionIndex) => _observed = functionIndex;

    /// <inheritdoc/>
    public void VisitInstruction(int instructionIndex, ReadOnlySpan<ValType> operands, bool isReachable)
    {
        if (!isReachable) return;
        Opcode opcode = _module.Functions[_observed - _module.ImportedFunctionCount].Body[instructionIndex].Opcode;
        int depth = opcode switch { Opcode.Drop => 1, Opcode.Select or Opcode.SelectTyped => 2, _ => 0 };
        if (depth > 0 && operands[^depth] == ValType.V128) _vectorOperands.Add((_observed, instructionIndex));
    }

    private static bool HasVectors(Module module) =>
        module.Types.Any(t => t.Parameters.Contains(ValType.V128) || t.Results.Contains(ValType.V128))
        || module.GlobalTypes.Any(g => g.ValueType == ValType.V128)
        || module.Functions.Any(f => f.Locals.Any(l => l.Type == ValType.V128) || f.Body.Any(i => i.Opcode >= Opcode.V128Load));

    private static ValType[] Split(ValType[] types) =>
        [.. types.SelectMany(t => t == ValType.V128 ? (ValType[])[ValType.I64, ValType.I64] : [t])];

    private static FunctionType Split(FunctionType type) => new(Split(type.Parameters), Split(type.Results));

    /// <summary>The index that each value has when vectors take two.</summary>
    private static uint[] FirstOf(ValType[] types)
    {
        uint[] first = new uint[types.Length];
        uint next = 0;
        for (int i = 0; i < types.Length; i++)
        {
            first[i] = next;
            next += types[i] == ValType.V128 ? 2u : 1u;
        }
        return first;
    }

    private LoweringError? Check()
    {
        Import? global = Array.Find(_module.Imports, i => i.Kind == ExternKind.Global && i.Global.ValueType == ValType.V128);
        if (global is not null)
            return new LoweringError("imports", $"{global.ModuleName}.{global.Name}", -1, "an imported global of type v128", "no host module offers globals");
        FunctionType[] types = [.. _module.Types.Distinct()];
        return types.Select(Split).Distinct().Count() == types.Length ? null
            : new LoweringError("types", "function types", -1, "two types that differ only in a v128 and two i64",
                "change one of them: a v128 is proved as two i64 (SIMD)");
    }

    private Module? Run(out LoweringError? error)
    {
        Validator.Validate(_module, this);
        uint pair = (uint)_module.Types.Length;
        Function[] functions = [.. _module.Functions.Select((f, i) => Rewrite(f, (uint)(i + _module.ImportedFunctionCount), pair))];
        if (_helperLength > WatCompiler.MaximumSourceBytes)
        {
            error = new LoweringError("vector instructions", "their number", -1, "too many different instructions and immediates",
                "fewer different vector (SIMD) instructions, lanes, offsets and patterns");
            return null;
        }
        WatResult compiled = WatCompiler.Compile($"(module (memory 1)\n{string.Concat(_helpers.Keys)})");
        error = null;
        if (compiled.Bytes is null) throw new InvalidOperationException($"the functions of vector instructions: {compiled.Error}");
        Module helpers = ModuleDecoder.Decode(compiled.Bytes).Module!;
        uint firstType = pair + 1, firstHelper = (uint)_module.FunctionTypeIndices.Length;
        Dictionary<uint, string> names = new(_module.FunctionNames);
        for (int i = 0; i < _helperNames.Count; i++) names[firstHelper + (uint)i] = _helperNames[i];
        return new Module
        {
            Types = [.. _module.Types.Select(Split), new FunctionType([], [ValType.I64, ValType.I64]), .. helpers.Types],
            Imports = _module.Imports,
            Functions = [.. functions, .. helpers.Functions.Select(f => Detach(f, firstType))],
            Tables = _module.Tables,
            Memories = _module.Memories,
            Globals = [.. _module.Globals.SelectMany(Split)],
            Exports = [.. _module.Exports.Select(e => e.Kind == ExternKind.Global ? e with { Index = _globals[e.Index] } : e)],
            Start = _module.Start,
            Elements = _module.Elements,
            Data = _module.Data,
            DataCount = _module.DataCount,
            FunctionNames = names,
        };
    }

    private static IEnumerable<Global> Split(Global global)
    {
        if (global.Type.ValueType != ValType.V128) return [global];
        GlobalType type = global.Type with { ValueType = ValType.I64 };
        WasmInstruction value = global.Initializer[0], end = global.Initializer[^1];
        return [new Global(type, [Half(value, 0), end]), new Global(type, [Half(value, 1), end])];
    }

    /// <summary>Half of a constant.</summary>
    private static WasmInstruction Half(WasmInstruction value, int half) =>
        new(Opcode.I64Const, 0, (ulong)(value.Vector >> (64 * half)), value.ByteOffset);

    /// <summary>A helper without byte offsets: they are not of the module.</summary>
    private static Function Detach(Function helper, uint firstType) => new()
    {
        TypeIndex = helper.TypeIndex + firstType,
        Locals = helper.Locals,
        LocalCount = helper.LocalCount,
        Body = [.. helper.Body.Select(i => new WasmInstruction(i.Opcode, i.Index, i.Constant, -1))],
        BranchTables = helper.BranchTables,
        SelectTypes = helper.SelectTypes,
        ByteOffset = -1,
    };

    private Function Rewrite(Function function, uint index, uint pair)
    {
        uint[] locals = FirstOf(function.ExpandLocals(_module.Types[function.TypeIndex]));
        ValType[] types = function.ExpandLocals(_module.Types[function.TypeIndex]);
        List<WasmInstruction> body = [];
        int[] moved = new int[function.Body.Length];
        for (int i = 0; i < function.Body.Length; i++)
        {
            moved[i] = body.Count;
            Rewrite(function.Body[i], _vectorOperands.Contains((index, i)), locals, types, pair, body);
        }
        for (int i = 0; i < body.Count; i++)
            if (body[i].Opcode is Opcode.Block or Opcode.Loop or Opcode.If or Opcode.Else) body[i] = body[i].WithMatch(moved[body[i].Match]);
        LocalRun[] runs = [.. function.Locals.Select(l => l.Type == ValType.V128 ? new LocalRun(2 * l.Count, ValType.I64) : l)];
        return new Function
        {
            TypeIndex = function.TypeIndex,
            Locals = runs,
            LocalCount = runs.Sum(r => (int)r.Count),
            Body = [.. body],
            BranchTables = function.BranchTables,
            SelectTypes = function.SelectTypes,
            ByteOffset = function.ByteOffset,
        };
    }

    private void Rewrite(WasmInstruction instruction, bool isOnVectors, uint[] locals, ValType[] types, uint pair, List<WasmInstruction> body)
    {
        Opcode opcode = instruction.Opcode;
        WasmInstruction With(Opcode code, uint index) => new(code, index, 0, instruction.ByteOffset);
        switch (opcode)
        {
            case Opcode.Block or Opcode.Loop or Opcode.If when instruction.BlockType.Result == ValType.V128:
                body.Add(new WasmInstruction(opcode, instruction.Index, BlockType.OfTypeIndex(pair).Encoding, instruction.ByteOffset));
                break;
            case Opcode.Drop when isOnVectors:
                body.Add(instruction);
                body.Add(instruction);
                break;
            case Opcode.Select or Opcode.SelectTyped when isOnVectors:
                body.Add(With(Opcode.Call, Helper(VectorText.Select, "select of vectors")));
                break;
            case Opcode.LocalGet or Opcode.LocalSet or Opcode.LocalTee:
                Move(opcode, locals[instruction.Index], types[instruction.Index] == ValType.V128, Opcode.LocalGet, Opcode.LocalSet, With, body);
                break;
            case Opcode.GlobalGet or Opcode.GlobalSet:
                bool isVector = _module.GlobalTypes[instruction.Index].ValueType == ValType.V128;
                Move(opcode, _globals[instruction.Index], isVector, Opcode.GlobalGet, Opcode.GlobalSet, With, body);
                break;
            case Opcode.V128Const:
                body.Add(Half(instruction, 0));
                body.Add(Half(instruction, 1));
                break;
            default:
                VectorInstruction? vector = VectorInstructions.Of(opcode);
                body.Add(vector is null ? instruction : With(Opcode.Call, Helper(VectorText.Of(vector, instruction), vector.Name)));
                break;
        }
    }

    /// <summary>Reads or writes of a variable: the low half is pushed first and popped last.</summary>
    private static void Move(Opcode opcode, uint first, bool isVector, Opcode get, Opcode set, Func<Opcode, uint, WasmInstruction> with, List<WasmInstruction> body)
    {
        if (!isVector)
        {
            body.Add(with(opcode, first));
        }
        else if (opcode == get)
        {
            body.Add(with(get, first));
            body.Add(with(get, first + 1));
        }
        else
        {
            body.Add(with(set, first + 1));
            body.Add(with(opcode, first));
            if (opcode != set) body.Add(with(get, first + 1));
        }
    }

    private uint Helper(string text, string name)
    {
        if (_helpers.TryGetValue(text, out uint index)) return index;
        _helperLength += text.Length;
        // Too much text to compile, which Run refuses: no more is kept.
        if (_helperLength > WatCompiler.MaximumSourceBytes) return 0;
        _helpers.Add(text, index = (uint)(_module.FunctionTypeIndices.Length + _helpers.Count));
        _helperNames.Add(name);
        return index;
    }
}

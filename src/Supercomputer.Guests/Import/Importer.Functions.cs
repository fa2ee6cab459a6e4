using Supercomputer.Guests.Ir;
using Supercomputer.Guests.Metadata;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Import;

/// <summary>How values are passed: scalars as they are, structs of few scalars as these, others by the address of a copy.</summary>
internal sealed partial class Importer
{
    /// <summary>The function of a method, still without a body.</summary>
    public static GuestFunction Declare(MethodDesc method)
    {
        List<ValType> parameters = [], results = [];
        TypeDesc result = method.Signature.ReturnType;
        if (IsByAddress(result)) parameters.Add(ValType.I32);
        else if (result.Kind != TypeKind.Void) results.AddRange(Scalars(result));
        foreach (TypeDesc parameter in method.ParameterTypes)
        {
            if (IsByAddress(parameter)) parameters.Add(ValType.I32);
            else parameters.AddRange(Scalars(parameter));
        }

        return new GuestFunction(method.FullName, [.. parameters], [.. results]) { Method = method, ResultBits = Bits(result) };
    }

    private static bool IsByAddress(TypeDesc type) => type.IsStruct && !type.Layout.IsFlat;

    private static IEnumerable<ValType> Scalars(TypeDesc type) =>
        Require(type).IsStruct ? type.Layout.Leaves.Select(leaf => leaf.Type.ValType) : [type.ValType];

    private static int Bits(TypeDesc type) => type.Kind switch
    {
        TypeKind.Boolean => 1,
        TypeKind.Byte => 8,
        TypeKind.Char or TypeKind.UInt16 => 16,
        _ => 0,
    };

    private void TakeArguments()
    {
        if (IsByAddress(_method.Signature.ReturnType)) _returnAddress = _function.Parameter(0);
        foreach (TypeDesc type in _method.ParameterTypes)
        {
            if (IsByAddress(type))
            {
                _arguments.Add((type, _function.Parameter(0)));
                continue;
            }

            Node address = _b.Alloca(type.Size, type.Alignment);
            _arguments.Add((type, address));
            if (!type.IsStruct) _b.Store(type, address, _function.Parameter(Bits(type)));
            else foreach (Leaf leaf in type.Layout.Leaves) _b.Store(leaf.Type, _b.Add(address, leaf.Offset), _function.Parameter(Bits(leaf.Type)));
        }
    }

    private void Return()
    {
        TypeDesc type = _method.Signature.ReturnType;
        if (type.Kind == TypeKind.Void)
        {
            _b.Block.Finish(BlockEnd.Return, []);
            return;
        }

        StackValue value = Pop();
        if (_returnAddress is not null)
        {
            _b.Copy(type, _returnAddress, value.Node);
            _b.Block.Finish(BlockEnd.Return, []);
        }
        else
        {
            _b.Block.Finish(BlockEnd.Return, [.. Flatten(type, value)]);
        }
    }

    private IEnumerable<Node> Flatten(TypeDesc type, StackValue value) => type.IsStruct
        ? [.. type.Layout.Leaves.Select(leaf => _b.Load(leaf.Type, _b.Add(value.Node, leaf.Offset)))]
        : [Coerce(value.Node, type.ValType)];

    /// <summary>A number as the type that is wanted: the stack mixes 32-bit and native integers, and floats.</summary>
    private Node Coerce(Node node, ValType type) => (node.Type, type) switch
    {
        (ValType.F32, ValType.F64) => _b.Pure(Opcode.F64PromoteF32, node),
        (ValType.F64, ValType.F32) => _b.Pure(Opcode.F32DemoteF64, node),
        _ when node.Type == type => node,
        _ => throw new GuestException($"a value of type {node.Type} where {type} is expected"),
    };

    /// <summary>Calls a function with the values of its IL arguments, and pushes what it returns.</summary>
    private void CallMethod(MethodDesc method, StackValue[] values)
    {
        Settle();
        TypeDesc[] types = [.. method.ParameterTypes];
        TypeDesc result = method.Signature.ReturnType;
        List<Node> arguments = [];
        Node? returned = null;
        if (result.IsStruct) returned = _b.Alloca(result.Size, result.Alignment);
        if (IsByAddress(result)) arguments.Add(returned!);
        for (int i = 0; i < types.Length; i++)
        {
            if (!IsByAddress(types[i]))
            {
                arguments.AddRange(Flatten(types[i], values[i]));
                continue;
            }

            Node copy = values[i].Node;
            if (values[i].IsLazy)
            {
                copy = _b.Alloca(types[i].Size, types[i].Alignment);
                _b.Copy(types[i], copy, values[i].Node);
            }

            arguments.Add(copy);
        }

        Node[] results = _b.Call(_program.FunctionOf(method), [.. arguments]);
        if (returned is not null)
        {
            for (int i = 0; i < results.Length; i++) _b.Store(result.Layout.Leaves[i].Type, _b.Add(returned, result.Layout.Leaves[i].Offset), results[i]);
            Push(result, returned);
        }
        else if (results.Length > 0)
        {
            Push(results[0], result);
        }
    }
}

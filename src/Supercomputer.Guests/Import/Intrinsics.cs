using Supercomputer.Guests.Metadata;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Guests.Import;

/// <summary>Calls that become instructions, by the name of what is called.</summary>
internal static class Intrinsics
{
    private const string Library = "Supercomputer.Guests.Library.";

    /// <summary>Compiles the call where it is known; says whether it did.</summary>
    public static bool TryCall(Importer importer, Callee callee, StackValue[] values)
    {
        string owner = callee.Owner.Name;
        if (owner.StartsWith(Library, StringComparison.Ordinal)) owner = owner[Library.Length..];
        switch (owner)
        {
            case "Trap": importer.TrapIf(values[0].Node); return true;
            case "HostImports": importer.CallHost(callee, values); return true;
            case "WebAssembly": importer.MemoryInstruction(callee.Name, values); return true;
            case "GuestHost": return importer.TryMessage(callee.Name, values);
            case "System.Runtime.CompilerServices.Unsafe": return importer.TryUnsafe(callee, values);
            case "GuestMemoryMarshal" when callee.Name == "GetArrayDataReference": importer.PushSum(values[0].Node, 8); return true;
            case "System.Runtime.CompilerServices.RuntimeHelpers": return importer.TryRuntimeHelper(callee, values);
            case "System.String": return importer.TryString(callee.Name, values);
            case "System.BitConverter": return importer.TryUnary(Bits(callee.Name), values);
            case "System.Numerics.BitOperations" or "System.UInt32" or "System.UInt64" or "System.Int32" or "System.Int64":
                return importer.TryBits(callee.Name, values) || importer.TryNumber(callee, values);
            case "GuestMath" or "System.MathF" or "System.Double" or "System.Single":
                return callee.Signature.ParameterTypes is [{ IsFloat: true } type] && importer.TryUnary(Float(callee.Name, type), values);
            default: return callee.Owner.Kind <= TypeKind.NativeUInt && importer.TryNumber(callee, values);
        }
    }

    private static Opcode Bits(string name) => name switch
    {
        "SingleToInt32Bits" or "SingleToUInt32Bits" => Opcode.I32ReinterpretF32,
        "DoubleToInt64Bits" or "DoubleToUInt64Bits" => Opcode.I64ReinterpretF64,
        "Int32BitsToSingle" or "UInt32BitsToSingle" => Opcode.F32ReinterpretI32,
        "Int64BitsToDouble" or "UInt64BitsToDouble" => Opcode.F64ReinterpretI64,
        _ => Opcode.Unreachable,
    };

    private static Opcode Float(string name, TypeDesc type)
    {
        Opcode single = name switch
        {
            "Abs" => Opcode.F32Abs,
            "Ceiling" => Opcode.F32Ceil,
            "Floor" => Opcode.F32Floor,
            "Truncate" => Opcode.F32Trunc,
            "Round" => Opcode.F32Nearest,
            "Sqrt" => Opcode.F32Sqrt,
            _ => Opcode.Unreachable,
        };
        return single != Opcode.Unreachable && type.Kind == TypeKind.Double ? single + (Opcode.F64Abs - Opcode.F32Abs) : single;
    }
}

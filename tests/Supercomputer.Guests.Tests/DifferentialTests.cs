using System.Reflection;
using Supercomputer.Guests.Tests.Programs;
using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Execution;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Validation;
using Xunit;
using WasmModule = Supercomputer.Wasm.Modules.Module;

namespace Supercomputer.Guests.Tests;

/// <summary>Each method runs natively and compiled, on seeded random numbers: the results are equal.</summary>
public sealed class DifferentialTests
{
    private const int Seed = 20250611, Runs = 400;

    public static TheoryData<string> Methods()
    {
        TheoryData<string> data = [];
        foreach (Type type in new[] { typeof(Arithmetic), typeof(Structures), typeof(Loops) })
            foreach (MethodInfo method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
                data.Add($"{type.Name}.{method.Name}");
        return data;
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_compiled_method_returns_what_it_returns_natively(string name)
    {
        string[] parts = name.Split('.');
        MethodInfo method = typeof(Arithmetic).Assembly.GetType($"Supercomputer.Guests.Tests.Programs.{parts[0]}")!.GetMethod(parts[1])!;
        Instance instance = GuestInstance.Of($"Programs.{name}");
        Random random = new(Seed);
        for (int run = 0; run < Runs; run++)
        {
            object[] arguments = [.. method.GetParameters().Select(p => Draw(random, p.ParameterType))];
            object expected = method.Invoke(null, arguments)!;
            Outcome outcome = instance.Invoke("run", [.. arguments.Select(Of)], 10_000_000);
            Assert.True(outcome.Kind == OutcomeKind.Returned, $"{name}({string.Join(", ", arguments)}): {outcome.Trap}");
            Assert.True(Of(expected).Bits == outcome.Values[0].Bits,
                $"{name}({string.Join(", ", arguments)}): {expected} expected, {outcome.Values[0]} actual");
        }
    }

    internal static object Draw(Random random, Type type)
    {
        long bits = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(0, 63);
        if (type == typeof(int)) return (int)bits;
        if (type == typeof(uint)) return (uint)bits;
        if (type == typeof(ulong)) return (ulong)bits;
        if (type == typeof(double)) return (double)(bits >> 20) / 1024;
        return bits;
    }

    internal static Value Of(object value) => value switch
    {
        int number => Value.FromI32(number),
        uint number => Value.FromI32((int)number),
        long number => Value.FromI64(number),
        ulong number => Value.FromI64((long)number),
        double number => Value.FromF64Bits(BitConverter.DoubleToUInt64Bits(number)),
        _ => throw new ArgumentException($"a value of type {value.GetType()}", nameof(value)),
    };
}

/// <summary>Compiled methods of this assembly in the interpreter.</summary>
internal static class GuestInstance
{
    internal static string ThisAssembly => typeof(GuestInstance).Assembly.Location;

    internal static Instance Of(string method)
    {
        GuestBuild build = GuestCompiler.CompileAll(ThisAssembly, [(method, "run")]);
        Assert.True(build.Module is not null, string.Join(Environment.NewLine, build.Diagnostics));
        WasmModule module = ModuleDecoder.Decode(build.Module).Module!;
        ValidationResult validation = Validator.Validate(module);
        Assert.True(validation.IsValid, validation.Error?.ToString());
        Imports imports = new();
        foreach (Wasm.Modules.Import import in module.Imports)
        {
            FunctionType type = module.Types[import.FunctionTypeIndex];
            imports.Add(import.ModuleName, import.Name, new FunctionInstance(type, (_, _, _) => null));
        }

        InstantiationResult result = Instance.Instantiate(validation.Module!, imports);
        return result.Instance!;
    }
}

using Supercomputer.Wasm.Execution;
using Supercomputer.Wasm.Modules;

namespace Supercomputer.Wasm.Tests.SpecSuite;

/// <summary>The host module that the suite's scripts import.</summary>
internal static class Spectest
{
    public static HostModule Create()
    {
        HostModule module = new("spectest");
        foreach ((string name, ValType[] parameters) in new (string, ValType[])[]
        {
            ("print", []), ("print_i32", [ValType.I32]), ("print_i64", [ValType.I64]), ("print_f32", [ValType.F32]),
            ("print_f64", [ValType.F64]), ("print_i32_f32", [ValType.I32, ValType.F32]), ("print_f64_f64", [ValType.F64, ValType.F64]),
        })
            module.Add(name, new FunctionType(parameters, []), (_, _, _) => null);
        Global("global_i32", ValType.I32, 666);
        Global("global_i64", ValType.I64, 666);
        Global("global_f32", ValType.F32, BitConverter.SingleToUInt32Bits(666.6f));
        Global("global_f64", ValType.F64, BitConverter.DoubleToUInt64Bits(666.6));
        module.Add("table", new TableInstance(new TableType(ValType.FuncRef, new Limits(10, 20)), ExecutionLimits.Default));
        module.Add("memory", new MemoryInstance(new MemoryType(new Limits(1, 2)), ExecutionLimits.Default));
        return module;

        void Global(string name, ValType type, ulong bits) => module.Add(name, new GlobalInstance(new GlobalType(type, false), bits));
    }
}

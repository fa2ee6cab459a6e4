using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Execution;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;

namespace Supercomputer.Benchmarks.Execution;

/// <summary>The WebAssembly interpreter over small programs; a unit is an instruction.</summary>
internal static class InterpreterKernels
{
    private const int Rounds = 20_000;

    /// <summary>Locals and additions of 64 bits.</summary>
    private const string Fibonacci = """
        (module (func (export "f") (param $n i32) (local $a i64) (local $b i64) (local $t i64) (local.set $b (i64.const 1))
          (block $done (loop $next (br_if $done (i32.eqz (local.get $n)))
            (local.set $t (i64.add (local.get $a) (local.get $b))) (local.set $a (local.get $b)) (local.set $b (local.get $t))
            (local.set $n (i32.sub (local.get $n) (i32.const 1))) (br $next)))))
        """;

    /// <summary>A call, a load and a store a round.</summary>
    private const string CallsAndMemory = """
        (module (memory 16) (func $g (param i32 i32) (result i32) (i32.add (local.get 0) (i32.mul (local.get 1) (i32.const 3))))
          (func (export "f") (param $n i32) (local $s i32) (loop $next
            (local.set $s (call $g (local.get $s) (local.get $n)))
            (i32.store (i32.and (i32.shl (local.get $n) (i32.const 2)) (i32.const 0xffffc)) (local.get $s))
            (local.set $s (i32.xor (local.get $s) (i32.load (i32.and (i32.mul (local.get $n) (i32.const 52)) (i32.const 0xffffc)))))
            (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))
        """;

    /// <summary>Vectors in a local, from memory and through three lane operations.</summary>
    private const string Vectors = """
        (module (memory 16) (func (export "f") (param $n i32) (local $s v128) (loop $next
            (local.set $s (i32x4.add (local.get $s) (i32x4.splat (local.get $n))))
            (local.set $s (v128.xor (local.get $s) (v128.load (i32.and (local.get $n) (i32.const 0xffff0)))))
            (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))
        """;

    public static IEnumerable<Kernel> All() =>
        [Of("interpreter, 64-bit locals", Fibonacci), Of("interpreter, calls and memory", CallsAndMemory), Of("interpreter, vectors", Vectors)];

    private static Kernel Of(string name, string text)
    {
        ValidatedModule module = Validator.Validate(ModuleDecoder.Decode(WatCompiler.Compile(text).Bytes).Module!).Module!;
        Instance instance = Instance.Instantiate(module, new Imports()).Instance!;
        Value[] arguments = [Value.FromI32(Rounds)];
        return new Kernel(name, (int)instance.Invoke("f", arguments).Instructions, () => instance.Invoke("f", arguments));
    }
}

using Supercomputer.Wasm.Binary;
using Supercomputer.Wasm.Execution;
using Supercomputer.Wasm.Modules;
using Supercomputer.Wasm.Text;
using Supercomputer.Wasm.Validation;
using Xunit;

namespace Supercomputer.Wasm.Tests.Execution;

public sealed class InstanceTests
{
    private static ValidatedModule Compile(string text) =>
        Validator.Validate(ModuleDecoder.Decode(WatCompiler.Compile(text).Bytes).Module!).Module!;

    private static Instance Make(string text, Imports? imports = null, ExecutionLimits? limits = null)
    {
        InstantiationResult result = Instance.Instantiate(Compile(text), imports ?? new Imports(), limits);
        return result.Instance ?? throw new InvalidOperationException(result.Message);
    }

    private const string Fibonacci = """
        (module (func (export "fib") (param $n i32) (result i64)
          (local $a i64) (local $b i64) (local $t i64)
          (local.set $b (i64.const 1))
          (block $done
            (loop $next
              (br_if $done (i32.eqz (local.get $n)))
              (local.set $t (i64.add (local.get $a) (local.get $b)))
              (local.set $a (local.get $b))
              (local.set $b (local.get $t))
              (local.set $n (i32.sub (local.get $n) (i32.const 1)))
              (br $next)))
          (local.get $a)))
        """;

    [Fact]
    public void A_loop_computes_and_its_instructions_are_counted()
    {
        Outcome outcome = Make(Fibonacci).Invoke("fib", [Value.FromI32(50)]);
        Assert.Equal([Value.FromI64(12586269025)], outcome.Values);
        // Two before the loop, sixteen a round, three of the last round, one after it; block, loop and end count nothing.
        Assert.Equal(2UL + (50 * 16) + 3 + 1, outcome.Instructions);
    }

    [Fact]
    public void Fuel_suffices_exactly_or_not_at_all()
    {
        Instance instance = Make(Fibonacci);
        Assert.Equal(OutcomeKind.Returned, instance.Invoke("fib", [Value.FromI32(1)], 22).Kind);
        Outcome outcome = instance.Invoke("fib", [Value.FromI32(1)], 21);
        Assert.Equal((OutcomeKind.OutOfFuel, 21UL), (outcome.Kind, outcome.Instructions));
    }

    [Fact]
    public void A_trap_names_its_kind_and_place()
    {
        Outcome outcome = Make("""(module (func (export "f") (result i32) (i32.div_u (i32.const 1) (i32.const 0))))""").Invoke("f", []);
        Assert.Equal(OutcomeKind.Trapped, outcome.Kind);
        Assert.Equal((TrapKind.IntegerDivideByZero, "f", 3UL), (outcome.Trap!.Kind, outcome.Trap.FunctionName, outcome.Instructions));
        Assert.NotEqual(0, outcome.Trap.ByteOffset);
    }

    [Fact]
    public void Endless_recursion_ends_at_the_depth_or_the_stack_limit()
    {
        const string text = """(module (func $f (export "f") (param i64) (call $f (local.get 0))))""";
        Assert.Equal(TrapKind.CallStackExhausted, Make(text).Invoke("f", [Value.FromI64(1)]).Trap!.Kind);
        Instance narrow = Make(text, limits: new ExecutionLimits { StackSlots = 100 });
        Outcome outcome = narrow.Invoke("f", [Value.FromI64(1)]);
        Assert.Equal(TrapKind.CallStackExhausted, outcome.Trap!.Kind);
        Assert.InRange(outcome.Instructions, 60UL, 200UL);
    }

    [Fact]
    public void Host_functions_see_memory_return_values_and_trap()
    {
        HostModule host = new HostModule("host")
            .Add("peek", new FunctionType([ValType.I32], [ValType.I32, ValType.I64]), (context, arguments, results) =>
            {
                if (!context.Memory!.TrySlice((uint)arguments[0], 1, out Span<byte> cell)) return Trap.FromHost("peek beyond the memory");
                (results[0], results[1]) = (cell[0], 7);
                return null;
            });
        Instance instance = Make("""
            (module (import "host" "peek" (func $peek (param i32) (result i32 i64))) (memory 1) (data (i32.const 5) "\2a")
              (func (export "f") (param i32) (result i32 i64) (call $peek (local.get 0))))
            """, new Imports().Add(host));
        Assert.Equal([Value.FromI32(42), Value.FromI64(7)], instance.Invoke("f", [Value.FromI32(5)]).Values);
        Trap trap = instance.Invoke("f", [Value.FromI32(65536)]).Trap!;
        Assert.Equal((TrapKind.Host, "peek beyond the memory"), (trap.Kind, trap.Message));
    }

    [Fact]
    public void A_host_function_may_invoke_its_caller_but_not_for_ever()
    {
        Instance instance = null!;
        int deepest = 0;
        HostModule host = new HostModule("host").Add("again", new FunctionType([ValType.I32], [ValType.I32]), (_, arguments, results) =>
        {
            deepest++;
            Outcome outcome = instance.Invoke("f", [Value.FromI32((int)arguments[0] + 1)]);
            if (outcome.Trap is { } trap) return trap;
            results[0] = outcome.Values[0].Bits;
            return null;
        });
        instance = Make("""
            (module (import "host" "again" (func $again (param i32) (result i32)))
              (func (export "f") (param i32) (result i32)
                (if (result i32) (i32.eq (local.get 0) (i32.const 10)) (then (i32.const 77)) (else (call $again (local.get 0))))))
            """, new Imports().Add(host));
        Assert.Equal([Value.FromI32(77)], instance.Invoke("f", [Value.FromI32(0)]).Values);
        Assert.Equal(TrapKind.CallStackExhausted, instance.Invoke("f", [Value.FromI32(11)]).Trap!.Kind);
        Assert.Equal(10 + ExecutionLimits.Default.HostNesting, deepest);
    }

    [Fact]
    public void Memories_and_tables_above_the_limits_are_refused_or_do_not_grow()
    {
        ExecutionLimits limits = new() { MemoryPages = 2, TableEntries = 5 };
        Assert.Equal(InstantiationKind.LimitExceeded, Instance.Instantiate(Compile("(module (memory 3))"), new Imports(), limits).Kind);
        Assert.Equal(InstantiationKind.LimitExceeded, Instance.Instantiate(Compile("(module (table 6 funcref))"), new Imports(), limits).Kind);
        Instance instance = Make("""
            (module (memory 1) (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))
            """, limits: limits);
        Assert.Equal(-1, instance.Invoke("grow", [Value.FromI32(2)]).Values[0].AsI32);
        Assert.Equal(1, instance.Invoke("grow", [Value.FromI32(1)]).Values[0].AsI32);
    }

    [Fact]
    public void Tables_of_one_store_share_their_limit()
    {
        ExecutionLimits limits = new() { TableEntries = 10 };
        Assert.Equal(InstantiationKind.LimitExceeded,
            Instance.Instantiate(Compile("(module (table 6 funcref) (table 6 funcref))"), new Imports(), limits).Kind);
        Instance instance = Make("""
            (module (table $a 4 funcref) (table $b 4 funcref)
              (func (export "a") (result i32) (table.grow $a (ref.null func) (i32.const 2)))
              (func (export "b") (result i32) (table.grow $b (ref.null func) (i32.const 1))))
            """, limits: limits);
        Assert.Equal(4, instance.Invoke("a", []).Values[0].AsI32);
        Assert.Equal(-1, instance.Invoke("b", []).Values[0].AsI32);
    }

    [Fact]
    public void Memory_that_a_callee_of_another_instance_grew_is_seen_at_once()
    {
        Store store = new();
        Instance owner = Instance.Instantiate(Compile("""
            (module (memory (export "m") 1) (func (export "grow") (drop (memory.grow (i32.const 1))) (i32.store (i32.const 70000) (i32.const 9))))
            """), new Imports(), store).Instance!;
        Instance user = Instance.Instantiate(Compile("""
            (module (import "o" "m" (memory 1)) (import "o" "grow" (func $grow))
              (func (export "f") (result i32) (call $grow) (i32.load (i32.const 70000))))
            """), new Imports().Add("o", owner), store).Instance!;
        Assert.Equal([Value.FromI32(9)], user.Invoke("f", []).Values);
        Assert.Same(owner.Memory, user.Memory);
    }

    [Fact]
    public void Every_computed_NaN_is_the_positive_canonical_one()
    {
        Instance instance = Make("""
            (module
              (func (export "div") (result f32) (f32.div (f32.const 0) (f32.const 0)))
              (func (export "add") (result f64) (f64.add (f64.const -nan:0xc000000000001) (f64.const 1)))
              (func (export "neg") (result f32) (f32.neg (f32.const nan:0x1))))
            """);
        Assert.Equal([Value.FromF32Bits(0x7FC0_0000)], instance.Invoke("div", []).Values);
        Assert.Equal([Value.FromF64Bits(0x7FF8_0000_0000_0000)], instance.Invoke("add", []).Values);
        // Changing the sign computes nothing: the bits stay.
        Assert.Equal([Value.FromF32Bits(0xFF80_0001)], instance.Invoke("neg", []).Values);
    }

    [Fact]
    public void A_missing_import_and_one_of_another_type_are_named()
    {
        ValidatedModule module = Compile("""(module (import "host" "f" (func (param i32))))""");
        Assert.Equal("unknown import 'host.f'", Instance.Instantiate(module, new Imports()).Message);
        HostModule host = new HostModule("host").Add("f", new FunctionType([], []), (_, _, _) => null);
        InstantiationResult result = Instance.Instantiate(module, new Imports().Add(host));
        Assert.Equal((InstantiationKind.Unlinkable, "incompatible import type for 'host.f': expected [i32] -> [], found [] -> []"),
            (result.Kind, result.Message));
    }

    [Fact]
    public void Start_functions_spend_fuel_and_their_trap_is_the_answer()
    {
        ValidatedModule endless = Compile("(module (func $s (loop (br 0))) (start $s))");
        InstantiationResult result = Instance.Instantiate(endless, new Imports(), new Store(), fuel: 1_000);
        Assert.Equal((InstantiationKind.OutOfFuel, 1_000UL), (result.Kind, result.Start!.Instructions));
        result = Instance.Instantiate(Compile("(module (func $s unreachable) (start $s))"), new Imports());
        Assert.Equal((InstantiationKind.Trapped, "unreachable in s at byte 26"), (result.Kind, result.Message));
    }

    [Theory]
    [InlineData("(module (memory 1) (data \"ok\") (data (i32.const 65535) \"no\"))", "out of bounds memory access in data segment 1 at byte 21")]
    [InlineData("(module (table 2 funcref) (func) (elem (i32.const 2) func 0))", "out of bounds table access in element segment 0 at byte 28")]
    public void A_segment_that_does_not_fit_is_named(string text, string message) =>
        Assert.Equal((InstantiationKind.Trapped, message),
            (Instance.Instantiate(Compile(text), new Imports()).Kind, Instance.Instantiate(Compile(text), new Imports()).Message));

    [Fact]
    public void A_trap_says_function_and_place_in_words_that_are_safe_to_print()
    {
        Assert.Equal("unreachable in f at byte 9", new Trap(TrapKind.Unreachable, "unreachable", "f", 9).ToString());
        Assert.Equal("unreachable in f", new Trap(TrapKind.Unreachable, "unreachable", "f").ToString());
        Assert.Equal("unreachable in a?b at byte 9", new Trap(TrapKind.Unreachable, "unreachable", "a\u001bb", 9).ToString());
    }
}

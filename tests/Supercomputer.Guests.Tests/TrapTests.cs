using System.Reflection;
using Supercomputer.Guests.Tests.Programs;
using Supercomputer.Wasm.Execution;
using Xunit;

namespace Supercomputer.Guests.Tests;

/// <summary>Where a method throws natively, it traps compiled; where it does not, the results are equal.</summary>
public sealed class TrapTests
{
    private const int Runs = 400;

    public static TheoryData<string> Methods() => [.. typeof(Failures)
        .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_compiled_method_traps_where_it_throws_natively(string name)
    {
        MethodInfo method = typeof(Failures).GetMethod(name)!;
        Instance instance = GuestInstance.Of($"Programs.Failures.{name}");
        Random random = new(20250612);
        int thrown = 0;
        for (int run = 0; run < Runs; run++)
        {
            object[] arguments = [.. method.GetParameters().Select(p => DifferentialTests.Draw(random, p.ParameterType))];
            object? expected = null;
            try
            {
                expected = method.Invoke(null, arguments);
            }
            catch (TargetInvocationException)
            {
                thrown++;
            }

            Outcome outcome = instance.Invoke("run", [.. arguments.Select(DifferentialTests.Of)], 10_000_000);
            string call = $"{name}({string.Join(", ", arguments)})";
            Assert.True(outcome.Kind == (expected is null ? OutcomeKind.Trapped : OutcomeKind.Returned), $"{call}: {expected ?? "a throw"} expected, {outcome.Kind} actual");
            if (expected is not null) Assert.True(DifferentialTests.Of(expected).Bits == outcome.Values[0].Bits, $"{call}: {expected} expected, {outcome.Values[0]} actual");
        }

        Assert.True(thrown is > 0 and < Runs, $"{name} throws on some inputs and not on others: {thrown} of {Runs}");
    }

    [Fact]
    public void A_stack_that_is_too_deep_traps_and_leaves_the_statics_alone()
    {
        Instance instance = GuestInstance.Of("Programs.Failures.Deep");
        Assert.Equal(OutcomeKind.Returned, instance.Invoke("run", [Value.FromI32(20), Value.FromI32(7)], 10_000_000).Kind);
        byte[] before = instance.Memory!.Bytes[65536..].ToArray();
        Assert.Equal(OutcomeKind.Trapped, instance.Invoke("run", [Value.FromI32(100_000), Value.FromI32(7)], 10_000_000).Kind);
        Assert.Equal(before, instance.Memory!.Bytes[65536..].ToArray());
    }
}

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using Supercomputer.Benchmarks;
using Supercomputer.Benchmarks.Commitments;
using Supercomputer.Benchmarks.Curves;
using Supercomputer.Benchmarks.Execution;
using Supercomputer.Benchmarks.Hashing;

// Rates of the kernels on one core: `dotnet run -c Release --project benchmarks/Supercomputer.Benchmarks [-- NAME-PART] [--json FILE]`.
// The ratio is to a chain of 64-bit multiplications in the same process, because the machine's clock drifts.
string part = args.FirstOrDefault(argument => !argument.StartsWith("--", StringComparison.Ordinal)) ?? "";
int json = Array.IndexOf(args, "--json");
if (json >= 0 && part == args.ElementAtOrDefault(json + 1)) part = "";

List<Measurement> measurements = [];
foreach (Kernel kernel in HashKernels.All().Concat(CurveKernels.All()).Concat(CommitmentKernels.All()).Concat(InterpreterKernels.All()))
{
    if (!kernel.Name.Contains(part, StringComparison.OrdinalIgnoreCase)) continue;
    Measurement measurement = Measurement.Of(kernel);
    measurements.Add(measurement);
    Console.WriteLine($"{measurement.Name,-42} {measurement.MillionsPerSecond,9:F2} M/s {measurement.Nanoseconds,11:F1} ns {measurement.Ratio,9:F2}");
}

if (json >= 0)
{
    File.WriteAllText(
        args[json + 1],
        JsonSerializer.Serialize(new
        {
            machine = new
            {
                runtime = RuntimeInformation.FrameworkDescription,
                architecture = RuntimeInformation.ProcessArchitecture.ToString(),
                cores = Environment.ProcessorCount,
                avx512 = Avx512F.IsSupported,
            },
            measurements,
        }));
}

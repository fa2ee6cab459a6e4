namespace Supercomputer.Cli.Tests.Devnet;

/// <summary>The network that the tests of a class share: started by the first of them, ended after the last.</summary>
public sealed class DevnetNetwork : IDisposable
{
    private Task<DevnetScript>? starting;
    private DevnetScript? script;
    private ulong transactions;

    public void Dispose() => script?.Dispose();

    /// <summary>The nonce of the next transaction of the one account that has money.</summary>
    internal ulong NextNonce() => transactions++;

    /// <summary>The network; a test that asks is skipped where it cannot be installed.</summary>
    internal Task<DevnetScript> StartAsync() => starting ??= StartOnceAsync();

    private async Task<DevnetScript> StartOnceAsync() => script = await DevnetScript.StartAsync();
}

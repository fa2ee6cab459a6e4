namespace Supercomputer.Consensus.Clients;

/// <summary>Why an endpoint's answer is not believed.</summary>
/// <param name="Endpoint">Whose answer.</param>
/// <param name="Method">What was asked.</param>
/// <param name="Fault">What kind of fault it is.</param>
/// <param name="Expected">What the rule asks for.</param>
/// <param name="Actual">What came.</param>
/// <param name="NextStep">What to do about it.</param>
public sealed record ClientError(string Endpoint, string Method, ClientFault Fault, string Expected, string Actual, string NextStep)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Endpoint}: {Method}: expected {Expected}, actual {Actual}; {NextStep}";

    /// <summary>The error of an answer that contradicts its proof.</summary>
    internal static ClientError Unproven(string endpoint, string method, string reason) =>
        new(endpoint, method, ClientFault.Unproven, "an answer that its proof bears out", reason, "do not trust this endpoint; ask another one");

    /// <summary>The error of an answer that says nothing new.</summary>
    internal static ClientError Stale(string endpoint, string method, string reason) =>
        new(endpoint, method, ClientFault.Stale, "an answer of the present", reason, "ask again later, or see whether the node keeps up with its network");

    /// <summary>The error of an answer that does not have the form of its method.</summary>
    internal static ClientError Malformed(string endpoint, string method, string reason) =>
        new(endpoint, method, ClientFault.Malformed, "a reply of the interface's form", reason, "check that the address is that of such an interface");
}

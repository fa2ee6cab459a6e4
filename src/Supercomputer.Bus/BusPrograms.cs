using ChainProofs;
using Supercomputer.Claims;

namespace Supercomputer.Bus;

/// <summary>The programs that this assembly carries.</summary>
public static class BusPrograms
{
    /// <summary>An account or a storage slot, or their absence.</summary>
    public static BusProgram State { get; } = new("state-proof", ClaimKind.State, BusRequest.OfClaim<StateClaim>(BusRequest.Of), StateProof.Main);

    /// <summary>A log.</summary>
    public static BusProgram Event { get; } = new("event-proof", ClaimKind.Event, BusRequest.OfClaim<EventClaim>(BusRequest.Of), EventProof.Main);

    /// <summary>A transaction.</summary>
    public static BusProgram Transaction { get; } =
        new("transaction-proof", ClaimKind.Transaction, BusRequest.OfClaim<TransactionClaim>(BusRequest.Of), TransactionProof.Main);

    /// <summary>The count and sum of a contract's events over all receipts of a finalized block.</summary>
    public static BusProgram EventSum { get; } = new("event-sum", ClaimKind.Computation, null, ChainProofs.EventSum.Main);

    /// <summary>A finalized block, from a trusted checkpoint. Its public bytes depend on the network, too (<see cref="ZkPos.ZkPosStatement"/>).</summary>
    public static BusProgram FinalizedHeader { get; } = new("zkpos", ClaimKind.FinalizedHeader, null, global::ZkPos.Program.Main);

    /// <summary>A finalized block, from a trusted checkpoint by the votes of all validators (<see cref="Casper.CasperStatement"/>).</summary>
    public static BusProgram FinalizedByVotes { get; } = new("casper", ClaimKind.FinalizedHeader, null, global::CasperFfg.Program.Main);

    /// <summary>An older block than that of a FinalizedHeader claim. Its public bytes depend on the way, too (<see cref="History.AncestorStatement"/>).</summary>
    public static BusProgram Ancestor { get; } = new("ancestor-proof", ClaimKind.FinalizedHeader, null, AncestorProof.Main);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<BusProgram> All { get; } = [FinalizedHeader, FinalizedByVotes, Ancestor, State, Event, Transaction, EventSum];
}

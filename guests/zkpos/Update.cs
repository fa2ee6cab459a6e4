using System.Runtime.CompilerServices;
using Supercomputer.Guests;

namespace ZkPos;

/// <summary>A light client update: checked as a whole, then applied.</summary>
/// <remarks>
/// The strict way on: two thirds sign, finality is proved, and the update brings a newer finalized block or the next committee.
/// Private input: flags (1: it brings the next committee), attested header, finalized header, finality branch, chunks of the finalized
/// execution header and its branch, the next committee's root and branch, the signature's slot, then the signature.
/// Source: consensus-specs, altair/light-client/sync-protocol.md, with the changes of capella, deneb and electra.
/// </remarks>
internal ref struct Update
{
    private const uint FinalizedIndex = 41, NextCommitteeIndex = 23, BringsNext = 1;

    private ReadOnlySpan<byte> _attested, _finalized, _chunks, _next;
    private ulong _attestedSlot, _finalizedSlot, _signatureSlot;
    private bool _bringsNext;

    /// <summary>Checks the next update and moves the store on.</summary>
    public static void Apply(in Chain chain, ref Store store, ref PrivateInput input)
    {
        Update update = default;
        Span<byte> finalizedRoot = stackalloc byte[32];
        update.ReadHeaders(ref input);
        update.CheckFinality(in chain, finalizedRoot, ref input);
        update.CheckNextCommittee(in chain, ref input);
        update._signatureSlot = input.Number();
        update.CheckSlots(in chain, in store);
        update.CheckSignature(in chain, in store, ref input);
        update.MoveOn(in chain, ref store, finalizedRoot);
    }

    private void ReadHeaders(ref PrivateInput input)
    {
        uint flags = input.Word();
        Guest.Require(flags <= BringsNext, "an update has an unknown flag");
        _bringsNext = flags == BringsNext;
        _attested = input.Take(Headers.BeaconSize);
        _finalized = input.Take(Headers.BeaconSize);
        _attestedSlot = Headers.SlotOf(_attested);
        _finalizedSlot = Headers.SlotOf(_finalized);
    }

    /// <summary>The attested state calls the finalized header finalized, whose body contains the execution header.</summary>
    private void CheckFinality(in Chain chain, scoped Span<byte> finalizedRoot, ref PrivateInput input)
    {
        Span<byte> root = stackalloc byte[32];
        Headers.BeaconRoot(_finalized, finalizedRoot);
        int depth = chain.ForkAt(_attestedSlot) >= Chain.Electra ? 7 : 6;
        Sha.Branch(finalizedRoot, input.Take(32 * depth), FinalizedIndex, root);
        Guest.Require(Sha.AreEqual(root, Headers.StateRootOf(_attested)), "the attested state does not call this header finalized");
        int fork = chain.ForkAt(_finalizedSlot);
        Guest.Require(fork >= Chain.Capella, "a header before Capella has no execution header");
        _chunks = input.Take(32 * Headers.ExecutionChunks(fork));
        Headers.CheckExecution(_chunks, input.Take(128), _finalized.Slice(Headers.BodyRootAt, 32));
    }

    /// <summary>The attested state has this next committee.</summary>
    private void CheckNextCommittee(in Chain chain, ref PrivateInput input)
    {
        if (!_bringsNext) return;
        Span<byte> root = stackalloc byte[32];
        int depth = chain.ForkAt(_attestedSlot) >= Chain.Electra ? 6 : 5;
        _next = input.Take(32);
        Sha.Branch(_next, input.Take(32 * depth), NextCommitteeIndex, root);
        Guest.Require(Sha.AreEqual(root, Headers.StateRootOf(_attested)), "the next committee is not in the attested state");
    }

    private readonly void CheckSlots(in Chain chain, in Store store)
    {
        Guest.Require(_signatureSlot > _attestedSlot, "the signature is not after the attested header");
        Guest.Require(_attestedSlot >= _finalizedSlot, "the finalized header is after the attested one");
        ulong known = chain.Period(store.Slot), signed = chain.Period(_signatureSlot);
        Guest.Require(signed == known || (store.IsNextKnown && signed == known + 1), "the signature is of a period whose committee is not known");
        bool isSamePeriod = chain.Period(_attestedSlot) == known;
        if (_bringsNext && store.IsNextKnown && isSamePeriod)
            Guest.Require(Sha.AreEqual(_next, store.Next), "the next committee is another than the known one");
        bool isFirstNext = _bringsNext && !store.IsNextKnown;
        Guest.Require(_finalizedSlot > store.Slot || isFirstNext, "the update brings nothing new");
        Guest.Require(store.IsNextKnown || chain.Period(_finalizedSlot) == known, "the update skips a period");
    }

    /// <summary>The committee of the signature's period signed the attested header.</summary>
    private readonly void CheckSignature(in Chain chain, in Store store, ref PrivateInput input)
    {
        Unsafe.SkipInit(out G1 key);
        Unsafe.SkipInit(out G2 hash);
        Unsafe.SkipInit(out G2 signature);
        Span<byte> signingRoot = stackalloc byte[32];
        bool isCurrent = chain.Period(_signatureSlot) == chain.Period(store.Slot);
        Committee.SumOfSigners(ref key, isCurrent ? store.Current : store.Next, chain.CommitteeSize, ref input);
        SigningRoot(in chain, signingRoot);
        G2.Decompress(ref signature, input.Take(96), ref input);
        HashToG2.Hash(ref hash, signingRoot, ref input);
        Pairing.Check(in key, in hash, in signature, ref input);
    }

    /// <summary>compute_signing_root of the attested header under the domain of sync committees.</summary>
    private readonly void SigningRoot(in Chain chain, Span<byte> root)
    {
        Span<byte> version = stackalloc byte[32];
        Span<byte> domain = stackalloc byte[32];
        version.Clear();
        chain.VersionOf(chain.ForkAt(_signatureSlot - 1)).CopyTo(version);
        Sha.Pair(version, chain.Root(Chain.GenesisValidatorsRootAt), root);
        domain.Clear();
        domain[0] = 7;
        root.Slice(0, 28).CopyTo(domain.Slice(4));
        Headers.BeaconRoot(_attested, root);
        Sha.Pair(root, domain, root);
    }

    private readonly void MoveOn(in Chain chain, ref Store store, scoped ReadOnlySpan<byte> finalizedRoot)
    {
        if (!store.IsNextKnown)
        {
            if (_bringsNext) _next.CopyTo(store.Next);
            store.IsNextKnown = _bringsNext;
        }
        else if (chain.Period(_finalizedSlot) == chain.Period(store.Slot) + 1)
        {
            store.Current = store.Next;
            store.Next = new byte[32];
            if (_bringsNext) _next.CopyTo(store.Next);
            store.IsNextKnown = _bringsNext;
        }

        if (_finalizedSlot > store.Slot) store.Finalize(_finalizedSlot, finalizedRoot, _chunks);
    }
}

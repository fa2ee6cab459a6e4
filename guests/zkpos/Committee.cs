using System.Numerics;
using System.Runtime.CompilerServices;
using Supercomputer.Guests;

namespace ZkPos;

/// <summary>The sum of the signers' keys of a committee of which only the root is known.</summary>
/// <remarks>
/// Statement: the committee's root is that of keys K_1 .. K_n and of their sum S; the signers' sum is S minus the keys of those that did not
/// sign. Soundness: S is a field of the committee (aggregate_pubkey) that the state transition computes from the keys, so it is as
/// trustworthy as they are. Only the keys taken off are opened, by the tree of the list.
/// Cost: two compressions where all signed; for each that did not, at most 20 compressions and 12 products.
/// </remarks>
internal struct Committee
{
    private readonly byte[] _nodes;
    private readonly SignerBits _signers;

    private Committee(SignerBits signers, int depth)
    {
        _nodes = new byte[64 * (depth + 1)];
        _signers = signers;
    }

    /// <summary>Reads the signers and their sum from the private input.</summary>
    public static void SumOfSigners(ref G1 sum, ReadOnlySpan<byte> root, uint size, ref PrivateInput input)
    {
        SignerBits signers = new(input.Take((int)size / 8), size);
        Guest.Require(3 * (ulong)signers.Count() >= 2 * (ulong)size, "fewer than two thirds of the committee signed");
        int depth = BitOperations.Log2(size);
        Committee committee = new(signers, depth);
        Span<byte> block = stackalloc byte[64];
        Span<byte> pair = stackalloc byte[64];
        block.Slice(48).Clear();
        input.Take(48).CopyTo(block);
        G1.Decompress(ref sum, block, ref input);
        Sha.Block(block, pair.Slice(32));
        committee.Open(depth, 0, pair.Slice(0, 32), ref sum, ref input);
        Sha.Block(pair, pair.Slice(0, 32));
        Guest.Require(Sha.AreEqual(pair.Slice(0, 32), root), "the keys are not those of the committee");
    }

    /// <summary>The root of the keys from one on, 2^level of them; those that did not sign are taken off the sum.</summary>
    private readonly void Open(int level, int first, Span<byte> to, ref G1 sum, ref PrivateInput input)
    {
        if (_signers.AllSigned(first, 1 << level))
        {
            input.Take(32).CopyTo(to);
            return;
        }

        Span<byte> block = _nodes.AsSpan(64 * level, 64);
        if (level > 0)
        {
            Open(level - 1, first, block.Slice(0, 32), ref sum, ref input);
            Open(level - 1, first + (1 << (level - 1)), block.Slice(32), ref sum, ref input);
        }
        else
        {
            Unsafe.SkipInit(out G1 key);
            input.Take(48).CopyTo(block);
            G1.Decompress(ref key, block, ref input);
            G1.Subtract(ref sum, ref key, ref input);
        }

        Sha.Block(block, to);
    }
}

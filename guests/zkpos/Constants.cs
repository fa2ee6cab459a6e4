using System.Diagnostics.CodeAnalysis;

namespace ZkPos;

/// <summary>Constants of BLS12-381 as canonical numbers, six little-endian words each; a test derives them from the library's.</summary>
/// <remarks>Source: draft-irtf-cfrg-pairing-friendly-curves-11, section 4.2.1; RFC 9380, section 8.8.2 and appendix E.3.</remarks>
[SuppressMessage("Style", "IDE0055", Justification = "a table")]
internal static class Constants
{
    /// <summary>The modulus p.</summary>
    public static readonly ulong[] Modulus = [0xb9feffffffffaaab, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624, 0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a];

    /// <summary>(p - 1) / 2: what is above it is the greater of two roots.</summary>
    public static readonly Fp Half = new(0xdcff7fffffffd555, 0x0f55ffff58a9ffff, 0xb39869507b587b12, 0xb23ba5c279c2895f, 0x258dd3db21a5d66b, 0x0d0088f51cbff34d);

    /// <summary>1 / 2.</summary>
    public static readonly Fp OneHalf = new(0xdcff7fffffffd556, 0x0f55ffff58a9ffff, 0xb39869507b587b12, 0xb23ba5c279c2895f, 0x258dd3db21a5d66b, 0x0d0088f51cbff34d);

    /// <summary>-1 / 2.</summary>
    public static readonly Fp MinusOneHalf = new(0xdcff7fffffffd555, 0x0f55ffff58a9ffff, 0xb39869507b587b12, 0xb23ba5c279c2895f, 0x258dd3db21a5d66b, 0x0d0088f51cbff34d);

    /// <summary>2^256 modulo p.</summary>
    public static readonly Fp TwoTo256 = new(0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000001, 0x0000000000000000);

    /// <summary>x of G1's generator.</summary>
    public static readonly Fp GeneratorX = new(0xfb3af00adb22c6bb, 0x6c55e83ff97a1aef, 0xa14e3a3f171bac58, 0xc3688c4f9774b905, 0x2695638c4fa9ac0f, 0x17f1d3a73197d794);

    /// <summary>y of the generator's negative.</summary>
    public static readonly Fp NegativeGeneratorY = new(0xad54dcd6b939c2ca, 0x4e6f38ba0ecb751b, 0x6655b9d5caac4236, 0x67816aef1db507c9, 0xaa7d76c8cf2e21f2, 0x114d1d6855d545a8);

    /// <summary>The inverse of <see cref="NegativeGeneratorY"/>.</summary>
    public static readonly Fp NegativeGeneratorYInverse = new(0xe8ea4619c30ae56d, 0x25c077d87fe6f575, 0xc1e34dd69289c765, 0xe4fbf27985b1539a, 0xcf64b550825ab14c, 0x12bfbbc90f8c9115);

    /// <summary>Zero.</summary>
    public static readonly Fp2 Zero = new(
        new(0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000),
        new(0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000));

    /// <summary>One.</summary>
    public static readonly Fp2 One = new(
        new(0x0000000000000001, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000),
        new(0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000));

    /// <summary>-1.</summary>
    public static readonly Fp2 MinusOne = new(
        new(0xb9feffffffffaaaa, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624, 0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a),
        new(0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000));

    /// <summary>-2.</summary>
    public static readonly Fp2 MinusTwo = new(
        new(0xb9feffffffffaaa9, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624, 0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a),
        new(0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000));

    /// <summary>2.</summary>
    public static readonly Fp2 Two = new(
        new(0x0000000000000002, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000),
        new(0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000));

    /// <summary>3 / 2.</summary>
    public static readonly Fp2 ThreeHalves = new(
        new(0xdcff7fffffffd557, 0x0f55ffff58a9ffff, 0xb39869507b587b12, 0xb23ba5c279c2895f, 0x258dd3db21a5d66b, 0x0d0088f51cbff34d),
        new(0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000));

    /// <summary>1 + u, which is w^6.</summary>
    public static readonly Fp2 Xi = new(
        new(0x0000000000000001, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000),
        new(0x0000000000000001, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000));

    /// <summary>b of the twist, 4 (1 + u).</summary>
    public static readonly Fp2 TwistB = new(
        new(0x0000000000000004, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000),
        new(0x0000000000000004, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000));

    /// <summary>A of the isogenous curve.</summary>
    public static readonly Fp2 SswuA = new(
        new(0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000),
        new(0x00000000000000f0, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000));

    /// <summary>B of the isogenous curve.</summary>
    public static readonly Fp2 SswuB = new(
        new(0x00000000000003f4, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000),
        new(0x00000000000003f4, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000));

    /// <summary>Z of the simplified map.</summary>
    public static readonly Fp2 SswuZ = new(
        new(0xb9feffffffffaaa9, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624, 0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a),
        new(0xb9feffffffffaaaa, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624, 0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a));

    /// <summary>-B / A.</summary>
    public static readonly Fp2 MinusBOverA = new(
        new(0x725d8cccccccb1c3, 0xd6834443da498888, 0x02cf75e62bfc4df1, 0x9b8c2d3f6f3f7923, 0xfe2f284f0cc6e5aa, 0x083c12791abdd5d2),
        new(0x47a173333332f8e8, 0x4828bbbad70a7777, 0x64615cbacab4a832, 0xc8eb1e458445999c, 0x4cec7f673684c72c, 0x11c4ff711ec210c7));

    /// <summary>A coefficient of the isogeny's x numerator.</summary>
    public static readonly Fp2 XNumerator0 = new(
        new(0x6238aaaaaaaa97d6, 0x5c2638e343d9c71c, 0x88b58423c50ae15d, 0x32c52d39fd3a042a, 0xbb5b7a9a47d7ed85, 0x05c759507e8e333e),
        new(0x6238aaaaaaaa97d6, 0x5c2638e343d9c71c, 0x88b58423c50ae15d, 0x32c52d39fd3a042a, 0xbb5b7a9a47d7ed85, 0x05c759507e8e333e));

    /// <summary>A coefficient of the isogeny's x numerator.</summary>
    public static readonly Fp2 XNumerator1 = new(
        new(0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000),
        new(0x26a9ffffffffc71a, 0x1472aaa9cb8d5555, 0x9a208c6b4f20a418, 0x984f87adf7ae0c7f, 0x32126fced787c88f, 0x11560bf17baa99bc));

    /// <summary>A coefficient of the isogeny's x numerator.</summary>
    public static readonly Fp2 XNumerator2 = new(
        new(0x26a9ffffffffc71e, 0x1472aaa9cb8d5555, 0x9a208c6b4f20a418, 0x984f87adf7ae0c7f, 0x32126fced787c88f, 0x11560bf17baa99bc),
        new(0x9354ffffffffe38d, 0x0a395554e5c6aaaa, 0xcd104635a790520c, 0xcc27c3d6fbd7063f, 0x190937e76bc3e447, 0x08ab05f8bdd54cde));

    /// <summary>A coefficient of the isogeny's x numerator.</summary>
    public static readonly Fp2 XNumerator3 = new(
        new(0x88e2aaaaaaaa5ed1, 0x7098e38d0f671c71, 0x22d6108f142b8575, 0xcb14b4e7f4e810aa, 0xed6dea691f5fb614, 0x171d6541fa38ccfa),
        new(0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000));

    /// <summary>A coefficient of the isogeny's x denominator.</summary>
    public static readonly Fp2 XDenominator0 = new(
        new(0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000),
        new(0xb9feffffffffaa63, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624, 0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a));

    /// <summary>A coefficient of the isogeny's x denominator.</summary>
    public static readonly Fp2 XDenominator1 = new(
        new(0x000000000000000c, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000),
        new(0xb9feffffffffaa9f, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624, 0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a));

    /// <summary>A coefficient of the isogeny's y numerator.</summary>
    public static readonly Fp2 YNumerator0 = new(
        new(0x12cfc71c71c6d706, 0xfc8c25ebf8c92f68, 0xf54439d87d27e500, 0x0f7da5d4a07f649b, 0x59a4c18b076d1193, 0x1530477c7ab4113b),
        new(0x12cfc71c71c6d706, 0xfc8c25ebf8c92f68, 0xf54439d87d27e500, 0x0f7da5d4a07f649b, 0x59a4c18b076d1193, 0x1530477c7ab4113b));

    /// <summary>A coefficient of the isogeny's y numerator.</summary>
    public static readonly Fp2 YNumerator1 = new(
        new(0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000),
        new(0x6238aaaaaaaa97be, 0x5c2638e343d9c71c, 0x88b58423c50ae15d, 0x32c52d39fd3a042a, 0xbb5b7a9a47d7ed85, 0x05c759507e8e333e));

    /// <summary>A coefficient of the isogeny's y numerator.</summary>
    public static readonly Fp2 YNumerator2 = new(
        new(0x26a9ffffffffc71c, 0x1472aaa9cb8d5555, 0x9a208c6b4f20a418, 0x984f87adf7ae0c7f, 0x32126fced787c88f, 0x11560bf17baa99bc),
        new(0x9354ffffffffe38f, 0x0a395554e5c6aaaa, 0xcd104635a790520c, 0xcc27c3d6fbd7063f, 0x190937e76bc3e447, 0x08ab05f8bdd54cde));

    /// <summary>A coefficient of the isogeny's y numerator.</summary>
    public static readonly Fp2 YNumerator3 = new(
        new(0xe1b371c71c718b10, 0x4e79097a56dc4bd9, 0xb0e977c69aa27452, 0x761b0f37a1e26286, 0xfbf7043de3811ad0, 0x124c9ad43b6cf79b),
        new(0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000));

    /// <summary>A coefficient of the isogeny's y denominator.</summary>
    public static readonly Fp2 YDenominator0 = new(
        new(0xb9feffffffffa8fb, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624, 0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a),
        new(0xb9feffffffffa8fb, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624, 0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a));

    /// <summary>A coefficient of the isogeny's y denominator.</summary>
    public static readonly Fp2 YDenominator1 = new(
        new(0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000),
        new(0xb9feffffffffa9d3, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624, 0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a));

    /// <summary>A coefficient of the isogeny's y denominator.</summary>
    public static readonly Fp2 YDenominator2 = new(
        new(0x0000000000000012, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000),
        new(0xb9feffffffffaa99, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624, 0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a));

    /// <summary>(1 + u)^((1 - p) / 3).</summary>
    public static readonly Fp2 PsiX = new(
        new(0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000),
        new(0x8bfd00000000aaad, 0x409427eb4f49fffd, 0x897d29650fb85f9b, 0xaa0d857d89759ad4, 0xec02408663d4de85, 0x1a0111ea397fe699));

    /// <summary>(1 + u)^((1 - p) / 2).</summary>
    public static readonly Fp2 PsiY = new(
        new(0xf1ee7b04121bdea2, 0x304466cf3e67fa0a, 0xef396489f61eb45e, 0x1c3dedd930b1cf60, 0xe2e9c448d77a2cd9, 0x135203e60180a68e),
        new(0xc81084fbede3cc09, 0xee67992f72ec05f4, 0x77f76e17009241c5, 0x48395dabc2d3435e, 0x6831e36d6bd17ffe, 0x06af0e0437ff400b));

    /// <summary>(1 + u)^(1 (p - 1) / 6).</summary>
    public static readonly Fp2 Gamma1 = new(
        new(0x8d0775ed92235fb8, 0xf67ea53d63e7813d, 0x7b2443d784bab9c4, 0x0fd603fd3cbd5f4f, 0xc231beb4202c0d1f, 0x1904d3bf02bb0667),
        new(0x2cf78a126ddc4af3, 0x282d5ac14d6c7ec2, 0xec0c8ec971f63c5f, 0x54a14787b6c7b36f, 0x88e9e902231f9fb8, 0x00fc3e2b36c4e032));

    /// <summary>(1 + u)^(2 (p - 1) / 6).</summary>
    public static readonly Fp2 Gamma2 = new(
        new(0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000),
        new(0x8bfd00000000aaac, 0x409427eb4f49fffd, 0x897d29650fb85f9b, 0xaa0d857d89759ad4, 0xec02408663d4de85, 0x1a0111ea397fe699));

    /// <summary>(1 + u)^(3 (p - 1) / 6).</summary>
    public static readonly Fp2 Gamma3 = new(
        new(0xc81084fbede3cc09, 0xee67992f72ec05f4, 0x77f76e17009241c5, 0x48395dabc2d3435e, 0x6831e36d6bd17ffe, 0x06af0e0437ff400b),
        new(0xc81084fbede3cc09, 0xee67992f72ec05f4, 0x77f76e17009241c5, 0x48395dabc2d3435e, 0x6831e36d6bd17ffe, 0x06af0e0437ff400b));

    /// <summary>(1 + u)^(4 (p - 1) / 6).</summary>
    public static readonly Fp2 Gamma4 = new(
        new(0x8bfd00000000aaad, 0x409427eb4f49fffd, 0x897d29650fb85f9b, 0xaa0d857d89759ad4, 0xec02408663d4de85, 0x1a0111ea397fe699),
        new(0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0x0000000000000000));

    /// <summary>(1 + u)^(5 (p - 1) / 6).</summary>
    public static readonly Fp2 Gamma5 = new(
        new(0x9b18fae980078116, 0xc63a3e6e257f8732, 0x8beadf4d8e9c0566, 0xf39816240c0b8fee, 0xdf47fa6b48b1e045, 0x05b2cfd9013a5fd8),
        new(0x1ee605167ff82995, 0x5871c1908bd478cd, 0xdb45f3536814f0bd, 0x70df3560e77982d0, 0x6bd3ad4afa99cc91, 0x144e4211384586c1));
}

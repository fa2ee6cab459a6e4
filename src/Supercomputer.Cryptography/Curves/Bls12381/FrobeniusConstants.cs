namespace Supercomputer.Cryptography.Curves.Bls12381;

/// <summary>Numbers that Frobenius maps and endomorphisms multiply by, in Montgomery form.</summary>
/// <remarks>Each is a power of 1 + u that its summary names; a test computes them again from that formula.</remarks>
internal static class FrobeniusConstants
{
    /// <summary><c>(1 + u)^(1 (p - 1) / 6)</c>.</summary>
    public static Fp2 Gamma1 =>
        new(
            new(0x07089552b319d465, 0xc6695f92b50a8313, 0x97e83cccd117228f, 0xa35baecab2dc29ee, 0x1ce393ea5daace4d, 0x08f2220fb0fb66eb),
            new(0xb2f66aad4ce5d646, 0x5842a06bfc497cec, 0xcf4895d42599d394, 0xc11b9cba40a8e8d0, 0x2e3813cbe5a0de89, 0x110eefda88847faf));

    /// <summary><c>(1 + u)^(2 (p - 1) / 6)</c>.</summary>
    public static Fp2 Gamma2 =>
        new(
            default,
            new(0xcd03c9e48671f071, 0x5dab22461fcda5d2, 0x587042afd3851b95, 0x8eb60ebe01bacb9e, 0x03f97d6e83d050d2, 0x18f0206554638741));

    /// <summary><c>(1 + u)^(3 (p - 1) / 6)</c>.</summary>
    public static Fp2 Gamma3 =>
        new(
            new(0x7bcfa7a25aa30fda, 0xdc17dec12a927e7c, 0x2f088dd86b4ebef1, 0xd1ca2087da74d4a7, 0x2da2596696cebc1d, 0x0e2b7eedbbfd87d2),
            new(0x7bcfa7a25aa30fda, 0xdc17dec12a927e7c, 0x2f088dd86b4ebef1, 0xd1ca2087da74d4a7, 0x2da2596696cebc1d, 0x0e2b7eedbbfd87d2));

    /// <summary><c>(1 + u)^(4 (p - 1) / 6)</c>.</summary>
    public static Fp2 Gamma4 =>
        new(
            new(0x890dc9e4867545c3, 0x2af322533285a5d5, 0x50880866309b7e2c, 0xa20d1b8c7e881024, 0x14e4f04fe2db9068, 0x14e56d3f1564853a),
            default);

    /// <summary><c>(1 + u)^(5 (p - 1) / 6)</c>.</summary>
    public static Fp2 Gamma5 =>
        new(
            new(0x82d83cf50dbce43f, 0xa2813e53df9d018f, 0xc6f0caa53c65e181, 0x7525cf528d50fe95, 0x4a85ed50f4798a6b, 0x171da0fd6cf8eebd),
            new(0x3726c30af242c66c, 0x7c2ac1aad1b6fe70, 0xa04007fbba4b14a2, 0xef517c3266341429, 0x0095ba654ed2226b, 0x02e370eccc86f7dd));

    /// <summary><c>(1 + u)^((1 - p) / 3)</c>: the untwisted Frobenius map multiplies x by it.</summary>
    public static Fp2 PsiX =>
        new(
            default,
            new(0x890dc9e4867545c3, 0x2af322533285a5d5, 0x50880866309b7e2c, 0xa20d1b8c7e881024, 0x14e4f04fe2db9068, 0x14e56d3f1564853a));

    /// <summary><c>(1 + u)^((1 - p) / 2)</c>: the untwisted Frobenius map multiplies y by it.</summary>
    public static Fp2 PsiY =>
        new(
            new(0x3e2f585da55c9ad1, 0x4294213d86c18183, 0x382844c88b623732, 0x92ad2afd19103e18, 0x1d794e4fac7cf0b9, 0x0bd592fc7d825ec8),
            new(0x7bcfa7a25aa30fda, 0xdc17dec12a927e7c, 0x2f088dd86b4ebef1, 0xd1ca2087da74d4a7, 0x2da2596696cebc1d, 0x0e2b7eedbbfd87d2));

    /// <summary>A cube root of one: (x, y) -> (Beta x, y) multiplies points of G1 by -z^2.</summary>
    public static Fp Beta =>
        new(0x30f1361b798a64e8, 0xf3b8ddab7ece5a2a, 0x16a8ca3ac61577f7, 0xc26a2ff874fd029b, 0x3636b76660701c6e, 0x051ba4ab241b6160);
}

namespace Supercomputer.Cryptography.Curves.Bls12381;

/// <summary>Constants of the hash to G2, in Montgomery form: the isogenous curve and the map from it.</summary>
/// <remarks>Source: RFC 9380, section 8.8.2 and appendix E.3. A test checks that the map lands on the twist, and the suite's vectors.</remarks>
internal static class IsogenyConstants
{
    /// <summary>A = 240 u of the isogenous curve y^2 = x^3 + A x + B.</summary>
    public static Fp2 A =>
        new(
            default,
            new(0xe53a000003135242, 0x01080c0fdef80285, 0xe7889edbe340f6bd, 0x0b51375126310601, 0x02d6985717c744ab, 0x1220b4e979ea5467));

    /// <summary>B = 1012 (1 + u) of the isogenous curve.</summary>
    public static Fp2 B =>
        new(
            new(0x22ea00000cf89db2, 0x6ec832df71380aa4, 0x6e1b94403db5a66e, 0x75bf3c53a79473ba, 0x3dd3a569412c0a34, 0x125cdb5e74dc4fd1),
            new(0x22ea00000cf89db2, 0x6ec832df71380aa4, 0x6e1b94403db5a66e, 0x75bf3c53a79473ba, 0x3dd3a569412c0a34, 0x125cdb5e74dc4fd1));

    /// <summary>Z = -(2 + u) of the simplified SWU map.</summary>
    public static Fp2 Z =>
        new(
            new(0x87ebfffffff9555c, 0x656fffe5da8ffffa, 0x0fd0749345d33ad2, 0xd951e663066576f4, 0xde291a3d41e980d3, 0x0815664c7dfe040d),
            new(0x43f5fffffffcaaae, 0x32b7fff2ed47fffd, 0x07e83a49a2e99d69, 0xeca8f3318332bb7a, 0xef148d1ea0f4c069, 0x040ab3263eff0206));

    /// <summary><c>-B / A</c>.</summary>
    public static Fp2 MinusBOverA =>
        new(
            new(0x903c555555474fb3, 0x5f98cc95ce451105, 0x9f8e582eefe0fade, 0xc68946b6aebbd062, 0x467a4ad10ee6de53, 0x0e7146f483e23a05),
            new(0x29c2aaaaaab85af8, 0xbf133368e30eeefa, 0xc7a27a7206cffb45, 0x9dee04ce44c9425c, 0x04a15ce53464ce83, 0x0b8fcaf5b59dac95));

    /// <summary><c>B / (Z A)</c>, the value of x where the general formula divides by zero.</summary>
    public static Fp2 ExceptionalX =>
        new(
            new(0xf2d8444444414324, 0x2585c28393a69d00, 0x5dd35cd05d972c42, 0xfd963b744ea89b53, 0x07f5d9fd91c1fa91, 0x127db28a3ce062c4),
            new(0x55743333333b3695, 0xeb72b871590828fc, 0x1c186171cb4d5da5, 0x34a33031ee956644, 0xc971692a149d16d0, 0x168a1e1ff5de8b82));

    /// <summary>Coefficient 0 of the map's x numerator.</summary>
    public static Fp2 XNumerator0 =>
        new(
            new(0x47f671c71ce05e62, 0x06dd57071206393e, 0x7c80cd2af3fd71a2, 0x048103ea9e6cd062, 0xc54516acc8d037f6, 0x13808f550920ea41),
            new(0x47f671c71ce05e62, 0x06dd57071206393e, 0x7c80cd2af3fd71a2, 0x048103ea9e6cd062, 0xc54516acc8d037f6, 0x13808f550920ea41));

    /// <summary>Coefficient 1 of the map's x numerator.</summary>
    public static Fp2 XNumerator1 =>
        new(
            default,
            new(0x5fe55555554c71d0, 0x873fffdd236aaaa3, 0x6a6b4619b26ef918, 0x21c2888408874945, 0x2836cda7028cabc5, 0x0ac73310a7fd5abd));

    /// <summary>Coefficient 2 of the map's x numerator.</summary>
    public static Fp2 XNumerator2 =>
        new(
            new(0x0a0c5555555971c3, 0xdb0c00101f9eaaae, 0xb1fb2f941d797997, 0xd3960742ef416e1c, 0xb70040e2c20556f4, 0x149d7861e581393b),
            new(0xaff2aaaaaaa638e8, 0x439fffee91b55551, 0xb535a30cd9377c8c, 0x90e144420443a4a2, 0x941b66d3814655e2, 0x0563998853fead5e));

    /// <summary>Coefficient 3 of the map's x numerator.</summary>
    public static Fp2 XNumerator3 =>
        new(
            new(0x40aac71c71c725ed, 0x190955557a84e38e, 0xd817050a8f41abc3, 0xd86485d4c87f6fb1, 0x696eb479f885d059, 0x198e1a74328002d2),
            default);

    /// <summary>Coefficient 0 of the map's x denominator.</summary>
    public static Fp2 XDenominator0 =>
        new(
            default,
            new(0x1f3affffff13ab97, 0xf25bfc611da3ff3e, 0xca3757cb3819b208, 0x3e6427366f8cec18, 0x03977bc86095b089, 0x04f69db13f39a952));

    /// <summary>Coefficient 1 of the map's x denominator.</summary>
    public static Fp2 XDenominator1 =>
        new(
            new(0x447600000027552e, 0xdcb8009a43480020, 0x6f7ee9ce4a6e8b59, 0xb10330b7c0a95bc6, 0x6140b1fcfb1e54b7, 0x0381be097f0bb4e1),
            new(0x7588ffffffd8557d, 0x41f3ff646e0bffdf, 0xf7b1e8d2ac426aca, 0xb3741acd32dbb6f8, 0xe9daf5b9482d581f, 0x167f53e0ba7431b8));

    /// <summary>Coefficient 0 of the map's y numerator.</summary>
    public static Fp2 YNumerator0 =>
        new(
            new(0x96d8f684bdfc77be, 0xb530e4f43b66d0e2, 0x184a88ff379652fd, 0x57cb23ecfae804e1, 0x0fd2e39eada3eba9, 0x08c8055e31c5d5c3),
            new(0x96d8f684bdfc77be, 0xb530e4f43b66d0e2, 0x184a88ff379652fd, 0x57cb23ecfae804e1, 0x0fd2e39eada3eba9, 0x08c8055e31c5d5c3));

    /// <summary>Coefficient 1 of the map's y numerator.</summary>
    public static Fp2 YNumerator1 =>
        new(
            default,
            new(0xbf0a71c71c91b406, 0x4d6d55d28b7638fd, 0x9d82f98e5f205aee, 0xa27aa27b1d1a18d5, 0x02c3b2b2d2938e86, 0x0c7d13420b09807f));

    /// <summary>Coefficient 2 of the map's y numerator.</summary>
    public static Fp2 YNumerator2 =>
        new(
            new(0xd7f9555555531c74, 0x21cffff748daaaa8, 0x5a9ad1866c9bbe46, 0x4870a2210221d251, 0x4a0db369c0a32af1, 0x02b1ccc429ff56af),
            new(0xe205aaaaaaac8e37, 0xfcdc000768795556, 0x0c96011a8a1537dd, 0x1c06a963f163406e, 0x010df44c82a881e6, 0x174f45260f808feb));

    /// <summary>Coefficient 3 of the map's y numerator.</summary>
    public static Fp2 YNumerator3 =>
        new(
            new(0xa470bda12f67f35c, 0xc0fe38e23327b425, 0xc9d3d0f2c6f0678d, 0x1c55c9935b5a982e, 0x27f6c0e2f0746764, 0x117c5e6e28aa9054),
            default);

    /// <summary>Coefficient 0 of the map's y denominator.</summary>
    public static Fp2 YDenominator0 =>
        new(
            new(0x0162fffffa765adf, 0x8f7bea480083fb75, 0x561b3c2259e93611, 0x11e19fc1a9c875d5, 0xca713efc00367660, 0x03c6a03d41da1151),
            new(0x0162fffffa765adf, 0x8f7bea480083fb75, 0x561b3c2259e93611, 0x11e19fc1a9c875d5, 0xca713efc00367660, 0x03c6a03d41da1151));

    /// <summary>Coefficient 1 of the map's y denominator.</summary>
    public static Fp2 YDenominator1 =>
        new(
            default,
            new(0x5db0fffffd3b02c5, 0xd713f52358ebfdba, 0x5ea60761a84d161a, 0xbb2c75a34ea6c44a, 0x0ac6735921c1119b, 0x0ee3d913bdacfbf6));

    /// <summary>Coefficient 2 of the map's y denominator.</summary>
    public static Fp2 YDenominator2 =>
        new(
            new(0x66b10000003affc5, 0xcb1400e764ec0030, 0xa73e5eb56fa5d106, 0x8984c913a0fe09a9, 0x11e10afb78ad7f13, 0x05429d0e3e918f52),
            new(0x534dffffffc4aae6, 0x5397ff174c67ffcf, 0xbff273eb870b251d, 0xdaf2827152870915, 0x393a9cbaca9e2dc3, 0x14be74dbfaee5748));
}

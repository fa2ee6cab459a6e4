using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Proofs.Transcripts;
using Xunit;

namespace Supercomputer.Proofs.Tests.Transcripts;

public sealed class TranscriptTests
{
    [Fact]
    public void Equal_observations_give_equal_challenges_and_later_ones_differ()
    {
        Transcript left = Start(), right = Start();
        KoalaBear6 first = left.Sample<KoalaBear6>();
        Assert.Equal(first, right.Sample<KoalaBear6>());
        left.Observe(KoalaBear.One);
        right.Observe(KoalaBear.One);
        KoalaBear6 second = left.Sample<KoalaBear6>();
        Assert.Equal(second, right.Sample<KoalaBear6>());
        Assert.NotEqual(first, second);
        Assert.NotEqual(second, left.Sample<KoalaBear6>());
    }

    public static TheoryData<int> Variants => [.. Enumerable.Range(0, AllVariants.Length)];

    private static readonly Action<Transcript>[] AllVariants =
    [
        t => { },
        t => t.Observe([]),
        t => t.Observe([0]),
        t => t.Observe([0, 0]),
        t => { t.Observe([0]); t.Observe([0]); },
        t => t.Label([0]),
        t => t.ObserveLength(0),
        t => t.Observe(new byte[8]),
        t => t.Observe(new byte[32]),
        t => t.Observe(Digest.Zero),
        t => t.Observe(KoalaBear.Zero),
        t => t.Observe(new byte[4]),
        t => t.Observe(KoalaBear6.Zero),
        t => t.Observe<KoalaBear>([default, default, default, default, default, default]),
        t => { for (int i = 0; i < 6; i++) t.Observe(KoalaBear.Zero); },
        t => t.Observe<KoalaBear6>([]),
        t => t.Observe<KoalaBear>([]),
        t => t.Observe<KoalaBear6>([default, default]),
        t => { t.Observe(KoalaBear6.Zero); t.Observe(KoalaBear6.Zero); },
        t => t.Grind(0),
        t => t.Sample<KoalaBear6>(),
        t => { t.Sample<KoalaBear6>(); t.Observe([]); },
        t => { t.Observe([]); t.Sample<KoalaBear6>(); },
    ];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Sequences_of_observations_never_collide(int variant)
    {
        ulong[] seen = [.. AllVariants.Where((_, i) => i != variant).Select(Draw)];
        Assert.DoesNotContain(Draw(AllVariants[variant]), seen);

        static ulong Draw(Action<Transcript> observe)
        {
            Transcript transcript = Start();
            observe(transcript);
            return transcript.SampleBits(64);
        }
    }

    [Fact]
    public void One_element_and_a_frame_of_one_are_the_same()
    {
        Transcript left = Start(), right = Start();
        left.Observe(KoalaBear6.One);
        right.Observe<KoalaBear6>([KoalaBear6.One]);
        Assert.Equal(left.SampleBits(64), right.SampleBits(64));
    }

    [Fact]
    public void Protocol_names_set_transcripts_apart() =>
        Assert.NotEqual(new Transcript("a"u8).SampleBits(64), new Transcript("b"u8).SampleBits(64));

    [Fact]
    public void Every_coordinate_of_a_challenge_is_spread_over_the_whole_field()
    {
        const int Draws = 20_000;
        Transcript transcript = Start();
        int[,] counts = new int[6, 8];
        Span<KoalaBear> coordinates = stackalloc KoalaBear[6];
        for (int draw = 0; draw < Draws; draw++)
        {
            transcript.Sample<KoalaBear6>().CopyCoefficients(coordinates);
            for (int i = 0; i < 6; i++) counts[i, (int)(coordinates[i].ToCanonical() * 8UL / KoalaBear.Modulus)]++;
        }

        // 2500 expected in each eighth, standard deviation 47; a value reduced mod p would stand out only above, a short one by far.
        foreach (int count in counts) Assert.InRange(count, 2500 - 300, 2500 + 300);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public void Sampled_bits_have_the_width_asked_for(int bits)
    {
        Transcript transcript = Start();
        ulong any = 0;
        for (int i = 0; i < 64; i++) any |= transcript.SampleBits(bits);
        Assert.Equal(bits == 64 ? ulong.MaxValue : (1UL << bits) - 1, any);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(14)]
    public void Ground_nonces_pass_and_others_fail(int bits)
    {
        Transcript prover = Start(), verifier = Start(), liar = Start();
        ulong nonce = prover.Grind(bits);
        Assert.True(verifier.CheckGrinding(bits, nonce));
        Assert.Equal(prover.SampleBits(64), verifier.SampleBits(64));
        if (bits == 0) Assert.False(liar.CheckGrinding(0, 1));
        else for (ulong wrong = 0; wrong < nonce; wrong++) Assert.False(Start().CheckGrinding(bits, wrong));
        Assert.NotEqual(verifier.SampleBits(64), liar.SampleBits(64));
    }

    [Fact]
    public void A_tape_records_and_replays_the_samples()
    {
        TranscriptTape tape = new();
        Transcript live = new("test"u8, tape);
        live.Observe(KoalaBear6.One);
        KoalaBear6 challenge = live.Sample<KoalaBear6>();
        ulong bits = live.SampleBits(40);
        Assert.Equal([TranscriptFrame.Label, TranscriptFrame.Elements], tape.Observations.Select(o => o.Kind));
        Assert.Equal([1, .. new byte[23]], tape.Observations[1].Payload);

        Transcript replayed = new("test"u8, tape.Replay());
        replayed.Observe(KoalaBear6.Zero);
        Assert.Equal(challenge, replayed.Sample<KoalaBear6>());
        Assert.Equal(bits, replayed.SampleBits(40));
        Assert.True(replayed.CheckGrinding(30, 12345));

        Transcript different = new("test"u8);
        different.Observe(KoalaBear6.Zero);
        Assert.NotEqual(challenge, different.Sample<KoalaBear6>());
    }

    private static Transcript Start() => new("test"u8);
}

namespace Supercomputer.Proofs.Transcripts;

/// <summary>What an observation of a transcript is; its number is hashed before the payload.</summary>
internal enum TranscriptFrame : byte
{
    /// <summary>The name of a step.</summary>
    Label = 1,

    /// <summary>Bytes of any meaning.</summary>
    Bytes = 2,

    /// <summary>Field elements, as canonical little-endian words.</summary>
    Elements = 3,

    /// <summary>A digest.</summary>
    Digest = 4,

    /// <summary>A length or another count.</summary>
    Length = 5,

    /// <summary>The witness of a proof of work.</summary>
    Nonce = 6,
}

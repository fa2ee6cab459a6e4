namespace Supercomputer.Guests.Import;

/// <summary>The comparisons of the intermediate language; the unsigned ones of floats are true for what is not ordered.</summary>
internal enum Comparison : byte
{
    Equal,
    NotEqualUnsigned,
    Less,
    LessUnsigned,
    Greater,
    GreaterUnsigned,
    LessEqual,
    LessEqualUnsigned,
    GreaterEqual,
    GreaterEqualUnsigned,
}

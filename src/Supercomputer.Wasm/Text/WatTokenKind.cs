namespace Supercomputer.Wasm.Text;

internal enum WatTokenKind : byte
{
    End,
    Open,
    Close,
    Integer,
    Float,
    String,
    Identifier,
    Keyword,
}

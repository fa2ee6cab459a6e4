namespace Supercomputer.Machine.Lowering;

/// <summary>The operations of the register machine.</summary>
/// <remarks>
/// r32[x] and r64[x] are the cells fp + x of the two register spaces; A, B, D and I0 are fields of <see cref="Instruction"/>.
/// An operation named <c>...Imm</c> follows its register form and takes the immediate in place of register B.
/// </remarks>
public enum Operation : ushort
{
    /// <summary>No operation: never in a program; the code of a padding row.</summary>
    None = 0,
    /// <summary>Ends the run with the outcome <c>I0</c>.</summary>
    Halt = 1,
    /// <summary>Continues at <c>D</c>.</summary>
    Jump = 2,
    /// <summary>Continues at <c>I0 + r32[A]</c>; <c>r32[A]</c> is below 2^16.</summary>
    JumpIndirect = 3,
    /// <summary>Calls <c>D</c> with the frame <c>fp + I0</c>: Call[fp + I0] = (pc + 1, fp). Ends with
    /// <see cref="Execution.Outcome.CallStackExhausted"/> when the new frame is not below the stack limit.</summary>
    Call = 4,
    /// <summary>As <see cref="Call"/>, to the program counter <c>r32[A]</c>.</summary>
    CallIndirect = 5,
    /// <summary>Continues at (pc, fp) = Call[fp].</summary>
    Return = 6,
    /// <summary>r32[D] = pages of the memory.</summary>
    MemorySize = 7,
    /// <summary>r32[D] = pages, then pages += r32[A]; or r32[D] = -1 when that exceeds <c>I0</c>.</summary>
    MemoryGrow = 8,
    /// <summary>r32[D] = word r32[A] of stream <c>I0</c> (0 public, 1 disclosed, 2 private); its length in bytes where r32[A] = -1.</summary>
    Input = 9,
    /// <summary>Output byte number r32[A] is r32[B].</summary>
    Output = 10,
    /// <summary>Keccak-f[1600] over the 50 words Auxiliary[I0 ..].</summary>
    KeccakF = 11,
    /// <summary>r32[D] = Auxiliary[I0].</summary>
    AuxLoad = 12,
    /// <summary>r32[D] = Auxiliary[I0 + r32[A]].</summary>
    AuxLoadIndexed = 13,
    /// <summary>Auxiliary[I0] = r32[B].</summary>
    AuxStore = 14,
    /// <summary>Auxiliary[I0 + r32[A]] = r32[B].</summary>
    AuxStoreIndexed = 15,
    /// <summary>r32[D] = r32[A].</summary>
    Move32 = 16,
    /// <summary>r64[D] = r64[A].</summary>
    Move64 = 17,
    /// <summary>r32[D] = immediate.</summary>
    Const32 = 18,
    /// <summary>r64[D] = immediate.</summary>
    Const64 = 19,
    /// <summary>r32[D] = the low half of r64[A].</summary>
    Wrap = 20,
    /// <summary>r64[D] = r32[A], zero-extended.</summary>
    ExtendU = 21,
    /// <summary>r64[D] = r32[A], sign-extended.</summary>
    ExtendS = 22,
    /// <summary>r32[D] = the low 8 bits of r32[A], sign-extended.</summary>
    Extend8S32 = 23,
    /// <summary>r32[D] = the low 16 bits of r32[A], sign-extended.</summary>
    Extend16S32 = 24,
    /// <summary>r64[D] = the low 8 bits of r64[A], sign-extended.</summary>
    Extend8S64 = 25,
    /// <summary>r64[D] = the low 16 bits of r64[A], sign-extended.</summary>
    Extend16S64 = 26,
    /// <summary>r64[D] = the low 32 bits of r64[A], sign-extended.</summary>
    Extend32S64 = 27,
    /// <summary>r32[D] = r32[A] + r32[B].</summary>
    Add32 = 28,
    /// <summary>r32[D] = r32[A] + the immediate.</summary>
    Add32Imm = 29,
    /// <summary>r32[D] = r32[A] - r32[B].</summary>
    Sub32 = 30,
    /// <summary>r32[D] = r32[A] &amp; r32[B].</summary>
    And32 = 31,
    /// <summary>r32[D] = r32[A] &amp; the immediate.</summary>
    And32Imm = 32,
    /// <summary>r32[D] = r32[A] | r32[B].</summary>
    Or32 = 33,
    /// <summary>r32[D] = r32[A] | the immediate.</summary>
    Or32Imm = 34,
    /// <summary>r32[D] = r32[A] ^ r32[B].</summary>
    Xor32 = 35,
    /// <summary>r32[D] = r32[A] ^ the immediate.</summary>
    Xor32Imm = 36,
    /// <summary>r32[D] = r32[A] * r32[B].</summary>
    Mul32 = 37,
    /// <summary>r32[D] = r32[A] * the immediate.</summary>
    Mul32Imm = 38,
    /// <summary>r32[D] = the unsigned quotient of r32[A] by r32[B] (not zero).</summary>
    DivU32 = 39,
    /// <summary>r32[D] = the unsigned quotient of r32[A] by the immediate (not zero).</summary>
    DivU32Imm = 40,
    /// <summary>r32[D] = the unsigned remainder of r32[A] by r32[B] (not zero).</summary>
    RemU32 = 41,
    /// <summary>r32[D] = the unsigned remainder of r32[A] by the immediate (not zero).</summary>
    RemU32Imm = 42,
    /// <summary>r32[D] = r32[A] shifted left by r32[B] modulo 32.</summary>
    Shl32 = 43,
    /// <summary>r32[D] = r32[A] shifted left by the immediate modulo 32.</summary>
    Shl32Imm = 44,
    /// <summary>r32[D] = r32[A] shifted right by r32[B] modulo 32, zeros coming in.</summary>
    ShrU32 = 45,
    /// <summary>r32[D] = r32[A] shifted right by the immediate modulo 32, zeros coming in.</summary>
    ShrU32Imm = 46,
    /// <summary>r32[D] = r32[A] shifted right by r32[B] modulo 32, its sign coming in.</summary>
    ShrS32 = 47,
    /// <summary>r32[D] = r32[A] shifted right by the immediate modulo 32, its sign coming in.</summary>
    ShrS32Imm = 48,
    /// <summary>r32[D] = r32[A] rotated left by r32[B].</summary>
    Rotl32 = 49,
    /// <summary>r32[D] = r32[A] rotated left by the immediate.</summary>
    Rotl32Imm = 50,
    /// <summary>r32[D] = r32[A] rotated right by r32[B].</summary>
    Rotr32 = 51,
    /// <summary>r32[D] = r32[A] rotated right by the immediate.</summary>
    Rotr32Imm = 52,
    /// <summary>r64[D] = r64[A] + r64[B].</summary>
    Add64 = 53,
    /// <summary>r64[D] = r64[A] + the immediate.</summary>
    Add64Imm = 54,
    /// <summary>r64[D] = r64[A] - r64[B].</summary>
    Sub64 = 55,
    /// <summary>r64[D] = r64[A] &amp; r64[B].</summary>
    And64 = 56,
    /// <summary>r64[D] = r64[A] &amp; the immediate.</summary>
    And64Imm = 57,
    /// <summary>r64[D] = r64[A] | r64[B].</summary>
    Or64 = 58,
    /// <summary>r64[D] = r64[A] | the immediate.</summary>
    Or64Imm = 59,
    /// <summary>r64[D] = r64[A] ^ r64[B].</summary>
    Xor64 = 60,
    /// <summary>r64[D] = r64[A] ^ the immediate.</summary>
    Xor64Imm = 61,
    /// <summary>r64[D] = r64[A] * r64[B].</summary>
    Mul64 = 62,
    /// <summary>r64[D] = r64[A] * the immediate.</summary>
    Mul64Imm = 63,
    /// <summary>r64[D] = the unsigned quotient of r64[A] by r64[B] (not zero).</summary>
    DivU64 = 64,
    /// <summary>r64[D] = the unsigned quotient of r64[A] by the immediate (not zero).</summary>
    DivU64Imm = 65,
    /// <summary>r64[D] = the unsigned remainder of r64[A] by r64[B] (not zero).</summary>
    RemU64 = 66,
    /// <summary>r64[D] = the unsigned remainder of r64[A] by the immediate (not zero).</summary>
    RemU64Imm = 67,
    /// <summary>r64[D] = r64[A] shifted left by r64[B] modulo 64.</summary>
    Shl64 = 68,
    /// <summary>r64[D] = r64[A] shifted left by the immediate modulo 64.</summary>
    Shl64Imm = 69,
    /// <summary>r64[D] = r64[A] shifted right by r64[B] modulo 64, zeros coming in.</summary>
    ShrU64 = 70,
    /// <summary>r64[D] = r64[A] shifted right by the immediate modulo 64, zeros coming in.</summary>
    ShrU64Imm = 71,
    /// <summary>r64[D] = r64[A] shifted right by r64[B] modulo 64, its sign coming in.</summary>
    ShrS64 = 72,
    /// <summary>r64[D] = r64[A] shifted right by the immediate modulo 64, its sign coming in.</summary>
    ShrS64Imm = 73,
    /// <summary>r64[D] = r64[A] rotated left by r64[B].</summary>
    Rotl64 = 74,
    /// <summary>r64[D] = r64[A] rotated left by the immediate.</summary>
    Rotl64Imm = 75,
    /// <summary>r64[D] = r64[A] rotated right by r64[B].</summary>
    Rotr64 = 76,
    /// <summary>r64[D] = r64[A] rotated right by the immediate.</summary>
    Rotr64Imm = 77,
    /// <summary>r32[D] = 1 when r32[A] = r32[B], else 0.</summary>
    SetEq32 = 78,
    /// <summary>r32[D] = 1 when r32[A] = the immediate, else 0.</summary>
    SetEq32Imm = 79,
    /// <summary>r32[D] = 1 when r32[A] != r32[B], else 0.</summary>
    SetNe32 = 80,
    /// <summary>r32[D] = 1 when r32[A] != the immediate, else 0.</summary>
    SetNe32Imm = 81,
    /// <summary>r32[D] = 1 when r32[A] &lt;, signed, r32[B], else 0.</summary>
    SetLtS32 = 82,
    /// <summary>r32[D] = 1 when r32[A] &lt;, signed, the immediate, else 0.</summary>
    SetLtS32Imm = 83,
    /// <summary>r32[D] = 1 when r32[A] &lt;, unsigned, r32[B], else 0.</summary>
    SetLtU32 = 84,
    /// <summary>r32[D] = 1 when r32[A] &lt;, unsigned, the immediate, else 0.</summary>
    SetLtU32Imm = 85,
    /// <summary>r32[D] = 1 when r32[A] >=, signed, r32[B], else 0.</summary>
    SetGeS32 = 86,
    /// <summary>r32[D] = 1 when r32[A] >=, signed, the immediate, else 0.</summary>
    SetGeS32Imm = 87,
    /// <summary>r32[D] = 1 when r32[A] >=, unsigned, r32[B], else 0.</summary>
    SetGeU32 = 88,
    /// <summary>r32[D] = 1 when r32[A] >=, unsigned, the immediate, else 0.</summary>
    SetGeU32Imm = 89,
    /// <summary>r32[D] = 1 when r64[A] = r64[B], else 0.</summary>
    SetEq64 = 90,
    /// <summary>r32[D] = 1 when r64[A] = the immediate, else 0.</summary>
    SetEq64Imm = 91,
    /// <summary>r32[D] = 1 when r64[A] != r64[B], else 0.</summary>
    SetNe64 = 92,
    /// <summary>r32[D] = 1 when r64[A] != the immediate, else 0.</summary>
    SetNe64Imm = 93,
    /// <summary>r32[D] = 1 when r64[A] &lt;, signed, r64[B], else 0.</summary>
    SetLtS64 = 94,
    /// <summary>r32[D] = 1 when r64[A] &lt;, signed, the immediate, else 0.</summary>
    SetLtS64Imm = 95,
    /// <summary>r32[D] = 1 when r64[A] &lt;, unsigned, r64[B], else 0.</summary>
    SetLtU64 = 96,
    /// <summary>r32[D] = 1 when r64[A] &lt;, unsigned, the immediate, else 0.</summary>
    SetLtU64Imm = 97,
    /// <summary>r32[D] = 1 when r64[A] >=, signed, r64[B], else 0.</summary>
    SetGeS64 = 98,
    /// <summary>r32[D] = 1 when r64[A] >=, signed, the immediate, else 0.</summary>
    SetGeS64Imm = 99,
    /// <summary>r32[D] = 1 when r64[A] >=, unsigned, r64[B], else 0.</summary>
    SetGeU64 = 100,
    /// <summary>r32[D] = 1 when r64[A] >=, unsigned, the immediate, else 0.</summary>
    SetGeU64Imm = 101,
    /// <summary>Continues at <c>D</c> when r32[A] = r32[B].</summary>
    BrEq32 = 102,
    /// <summary>Continues at <c>D</c> when r32[A] = the immediate.</summary>
    BrEq32Imm = 103,
    /// <summary>Continues at <c>D</c> when r32[A] != r32[B].</summary>
    BrNe32 = 104,
    /// <summary>Continues at <c>D</c> when r32[A] != the immediate.</summary>
    BrNe32Imm = 105,
    /// <summary>Continues at <c>D</c> when r32[A] &lt;, signed, r32[B].</summary>
    BrLtS32 = 106,
    /// <summary>Continues at <c>D</c> when r32[A] &lt;, signed, the immediate.</summary>
    BrLtS32Imm = 107,
    /// <summary>Continues at <c>D</c> when r32[A] &lt;, unsigned, r32[B].</summary>
    BrLtU32 = 108,
    /// <summary>Continues at <c>D</c> when r32[A] &lt;, unsigned, the immediate.</summary>
    BrLtU32Imm = 109,
    /// <summary>Continues at <c>D</c> when r32[A] >=, signed, r32[B].</summary>
    BrGeS32 = 110,
    /// <summary>Continues at <c>D</c> when r32[A] >=, signed, the immediate.</summary>
    BrGeS32Imm = 111,
    /// <summary>Continues at <c>D</c> when r32[A] >=, unsigned, r32[B].</summary>
    BrGeU32 = 112,
    /// <summary>Continues at <c>D</c> when r32[A] >=, unsigned, the immediate.</summary>
    BrGeU32Imm = 113,
    /// <summary>Continues at <c>D</c> when r64[A] = r64[B].</summary>
    BrEq64 = 114,
    /// <summary>Continues at <c>D</c> when r64[A] = the immediate.</summary>
    BrEq64Imm = 115,
    /// <summary>Continues at <c>D</c> when r64[A] != r64[B].</summary>
    BrNe64 = 116,
    /// <summary>Continues at <c>D</c> when r64[A] != the immediate.</summary>
    BrNe64Imm = 117,
    /// <summary>Continues at <c>D</c> when r64[A] &lt;, signed, r64[B].</summary>
    BrLtS64 = 118,
    /// <summary>Continues at <c>D</c> when r64[A] &lt;, signed, the immediate.</summary>
    BrLtS64Imm = 119,
    /// <summary>Continues at <c>D</c> when r64[A] &lt;, unsigned, r64[B].</summary>
    BrLtU64 = 120,
    /// <summary>Continues at <c>D</c> when r64[A] &lt;, unsigned, the immediate.</summary>
    BrLtU64Imm = 121,
    /// <summary>Continues at <c>D</c> when r64[A] >=, signed, r64[B].</summary>
    BrGeS64 = 122,
    /// <summary>Continues at <c>D</c> when r64[A] >=, signed, the immediate.</summary>
    BrGeS64Imm = 123,
    /// <summary>Continues at <c>D</c> when r64[A] >=, unsigned, r64[B].</summary>
    BrGeU64 = 124,
    /// <summary>Continues at <c>D</c> when r64[A] >=, unsigned, the immediate.</summary>
    BrGeU64Imm = 125,
    /// <summary>r32[D] = 8 bits, sign-extended of memory at r32[A] + offset.</summary>
    Load8S = 126,
    /// <summary>r32[D] = 8 bits of memory at r32[A] + offset.</summary>
    Load8U = 127,
    /// <summary>r32[D] = 16 bits, sign-extended of memory at r32[A] + offset.</summary>
    Load16S = 128,
    /// <summary>r32[D] = 16 bits of memory at r32[A] + offset.</summary>
    Load16U = 129,
    /// <summary>r32[D] = 32 bits of memory at r32[A] + offset.</summary>
    Load32 = 130,
    /// <summary>r64[D] = 8 bits, sign-extended of memory at r32[A] + offset.</summary>
    Load8S64 = 131,
    /// <summary>r64[D] = 8 bits of memory at r32[A] + offset.</summary>
    Load8U64 = 132,
    /// <summary>r64[D] = 16 bits, sign-extended of memory at r32[A] + offset.</summary>
    Load16S64 = 133,
    /// <summary>r64[D] = 16 bits of memory at r32[A] + offset.</summary>
    Load16U64 = 134,
    /// <summary>r64[D] = 32 bits, sign-extended of memory at r32[A] + offset.</summary>
    Load32S64 = 135,
    /// <summary>r64[D] = 32 bits of memory at r32[A] + offset.</summary>
    Load32U64 = 136,
    /// <summary>r64[D] = 64 bits of memory at r32[A] + offset.</summary>
    Load64 = 137,
    /// <summary>Stores the low 8 bits of r32[B] to memory at r32[A] + offset.</summary>
    Store8 = 138,
    /// <summary>Stores the low 16 bits of r32[B] to memory at r32[A] + offset.</summary>
    Store16 = 139,
    /// <summary>Stores the low 32 bits of r32[B] to memory at r32[A] + offset.</summary>
    Store32 = 140,
    /// <summary>Stores the low 8 bits of r64[B] to memory at r32[A] + offset.</summary>
    Store8From64 = 141,
    /// <summary>Stores the low 16 bits of r64[B] to memory at r32[A] + offset.</summary>
    Store16From64 = 142,
    /// <summary>Stores the low 32 bits of r64[B] to memory at r32[A] + offset.</summary>
    Store32From64 = 143,
    /// <summary>Stores the low 64 bits of r64[B] to memory at r32[A] + offset.</summary>
    Store64 = 144,
    /// <summary>SHA-256 compression: the 8 words at r32[A] and the block at r32[A + 1] to r32[A + 2]; their spaces are I0, I1, I2.</summary>
    /// <remarks>Pointers are 4 times the word's address in the space.</remarks>
    Sha256 = 145,
    /// <summary>256-bit a b + c modulo m: r32[A] to r32[A + 3] point to them in space I0, r32[A + 4] to the result. Traps where the quotient has
    /// more bits; m = 0 stands for 2^256.</summary>
    MultiplyAdd256 = 146,
    /// <summary>The same of 384 bits.</summary>
    MultiplyAdd384 = 147,
    /// <summary>a b + c in Fp[u]/(u^2 + 1), p = m: r32[A] to r32[A + 4] point to a, b, c, m and the result in space I0; all but m are two numbers
    /// of 384 bits. Traps where m is below 2^376.</summary>
    MultiplyAddFp2Of384 = 148,
    /// <summary>The sum of two points of 256-bit coordinates: r32[A] to r32[A + 3] point to the points, the modulus and the sum in space I0.</summary>
    /// <remarks>What it is: <see cref="Execution.ScalarCurve"/>.</remarks>
    CurveAdd256 = 149,
    /// <summary>The same of 384 bits.</summary>
    CurveAdd384 = 150,
    /// <summary>The double of a point of 256-bit coordinates: r32[A] to r32[A + 3] point to it, to a, the modulus and the double in space I0.</summary>
    CurveDouble256 = 151,
    /// <summary>The same of 384 bits.</summary>
    CurveDouble384 = 152,
    /// <summary>The inverse of a 256-bit number, or 0: r32[A] to r32[A + 2] point to it, to the modulus and the inverse in space I0.</summary>
    Inverse256 = 153,
    /// <summary>The same of 384 bits.</summary>
    Inverse384 = 154,
    /// <summary>Poseidon2 over KoalaBear: the 16 words at r32[A], permuted, to r32[A + 1], both in space I0. Traps where a word is not below p.</summary>
    Poseidon2Of16 = 155,
    /// <summary>The same of 24 words.</summary>
    Poseidon2Of24 = 156,
    /// <summary><see cref="MultiplyAddFp2Of384"/> of 256 bits: traps where m is below 2^248.</summary>
    MultiplyAddFp2Of256 = 157,
}

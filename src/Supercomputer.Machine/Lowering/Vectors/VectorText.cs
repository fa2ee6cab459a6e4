using System.Globalization;
using Supercomputer.Wasm.Modules;
using WasmInstruction = Supercomputer.Wasm.Modules.Instruction;

namespace Supercomputer.Machine.Lowering.Vectors;

/// <summary>Vector instructions as functions in WebAssembly text, lane by lane over the two i64 halves of a vector.</summary>
/// <remarks>Operands are $a0 and $a1 (low and high half), $b0, $b1, $c0, $c1; a scalar is $x, an address $p. Lanes of up to 32 bits
/// are computed as i32 or f32, wider ones as i64 or f64; float lanes use the scalar instructions, so results are the same bits.</remarks>
internal static partial class VectorText
{
    private const string Zero32 = "(i32.const 0)", Zero64 = "(i64.const 0)";

    /// <summary>The function of an instruction, with the immediates that it has.</summary>
    internal static string Of(VectorInstruction vector, WasmInstruction instruction)
    {
        string body = vector.AccessesMemory ? Access(vector, instruction) : Body(vector, instruction);
        string results = vector.Result switch
        {
            null => "",
            ValType.V128 => " (result i64 i64)",
            { } type => $" (result {type.ToString().ToLowerInvariant()})",
        };
        return $"(func{Parameters(vector)}{results} {body})\n";
    }

    /// <summary>The function of <c>select</c> between vectors.</summary>
    internal const string Select = """
        (func (param $a0 i64) (param $a1 i64) (param $b0 i64) (param $b1 i64) (param $x i32) (result i64 i64)
          (select (local.get $a0) (local.get $b0) (local.get $x)) (select (local.get $a1) (local.get $b1) (local.get $x)))

        """;

    private static string Parameters(VectorInstruction vector)
    {
        string text = "";
        char name = 'a';
        foreach (ValType type in vector.Operands)
        {
            if (type == ValType.V128)
            {
                text += $" (param ${name}0 i64) (param ${name}1 i64)";
                name++;
            }
            else
            {
                text += $" (param ${(vector.AccessesMemory ? 'p' : 'x')} {type.ToString().ToLowerInvariant()})";
            }
        }
        return text;
    }

    private static string Body(VectorInstruction vector, WasmInstruction instruction) => vector.Form switch
    {
        VectorForm.Shuffle => Shuffle(instruction.Vector),
        VectorForm.Splat => Splat(vector.Shape, Scalar(vector.Shape)),
        VectorForm.ExtractLane => Typed(vector.Shape, Lane('a', vector.Shape, instruction.Lane, vector.Operation == LaneOperation.ExtendLow)),
        VectorForm.ReplaceLane => Replace('a', vector.Shape, instruction.Lane, Scalar(vector.Shape)),
        VectorForm.Unary => Unary(vector),
        VectorForm.Binary => Binary(vector),
        VectorForm.Select => Halves(h => $"(i64.or (i64.and {Half('a', h)} {Half('c', h)}) (i64.and {Half('b', h)} (i64.xor {Half('c', h)} (i64.const -1))))"),
        VectorForm.Shift => Shift(vector),
        _ => Test(vector),
    };

    // ---- lanes -----------------------------------------------------------------------------------------------------

    private static int Bits(VectorShape shape) => 8 << shape.LaneSizeLog();

    private static string Half(char vector, int half) => $"(local.get ${vector}{half})";

    private static string Halves(Func<int, string> half) => $"{half(0)} {half(1)}";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Const(int bits, long value) => $"({Word(bits)}.const {Number(value)})";

    private static string Word(int bits) => bits == 64 ? "i64" : "i32";

    /// <summary>A lane as an integer, i32 up to 32 bits.</summary>
    private static string Lane(char vector, VectorShape shape, int lane, bool isSigned)
    {
        int bits = Bits(shape), perHalf = 64 / bits, shift = lane % perHalf * bits;
        string half = Half(vector, lane / perHalf);
        if (bits == 64) return half;
        string word = $"(i32.wrap_i64 {(shift == 0 ? half : $"(i64.shr_u {half} (i64.const {shift}))")})";
        if (bits == 32) return word;
        return isSigned ? $"(i32.extend{bits}_s {word})" : $"(i32.and {word} (i32.const {(1 << bits) - 1}))";
    }

    /// <summary>The integer as the type in which the shape's lane stands on the stack.</summary>
    private static string Typed(VectorShape shape, string bits) => shape switch
    {
        VectorShape.F32x4 => $"(f32.reinterpret_i32 {bits})",
        VectorShape.F64x2 => $"(f64.reinterpret_i64 {bits})",
        _ => bits,
    };

    /// <summary>A value of the shape's lane as an integer.</summary>
    private static string Untyped(VectorShape shape, string value) => shape switch
    {
        VectorShape.F32x4 => $"(i32.reinterpret_f32 {value})",
        VectorShape.F64x2 => $"(i64.reinterpret_f64 {value})",
        _ => value,
    };

    private static string Scalar(VectorShape shape) => Untyped(shape, "(local.get $x)");

    /// <summary>A lane's integer as an i64 with zeros above it.</summary>
    private static string Wide(int bits, string lane) => bits switch
    {
        64 => lane,
        32 => $"(i64.extend_i32_u {lane})",
        _ => $"(i64.extend_i32_u (i32.and {lane} (i32.const {(1 << bits) - 1})))",
    };

    /// <summary>The two halves of a vector of these lanes.</summary>
    private static string Pack(VectorShape shape, Func<int, string> lane)
    {
        int bits = Bits(shape), perHalf = 64 / bits;
        return Halves(half =>
        {
            string text = Wide(bits, lane(half * perHalf));
            for (int i = 1; i < perHalf; i++)
                text = $"(i64.or {text} (i64.shl {Wide(bits, lane(half * perHalf + i))} (i64.const {i * bits})))";
            return text;
        });
    }

    private static string Splat(VectorShape shape, string lane)
    {
        int bits = Bits(shape);
        string half = bits == 64 ? lane : $"(i64.mul {Wide(bits, lane)} (i64.const {Number(Repeated(bits, 1))}))";
        return $"{half} {half}";
    }

    /// <summary>The i64 that has a value in each lane.</summary>
    private static long Repeated(int bits, ulong value)
    {
        ulong all = 0;
        for (int at = 0; at < 64; at += bits) all |= value << at;
        return (long)all;
    }

    private static string Replace(char vector, VectorShape shape, int lane, string value)
    {
        int bits = Bits(shape), perHalf = 64 / bits, shift = lane % perHalf * bits;
        return Halves(half =>
        {
            if (half != lane / perHalf) return Half(vector, half);
            if (bits == 64) return value;
            long mask = (long)~(((1UL << bits) - 1) << shift);
            return $"(i64.or (i64.and {Half(vector, half)} (i64.const {Number(mask)})) (i64.shl {Wide(bits, value)} (i64.const {shift})))";
        });
    }

    private static string Shuffle(UInt128 pattern) => Pack(VectorShape.I8x16, i =>
    {
        int from = (int)(pattern >> (8 * i)) & 0xff;
        return Lane(from < 16 ? 'a' : 'b', VectorShape.I8x16, from & 15, false);
    });

    // ---- memory ----------------------------------------------------------------------------------------------------

    /// <summary>An access whose last byte may lie beyond 2^32 is out of bounds: no memory that is proved is half as large.</summary>
    private static string Access(VectorInstruction vector, WasmInstruction instruction)
    {
        const uint Far = 0xffff_ff00;
        if (instruction.MemoryOffset > Far) return $"(drop (i64.load offset={Far} (i32.const -1))) (unreachable)";
        uint offset = instruction.MemoryOffset;
        int bits = Bits(vector.Shape);
        string At(string name, uint more = 0) => $"({name} offset={offset + more} (local.get $p))";
        string narrow = bits switch { 8 => At("i32.load8_u"), 16 => At("i32.load16_u"), 32 => At("i32.load"), _ => At("i64.load") };
        string store = bits switch { 8 => "i32.store8", 16 => "i32.store16", 32 => "i32.store", _ => "i64.store" };
        return vector.Form switch
        {
            VectorForm.Load => $"{At("i64.load")} {At("i64.load", 8)}",
            VectorForm.LoadExtend => $"(local $a0 i64) (local $a1 i64) (local.set $a0 {At("i64.load")}) {Unary(vector)}",
            VectorForm.LoadSplat => Splat(vector.Shape, narrow),
            VectorForm.LoadZero => $"{Wide(bits, narrow)} {Zero64}",
            VectorForm.LoadLane => Replace('a', vector.Shape, instruction.Lane, narrow),
            // The upper half is read first, so that nothing is written where the whole does not fit.
            VectorForm.Store => $"(drop {At("i64.load", 8)}) (i64.store offset={offset} (local.get $p) {Half('a', 0)}) "
                + $"(i64.store offset={offset + 8} (local.get $p) {Half('a', 1)})",
            _ => $"({store} offset={offset} (local.get $p) {Lane('a', vector.Shape, instruction.Lane, false)})",
        };
    }
}

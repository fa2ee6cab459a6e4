using Supercomputer.Wasm.Modules;

namespace Supercomputer.Machine.Lowering.Vectors;

internal static partial class VectorText
{
    private static string Unary(VectorInstruction vector)
    {
        VectorShape shape = vector.Shape, source = vector.Source;
        int bits = Bits(shape), lanes = shape.LaneCount();
        switch (vector.Operation)
        {
            case LaneOperation.Not: return Halves(h => $"(i64.xor {Half('a', h)} (i64.const -1))");
            case LaneOperation.ExtendLow or LaneOperation.ExtendLowUnsigned or LaneOperation.ExtendHigh or LaneOperation.ExtendHighUnsigned:
                return Pack(shape, l => Extended(vector, 'a', l));
            case LaneOperation.AddPairs or LaneOperation.AddPairsUnsigned:
                bool isSigned = vector.Operation == LaneOperation.AddPairs;
                return Pack(shape, l => $"(i32.add {Lane('a', source, 2 * l, isSigned)} {Lane('a', source, 2 * l + 1, isSigned)})");
            case LaneOperation.PopulationCount: return Pack(shape, l => $"(i32.popcnt {Lane('a', shape, l, false)})");
            case LaneOperation.Negate when !shape.IsFloat(): return Pack(shape, l => $"({Word(bits)}.sub {Const(bits, 0)} {Lane('a', shape, l, true)})");
            case LaneOperation.Absolute when !shape.IsFloat():
                return Pack(shape, l =>
                {
                    string lane = Lane('a', shape, l, true);
                    return $"(select {lane} ({Word(bits)}.sub {Const(bits, 0)} {lane}) ({Word(bits)}.ge_s {lane} {Const(bits, 0)}))";
                });
        }
        string name = FloatName(vector);
        int given = Math.Min(lanes, source.LaneCount());
        return Pack(shape, l => l >= given ? Const(bits, 0) : Untyped(shape, $"({name} {Typed(source, Lane('a', source, l, false))})"));
    }

    /// <summary>The scalar instruction on one lane.</summary>
    private static string FloatName(VectorInstruction vector)
    {
        string type = vector.Shape is VectorShape.F32x4 ? "f32" : vector.Shape is VectorShape.F64x2 ? "f64" : "i32";
        string source = vector.Source == VectorShape.F32x4 ? "f32" : "f64";
        return type + vector.Operation switch
        {
            LaneOperation.Absolute => ".abs",
            LaneOperation.Negate => ".neg",
            LaneOperation.Ceiling => ".ceil",
            LaneOperation.Floor => ".floor",
            LaneOperation.Truncate => ".trunc",
            LaneOperation.Nearest => ".nearest",
            LaneOperation.SquareRoot => ".sqrt",
            LaneOperation.ToInteger => $".trunc_sat_{source}_s",
            LaneOperation.ToIntegerUnsigned => $".trunc_sat_{source}_u",
            LaneOperation.FromInteger => ".convert_i32_s",
            LaneOperation.FromIntegerUnsigned => ".convert_i32_u",
            LaneOperation.Demote => ".demote_f64",
            LaneOperation.Promote => ".promote_f32",
            LaneOperation.Add => ".add",
            LaneOperation.Subtract => ".sub",
            LaneOperation.Multiply => ".mul",
            LaneOperation.Divide => ".div",
            LaneOperation.Minimum => ".min",
            LaneOperation.Maximum => ".max",
            LaneOperation.Equal => ".eq",
            LaneOperation.NotEqual => ".ne",
            LaneOperation.Less => ".lt",
            LaneOperation.Greater => ".gt",
            LaneOperation.LessOrEqual => ".le",
            LaneOperation.GreaterOrEqual => ".ge",
            _ => throw new InvalidOperationException($"{vector.Name} has no scalar instruction"),
        };
    }

    /// <summary>A lane of the source's low or high half, extended to the shape's width.</summary>
    private static string Extended(VectorInstruction vector, char operand, int lane)
    {
        bool isHigh = vector.Operation is LaneOperation.ExtendHigh or LaneOperation.ExtendHighUnsigned
            or LaneOperation.MultiplyHigh or LaneOperation.MultiplyHighUnsigned;
        bool isSigned = vector.Operation is LaneOperation.ExtendLow or LaneOperation.ExtendHigh
            or LaneOperation.MultiplyLow or LaneOperation.MultiplyHigh;
        string narrow = Lane(operand, vector.Source, lane + (isHigh ? vector.Shape.LaneCount() : 0), isSigned);
        return vector.Shape != VectorShape.I64x2 ? narrow : $"(i64.extend_i32_{(isSigned ? 's' : 'u')} {narrow})";
    }

    private static string Binary(VectorInstruction vector)
    {
        VectorShape shape = vector.Shape, source = vector.Source;
        int bits = Bits(shape);
        switch (vector.Operation)
        {
            case LaneOperation.And: return Halves(h => $"(i64.and {Half('a', h)} {Half('b', h)})");
            case LaneOperation.AndNot: return Halves(h => $"(i64.and {Half('a', h)} (i64.xor {Half('b', h)} (i64.const -1)))");
            case LaneOperation.Or: return Halves(h => $"(i64.or {Half('a', h)} {Half('b', h)})");
            case LaneOperation.Xor: return Halves(h => $"(i64.xor {Half('a', h)} {Half('b', h)})");
            case LaneOperation.Swizzle: return Pack(shape, Swizzled);
            case LaneOperation.Add or LaneOperation.Subtract when !shape.IsFloat(): return Halves(h => Sum(vector, h));
            case LaneOperation.DotProduct:
                return Pack(shape, l => $"(i32.add {Product(source, 2 * l)} {Product(source, 2 * l + 1)})");
            case LaneOperation.MultiplyQ15Saturate:
                return Pack(shape, l => Clamp($"(i32.shr_s (i32.add {Product(shape, l)} (i32.const 0x4000)) (i32.const 15))", -32768, 32767));
            case LaneOperation.Narrow or LaneOperation.NarrowUnsigned:
                int half = source.LaneCount();
                return Pack(shape, l => Hold(vector.Operation == LaneOperation.Narrow, bits, Lane(l < half ? 'a' : 'b', source, l % half, true)));
            case LaneOperation.MultiplyLow or LaneOperation.MultiplyLowUnsigned or LaneOperation.MultiplyHigh or LaneOperation.MultiplyHighUnsigned:
                return Pack(shape, l => $"({Word(bits)}.mul {Extended(vector, 'a', l)} {Extended(vector, 'b', l)})");
        }
        return Pack(shape, l => shape.IsFloat() ? FloatLane(vector, l) : IntegerLane(vector, l));
    }

    private static string Product(VectorShape shape, int lane) => $"(i32.mul {Lane('a', shape, lane, true)} {Lane('b', shape, lane, true)})";

    /// <summary>Lanes added or subtracted together: the carry out of a lane is kept back by leaving out its highest bit.</summary>
    private static string Sum(VectorInstruction vector, int half)
    {
        int bits = Bits(vector.Shape);
        string a = Half('a', half), b = Half('b', half);
        bool adds = vector.Operation == LaneOperation.Add;
        if (bits == 64) return $"(i64.{(adds ? "add" : "sub")} {a} {b})";
        string signs = $"(i64.const {Number(Repeated(bits, 1UL << (bits - 1)))})", others = $"(i64.const {Number(~Repeated(bits, 1UL << (bits - 1)))})";
        return adds
            ? $"(i64.xor (i64.add (i64.and {a} {others}) (i64.and {b} {others})) (i64.and (i64.xor {a} {b}) {signs}))"
            : $"(i64.xor (i64.sub (i64.or {a} {signs}) (i64.and {b} {others})) (i64.and (i64.xor (i64.xor {a} {b}) (i64.const -1)) {signs}))";
    }

    private static string Swizzled(int lane)
    {
        string index = Lane('b', VectorShape.I8x16, lane, false);
        return $"""
            (select (i32.wrap_i64 (i64.shr_u (select {Half('a', 0)} {Half('a', 1)} (i32.lt_u {index} (i32.const 8)))
              (i64.extend_i32_u (i32.shl (i32.and {index} (i32.const 7)) (i32.const 3))))) {Zero32} (i32.lt_u {index} (i32.const 16)))
            """;
    }

    private static string Clamp(string value, int least, int most) =>
        $"(select (i32.const {least}) (select (i32.const {most}) {value} (i32.gt_s {value} (i32.const {most}))) (i32.lt_s {value} (i32.const {least})))";

    private static string Hold(bool isSigned, int bits, string value) => isSigned
        ? Clamp(value, -(1 << (bits - 1)), (1 << (bits - 1)) - 1) : Clamp(value, 0, (1 << bits) - 1);

    private static string IntegerLane(VectorInstruction vector, int lane)
    {
        VectorShape shape = vector.Shape;
        int bits = Bits(shape);
        string word = Word(bits), operation = vector.Operation.ToString();
        bool isUnsigned = operation.EndsWith("Unsigned", StringComparison.Ordinal);
        string a = Lane('a', shape, lane, !isUnsigned), b = Lane('b', shape, lane, !isUnsigned);
        string sign = isUnsigned ? "u" : "s";
        return vector.Operation switch
        {
            LaneOperation.Multiply => $"({word}.mul {a} {b})",
            LaneOperation.AddSaturate or LaneOperation.AddSaturateUnsigned => Hold(!isUnsigned, bits, $"(i32.add {a} {b})"),
            LaneOperation.SubtractSaturate or LaneOperation.SubtractSaturateUnsigned => Hold(!isUnsigned, bits, $"(i32.sub {a} {b})"),
            LaneOperation.Minimum or LaneOperation.MinimumUnsigned => $"(select {a} {b} ({word}.lt_{sign} {a} {b}))",
            LaneOperation.Maximum or LaneOperation.MaximumUnsigned => $"(select {a} {b} ({word}.gt_{sign} {a} {b}))",
            LaneOperation.AverageUnsigned => $"(i32.shr_u (i32.add (i32.add {a} {b}) (i32.const 1)) (i32.const 1))",
            _ => Mask(bits, $"({word}.{Relation(vector.Operation, sign)} {a} {b})"),
        };
    }

    private static string Relation(LaneOperation operation, string sign) => operation switch
    {
        LaneOperation.Equal => "eq",
        LaneOperation.NotEqual => "ne",
        LaneOperation.Less or LaneOperation.LessUnsigned => $"lt_{sign}",
        LaneOperation.Greater or LaneOperation.GreaterUnsigned => $"gt_{sign}",
        LaneOperation.LessOrEqual or LaneOperation.LessOrEqualUnsigned => $"le_{sign}",
        LaneOperation.GreaterOrEqual or LaneOperation.GreaterOrEqualUnsigned => $"ge_{sign}",
        _ => throw new InvalidOperationException($"{operation} is no relation of integers"),
    };

    /// <summary>All ones where a condition is 1, else zero.</summary>
    private static string Mask(int bits, string condition)
    {
        string mask = $"(i32.sub {Zero32} {condition})";
        return bits == 64 ? $"(i64.extend_i32_s {mask})" : mask;
    }

    private static string FloatLane(VectorInstruction vector, int lane)
    {
        VectorShape shape = vector.Shape;
        int bits = Bits(shape);
        string a = Lane('a', shape, lane, false), b = Lane('b', shape, lane, false);
        string x = Typed(shape, a), y = Typed(shape, b), less = shape == VectorShape.F32x4 ? "f32.lt" : "f64.lt";
        return vector.Operation switch
        {
            LaneOperation.PseudoMinimum => $"(select {b} {a} ({less} {y} {x}))",
            LaneOperation.PseudoMaximum => $"(select {b} {a} ({less} {x} {y}))",
            >= LaneOperation.Equal and <= LaneOperation.GreaterOrEqualUnsigned => Mask(bits, $"({FloatName(vector)} {x} {y})"),
            _ => Untyped(shape, $"({FloatName(vector)} {x} {y})"),
        };
    }

    private static string Shift(VectorInstruction vector)
    {
        VectorShape shape = vector.Shape;
        int bits = Bits(shape);
        string name = vector.Operation switch { LaneOperation.ShiftLeft => "shl", LaneOperation.ShiftRight => "shr_s", _ => "shr_u" };
        string count = bits == 64 ? "(i64.extend_i32_u (local.get $x))" : $"(i32.and (local.get $x) (i32.const {bits - 1}))";
        return Pack(shape, l => $"({Word(bits)}.{name} {Lane('a', shape, l, vector.Operation == LaneOperation.ShiftRight)} {count})");
    }

    private static string Test(VectorInstruction vector)
    {
        VectorShape shape = vector.Shape;
        int bits = Bits(shape);
        if (vector.Operation == LaneOperation.AnyTrue) return $"(i64.ne (i64.or {Half('a', 0)} {Half('a', 1)}) {Zero64})";
        string text = "";
        for (int lane = 0; lane < shape.LaneCount(); lane++)
        {
            string value = Lane('a', shape, lane, true);
            string bit = vector.Operation == LaneOperation.AllTrue ? $"({Word(bits)}.ne {value} {Const(bits, 0)})"
                : $"(i32.shl ({Word(bits)}.lt_s {value} {Const(bits, 0)}) (i32.const {lane}))";
            text = lane == 0 ? bit : $"({(vector.Operation == LaneOperation.AllTrue ? "i32.and" : "i32.or")} {text} {bit})";
        }
        return text;
    }
}

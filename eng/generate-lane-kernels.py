#!/usr/bin/env python3
"""Writes the flat AVX-512 kernels of the challenge fields and the NTT (*.Generated.cs in Supercomputer.Cryptography).

The JIT gives up inlining after a budget, and a call inside such a loop costs three times the loop: so no helper is called, the
arithmetic is spelled out here instead. Run without arguments from anywhere; the output is committed.

Ranges: p = 2^31 - 2^24 + 1, Q = p * 2^32. Words are below p. A product is below p^2 < Q / 2, and 2 Q < 2^64.
FOLD takes a value below 2 Q under Q; Montgomery reduction takes a value below Q under p.
"""
import os

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src", "Supercomputer.Cryptography")


class Body:
    """Emits single-assignment C# over 64-bit (wide) and 32-bit (word) lanes."""

    def __init__(self, indent):
        self.lines, self.count, self.indent = [], 0, indent

    def let(self, expression, name=None):
        if name is None:
            name = f"t{self.count}"
            self.count += 1
        self.lines.append(f"{self.indent}var {name} = {expression};")
        return name

    def raw(self, text):
        self.lines.append(self.indent + text)

    # words, 16 lanes below p
    def add(self, a, b):
        s = self.let(f"{a} + {b}")
        return self.let(f"Avx512F.Min({s}, {s} - prime)")

    def sub(self, a, b):
        s = self.let(f"{a} - {b}")
        return self.let(f"Avx512F.Min({s}, {s} + prime)")

    def odd(self, a):
        return self.let(f"Vector512.ShiftRightLogical({a}.AsUInt64(), 32).AsUInt32()")

    # wide, 8 lanes
    def mul(self, a, b):
        return f"Avx512F.Multiply({a}, {b})"

    def fold(self, a):
        return self.let(f"Avx512F.Min({a}, {a} - fence)")

    def wide_add(self, a, b):
        return self.let(f"{a} + {b}")

    def wide_sub(self, a, b):
        s = self.let(f"{a} - {b}")
        return self.let(f"Avx512F.Min({s}, {s} + fence)")

    def reduce(self, v):
        """The wide value minus the multiple of p that clears its low word: the high word is right up to one p."""
        q = self.let(f"Avx512F.Multiply({v}.AsUInt32(), inverse)")
        m = self.let(f"Avx512F.Multiply({q}.AsUInt32(), prime)")
        return self.let(f"{v} - {m}")

    def join(self, even, odd):
        r = self.let(f"Avx512F.PermuteVar16x32x2({even}.AsUInt32(), highs, {odd}.AsUInt32())")
        return self.let(f"Avx512F.Min({r}, {r} + prime)")

    def convolution(self, a, b, k):
        """The wide coefficient of x^k, below Q when one or two terms or folded; at most four terms between folds."""
        n = len(a)
        terms = [self.mul(a[i], b[k - i]) for i in range(n) if 0 <= k - i < n]
        value = self.let(" + ".join(terms[:4]))
        if len(terms) > 2:
            value = self.fold(value)
        if len(terms) > 4:
            value = self.fold(self.let(" + ".join([value] + terms[4:])))
        return value


def wide_product_6(o, a, b, d, e):
    """d = A0 - A1 and e = B0 - B1 (three words each) for a = A0 + A1 y, y = x^3, y^2 = -y - 1:
    a b = (A0 B0 - A1 B1) + (A0 B0 - (A0 - A1)(B0 - B1)) y."""
    low = [o.convolution(a[:3], b[:3], k) for k in range(5)]
    high = [o.convolution(a[3:], b[3:], k) for k in range(5)]
    mixed = [o.convolution(d, e, k) for k in range(5)]
    result = [None] * 6
    for i in range(2):
        plus = o.fold(o.wide_add(low[i], mixed[i + 3]))
        result[i] = o.wide_sub(plus, o.fold(o.wide_add(high[i], low[i + 3])))
        result[i + 3] = o.wide_sub(plus, o.fold(o.wide_add(mixed[i], high[i + 3])))
    result[2] = o.wide_sub(low[2], high[2])
    result[5] = o.wide_sub(low[2], mixed[2])
    return result


def wide_product_5(o, a, b):
    """x^5 = 1 - x^2, x^6 = x - x^3, x^7 = x^2 - x^4, x^8 = x^3 + x^2 - 1."""
    p = [o.convolution(a, b, k) for k in range(9)]
    return [
        o.wide_sub(o.fold(o.wide_add(p[0], p[5])), p[8]),
        o.fold(o.wide_add(p[1], p[6])),
        o.fold(o.wide_add(o.wide_sub(p[2], p[5]), o.fold(o.wide_add(p[7], p[8])))),
        o.wide_sub(o.fold(o.wide_add(p[3], p[8])), p[6]),
        o.wide_sub(p[4], p[7]),
    ]


def product(o, degree, a, b):
    """The words of the product of two elements given by their words."""
    if degree == 6:
        d = [o.sub(a[i], a[i + 3]) for i in range(3)]
        e = [o.sub(b[i], b[i + 3]) for i in range(3)]
        even = [o.reduce(v) for v in wide_product_6(o, a, b, d, e)]
        odd = [o.reduce(v) for v in wide_product_6(o, *[[o.odd(x) for x in w] for w in (a, b, d, e)])]
    else:
        even = [o.reduce(v) for v in wide_product_5(o, a, b)]
        odd = [o.reduce(v) for v in wide_product_5(o, [o.odd(x) for x in a], [o.odd(x) for x in b])]
    return [o.join(x, y) for x, y in zip(even, odd)]


def times_base(o, words, base):
    """The words of the product of an element and a base element."""
    base_odd = o.odd(base)
    result = []
    for w in words:
        even = o.reduce(o.let(o.mul(w, base)))
        result.append(o.join(even, o.reduce(o.let(o.mul(o.odd(w), base_odd)))))
    return result


def linear_combination(degree):
    """destination = coefficient[0] + sum_j coefficient[1 + j] column_j, in wide accumulators, folded once for two columns."""
    lines = [
        "    /// <summary>destination = constant + sum of coefficient times base column</summary>",
        OPTIMIZED,
        "    internal static void LinearCombination(uint* destination, uint* coefficients, uint** columns, int count, nint offset, nint groups)",
        "    {", WIDE.rstrip("\n"),
        "        for (nint g = 0; g < groups; g++, offset += 16)", "        {"]
    for i in range(degree):
        lines.append(f"            Vector512<ulong> e{i} = Vector512.Create((ulong)coefficients[{i}] << 32), o{i} = e{i};")
    lines += [f"            uint* c = coefficients + {degree};", "            int j = 0;",
              f"            for (; j + 1 < count; j += 2, c += {2 * degree})", "            {",
              "                var x = Vector512.LoadAligned(columns[j] + offset);",
              "                var y = Vector512.LoadAligned(columns[j + 1] + offset);",
              "                var xo = Vector512.ShiftRightLogical(x.AsUInt64(), 32).AsUInt32();",
              "                var yo = Vector512.ShiftRightLogical(y.AsUInt64(), 32).AsUInt32();"]
    for i in range(degree):
        lines += [f"                var x{i} = Vector512.Create(c[{i}]);", f"                var y{i} = Vector512.Create(c[{degree + i}]);"]
        for half, suffix in (("e", ""), ("o", "o")):
            lines += [f"                {half}{i} = {half}{i} + Avx512F.Multiply(x{suffix}, x{i}) + Avx512F.Multiply(y{suffix}, y{i});",
                      f"                {half}{i} = Avx512F.Min({half}{i}, {half}{i} - fence);"]
    lines += ["            }", "            if (j < count)", "            {",
              "                var x = Vector512.LoadAligned(columns[j] + offset);",
              "                var xo = Vector512.ShiftRightLogical(x.AsUInt64(), 32).AsUInt32();"]
    for i in range(degree):
        lines.append(f"                var x{i} = Vector512.Create(c[{i}]);")
        for half, suffix in (("e", ""), ("o", "o")):
            lines += [f"                {half}{i} = {half}{i} + Avx512F.Multiply(x{suffix}, x{i});",
                      f"                {half}{i} = Avx512F.Min({half}{i}, {half}{i} - fence);"]
    lines.append("            }")
    o = Body("            ")
    store(o, "destination", [o.join(o.reduce(f"e{i}"), o.reduce(f"o{i}")) for i in range(degree)])
    lines += o.lines + [f"            destination += {16 * degree};", "        }", "    }", ""]
    return "\n".join(lines)


def load(o, pointer, degree, prefix):
    return [o.let(f"Vector512.LoadAligned({pointer} + {16 * i})", f"{prefix}{i}") for i in range(degree)]


def store(o, pointer, words):
    for i, w in enumerate(words):
        o.raw(f"{w}.StoreAligned({pointer} + {16 * i});")


# Straight to optimised code: a proof is often the only one of its process, and until its tier is reached a kernel is ten times slower.
OPTIMIZED = "    [MethodImpl(MethodImplOptions.AggressiveOptimization)]"

CONSTANTS = """        Vector512<uint> prime = Vector512.Create(KoalaBear.Modulus);
        Vector512<uint> inverse = Vector512.Create(KoalaBear.ModulusInverse);
"""
WIDE = CONSTANTS + """        Vector512<ulong> fence = Vector512.Create(WideProduct.Fence);
        Vector512<uint> highs = Vector512.Create(1u, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31);
"""


NARROW = WIDE.replace("        Vector512<ulong> fence = Vector512.Create(WideProduct.Fence);\n", "")


def kernel(name, summary, parameters, advances, constants, emit):
    o = Body("            ")
    emit(o)
    text = [f"    /// <summary>{summary}</summary>", OPTIMIZED, f"    internal static void {name}({parameters}, nint groups)", "    {"]
    text.append(constants.rstrip("\n"))
    text.append("        for (nint g = 0; g < groups; g++)")
    text.append("        {")
    text += o.lines
    text += [f"            {a};" for a in advances]
    text += ["        }", "    }", ""]
    return "\n".join(text)


def field_kernels(degree):
    words = 16 * degree

    def multiply(o):
        store(o, "destination", product(o, degree, load(o, "a", degree, "a"), load(o, "b", degree, "b")))

    def multiply_add(o):
        r = product(o, degree, load(o, "a", degree, "a"), load(o, "b", degree, "b"))
        for i in range(degree):
            r[i] = o.add(r[i], o.let(f"Vector512.LoadAligned(destination + {16 * i})"))
        store(o, "destination", r)

    def fold(o):
        low = load(o, "low", degree, "low")
        difference = [o.sub(h, l) for h, l in zip(load(o, "high", degree, "high"), low)]
        r = product(o, degree, difference, load(o, "challenge", degree, "c"))
        store(o, "destination", [o.add(x, y) for x, y in zip(low, r)])

    def multiply_base(o):
        base = o.let("Vector512.LoadAligned(b)")
        store(o, "destination", times_base(o, load(o, "a", degree, "a"), base))

    def fold_base(o):
        low = o.let("Vector512.LoadAligned(low)", "low0")
        difference = o.sub(o.let("Vector512.LoadAligned(high)", "high0"), low)
        r = times_base(o, load(o, "challenge", degree, "c"), difference)
        store(o, "destination", [o.add(r[0], low)] + r[1:])

    steps = ["destination += destinationStep", "a += aStep", "b += bStep"]
    parts = [
        kernel("Multiply", "destination = a b", "uint* destination, nint destinationStep, uint* a, nint aStep, uint* b, nint bStep",
               steps, WIDE, multiply),
        kernel("MultiplyAdd", "destination = destination + a b",
               "uint* destination, nint destinationStep, uint* a, nint aStep, uint* b, nint bStep", steps, WIDE, multiply_add),
        kernel("Fold", "destination = low + challenge (high - low)", "uint* destination, uint* low, uint* high, nint step, uint* challenge",
               [f"destination += {words}", "low += step", "high += step"], WIDE, fold),
        kernel("MultiplyBase", "destination = a b for base words b", "uint* destination, uint* a, nint aStep, uint* b, nint bStep",
               [f"destination += {words}", "a += aStep", "b += bStep"], NARROW, multiply_base),
        kernel("FoldBase", "destination = low + challenge (high - low) for base words low, high",
               "uint* destination, uint* low, uint* high, nint step, uint* challenge",
               [f"destination += {words}", "low += step", "high += step"], NARROW, fold_base),
        linear_combination(degree),
    ]
    name = f"KoalaBear{degree}Kernels"
    return name, "Fields", HEADER + f"""using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Supercomputer.Cryptography.Fields;

/// <summary>The AVX-512 loops of <see cref="KoalaBear{degree}"/> over lane groups; <see cref="Lanes{{TField}}"/> says the layout.</summary>
internal static unsafe class {name}
{{
{chr(10).join(parts).rstrip()}
}}
"""


HEADER = "// <auto-generated>Written by eng/generate-lane-kernels.py.</auto-generated>\n#nullable enable\n"


def butterfly_forward(o, x, y, w, wi):
    """(x + w y, x - w y), with wi = w / p mod 2^32 so that the two first products do not wait for one another."""
    yo = o.odd(y)
    ends = []
    for part in (y, yo):
        v = o.let(f"Avx512F.Multiply({part}, {w})")
        q = o.let(f"Avx512F.Multiply({part}, {wi})")
        m = o.let(f"Avx512F.Multiply({q}.AsUInt32(), prime)")
        ends.append(o.let(f"{v} - {m}"))
    t = o.join(*ends)
    return o.add(x, t), o.sub(x, t)


def butterfly_inverse(o, x, y, w, wi):
    """(x + y, w (x - y))."""
    s, d = o.add(x, y), o.sub(x, y)
    do = o.odd(d)
    ends = []
    for part in (d, do):
        v = o.let(f"Avx512F.Multiply({part}, {w})")
        q = o.let(f"Avx512F.Multiply({part}, {wi})")
        m = o.let(f"Avx512F.Multiply({q}.AsUInt32(), prime)")
        ends.append(o.let(f"{v} - {m}"))
    return s, o.join(*ends)


def ntt_kernel(name, log, inverse):
    """log layers at once on 2^log slices that lie `slice` words apart; block b of the first layer has twiddle index b."""
    size = 1 << log
    o = Body("            ")
    x = [o.let(f"Vector512.Load(source + i + ({j} * slice))", f"x{j}") for j in range(size)]
    layers = list(range(log))
    if inverse:
        layers.reverse()
    for l in layers:
        half = size >> (l + 1)
        for block in range(1 << l):
            for j in range(half):
                i0 = block * 2 * half + j
                f = butterfly_inverse if inverse else butterfly_forward
                x[i0], x[i0 + half] = f(o, x[i0], x[i0 + half], f"w{l}{block}", f"v{l}{block}")
    for j in range(size):
        o.raw(f"{x[j]}.Store(destination + i + ({j} * slice));")
    head = []
    for l in range(log):
        for block in range(1 << l):
            head.append(f"        Vector512<uint> w{l}{block} = Vector512.Create(twiddles[{2 * (1 << l)} * block + {2 * block}]);")
            head.append(f"        Vector512<uint> v{l}{block} = Vector512.Create(twiddles[{2 * (1 << l)} * block + {2 * block + 1}]);")
    order = "last first" if inverse else "first to last"
    return "\n".join([
        f"    /// <summary>{log} layer(s) of one block, {order}: {size} slices of <paramref name=\"slice\"/> words.</summary>",
        OPTIMIZED,
        f"    internal static void {name}(uint* source, uint* destination, nint slice, nint from, nint to, uint* twiddles, nint block)",
        "    {",
        "        Vector512<uint> prime = Vector512.Create(KoalaBear.Modulus);",
        "        Vector512<uint> highs = Vector512.Create(1u, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31);",
        *head,
        "        for (nint i = from; i < to; i += 16)",
        "        {", *o.lines, "        }", "    }", ""])


def ntt_kernels():
    parts = [ntt_kernel(f"{kind}{1 << log}", log, kind == "Inverse") for kind in ("Forward", "Inverse") for log in (1, 2, 3)]
    return "NttKernels", "Ntt", HEADER + f"""using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Cryptography.Ntt;

/// <summary>The AVX-512 butterflies; <see cref="NumberTheoreticTransform"/> says what they compute.</summary>
/// <remarks>Twiddle t of the table is at words 2t (Montgomery) and 2t + 1 (the same word over p, modulo 2^32).</remarks>
internal static unsafe class NttKernels
{{
{chr(10).join(parts).rstrip()}
}}
"""


for name, folder, text in [field_kernels(6), field_kernels(5), ntt_kernels()]:
    path = os.path.join(ROOT, folder)
    os.makedirs(path, exist_ok=True)
    with open(os.path.join(path, name + ".Generated.cs"), "w", newline="\n") as f:
        f.write(text)

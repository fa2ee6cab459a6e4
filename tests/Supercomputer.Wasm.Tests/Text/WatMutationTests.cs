using System.Text;
using Supercomputer.Wasm.Text;
using Xunit;

namespace Supercomputer.Wasm.Tests.Text;

/// <summary>The text and script readers answer every input: a module, commands, or an error; never an exception.</summary>
public sealed class WatMutationTests
{
    private const string Sample = """
        (module $m
          (type $t (func (param i32 i64) (result f32)))
          (import "env" "f" (func $f (type $t)))
          (import "env" "g" (global $g i32))
          (memory $mem (export "memory") 1 0x10)
          (table $tab 2 funcref) (table externref (elem (ref.null extern)))
          (global $h (export "h") (mut f64) (f64.const -0x1.8p-3))
          (data $d (memory $mem) (offset (i32.const 0)) "a\00\u{1F600}\"" "b") (data "passive")
          (elem $e (table $tab) (i32.const 0) func $f $k) (elem declare funcref (item ref.func $k))
          (func $k (export "k") (param $x i32) (param i64 f32) (result i32 i32) (local $y i32) (local f64 f64)
            (block $out (result i32)
              (if (i32.eqz (local.get $x)) (then (br $out (i32.const 0x7fff_ffff))) (else nop))
              loop $again local.get $x br_table 0 $again $out 2 end
              (call_indirect $tab (param i32) (result i32) (i32.const 1) (i32.const 0)))
            (i32.load16_u offset=4 align=2 (i32.const 0)) (f32.const nan:0x12) drop
            (select (result i32) (i32.const 1) (i32.const 2) (memory.grow (i32.const 1)))
            (memory.init $d (i32.const 0) (i32.const 0) (i32.const 1)) (table.copy $tab $tab (i32.const 0) (i32.const 0) (i32.const 1)))
          (start $s) (func $s) (; a (; b ;) ;) (@note x (y)))
        (register "m" $m)
        (assert_return (invoke $m "k" (i32.const 1) (i64.const -1) (f32.const 1.5e3)) (i32.const 0) (f32.const nan:canonical))
        (assert_trap (invoke "k") "unreachable")
        (assert_malformed (module quote "(func (i32.const 0x))") "unknown operator")
        (assert_invalid (module (func (result i32))) "type mismatch")
        (assert_unlinkable (module binary "\00asm" "\01\00\00\00") "unknown import")
        (get "h")
        """;

    private static readonly string[] Tokens =
    [
        "(", ")", "\"", "\\", "$m", "$", "0", "-1", "0x", "1e9", "nan", "4294967296", "module", "func", "param", "result",
        "end", "else", "if", "block", "(;", ";)", ";;", "\n", "(@", "offset=", "align=3", "v128", "quote", "binary", "(module",
        "(func", "(elem", "(then", "i32.const", "ref.null", "type", "(type 99)", "\u00e9", "\0", "br_table", "item",
    ];

    [Fact]
    public void Mutated_texts_are_answered()
    {
        Random random = new(7);
        int compiled = 0, refused = 0;
        for (int round = 0; round < 2000; round++)
        {
            byte[] bytes = Mutate(random);
            WatCompiler.Compile(bytes);
            foreach (WastCommand command in WastReader.Read(bytes).Commands)
            {
                WastModule? module = (command as WastDefinition)?.Module ?? (command as WastAssertion)?.Module;
                if (module is not null) _ = module.Compile().Succeeded ? compiled++ : refused++;
            }
        }
        Assert.True(compiled > 100 && refused > 100, $"{compiled} compiled, {refused} refused: the mutations are too mild or too wild");
    }

    [Fact]
    public void Every_truncation_is_answered()
    {
        byte[] sample = Encoding.UTF8.GetBytes(Sample);
        int compiled = 0;
        for (int length = 0; length < sample.Length; length++)
        {
            if (WatCompiler.Compile(sample.AsSpan(0, length)).Succeeded) compiled++;
            WastReader.Read(sample.AsSpan(0, length));
        }
        // The empty text, the first module alone, and that with its line break or an opening string.
        Assert.InRange(compiled, 3, 4);
    }

    [Fact]
    public void Random_bytes_are_answered()
    {
        Random random = new(8);
        for (int round = 0; round < 1000; round++)
        {
            byte[] bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            if (round % 2 == 0)
                for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)" ()\";$@\\.0x1enuf\n"[bytes[i] % 17];
            WatCompiler.Compile(bytes);
            WastReader.Read(bytes);
        }
    }

    private static byte[] Mutate(Random random)
    {
        StringBuilder text = new(Sample);
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int at = random.Next(text.Length);
            switch (random.Next(5))
            {
                case 0: text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at)); break;
                case 1: text.Insert(at, Tokens[random.Next(Tokens.Length)]); break;
                case 2: text[at] = (char)random.Next(1, 127); break;
                case 3: text.Insert(at, ' ' + Tokens[random.Next(Tokens.Length)] + ' '); break;
                default: text.Insert(random.Next(text.Length), text.ToString(at, Math.Min(random.Next(1, 60), text.Length - at))); break;
            }
        }
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (random.Next(8) == 0) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }
}

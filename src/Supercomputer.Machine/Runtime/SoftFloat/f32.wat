;; Arithmetic of f32 over integers: IEEE 754, round to nearest, ties to even; a NaN result is the canonical one.
;; A function's name is the instruction's. A float is its bits. s is a sign bit in place, e a biased exponent.

;; Rounds m, whose leading bit is bit 62 and stands for 2^(e - 127); bits of m below the last one say only "inexact".
(func $f32.round (param $s i32) (param $e i32) (param $m i64) (result i32)
  (local $n i64)
  (if (i32.ge_u (i32.sub (local.get $e) (i32.const 1)) (i32.const 254))
    (then
      (if (i32.ge_s (local.get $e) (i32.const 255))
        (then (return (i32.or (local.get $s) (i32.const 0x7f800000)))))
      ;; A subnormal result: all its bits stand one exponent lower than the least normal one.
      (local.set $n (i64.extend_i32_u (i32.sub (i32.const 1) (local.get $e))))
      (local.set $e (i32.const 1))
      (if (i64.gt_u (local.get $n) (i64.const 62))
        (then (return (local.get $s))))
      (local.set $m (i64.or
        (i64.shr_u (local.get $m) (local.get $n))
        (i64.extend_i32_u (i64.ne (i64.shl (local.get $m) (i64.sub (i64.const 64) (local.get $n))) (i64.const 0)))))))
  ;; The leading bit adds one to the exponent, and so does a carry out of the fraction.
  (i32.add
    (i32.add (local.get $s) (i32.shl (i32.sub (local.get $e) (i32.const 1)) (i32.const 23)))
    (i32.wrap_i64 (i64.shr_u
      (i64.add
        (i64.add (local.get $m) (i64.const 0x3fffffffff))
        (i64.and (i64.shr_u (local.get $m) (i64.const 39)) (i64.const 1)))
      (i64.const 39)))))

;; The same for any m that is not zero, wherever its leading bit stands.
(func $f32.normalize (param $s i32) (param $e i32) (param $m i64) (result i32)
  (local $n i64)
  (if (i64.lt_s (local.get $m) (i64.const 0))
    (then (return (call $f32.round (local.get $s) (i32.add (local.get $e) (i32.const 1))
      (i64.or (i64.shr_u (local.get $m) (i64.const 1)) (i64.and (local.get $m) (i64.const 1)))))))
  (if (i64.lt_u (local.get $m) (i64.const 0x2000000000000000))
    (then
      (local.set $n (i64.sub (i64.clz (local.get $m)) (i64.const 1)))
      (local.set $e (i32.sub (local.get $e) (i32.wrap_i64 (local.get $n))))
      (local.set $m (i64.shl (local.get $m) (local.get $n))))
    (else
      (local.set $e (i32.sub (local.get $e) (i32.const 1)))
      (local.set $m (i64.shl (local.get $m) (i64.const 1)))))
  (call $f32.round (local.get $s) (local.get $e) (local.get $m)))

(func $f32.add (export "f32.add") (param $a i32) (param $b i32) (result i32)
  (local $x i32) (local $y i32) (local $p i64) (local $q i64) (local $d i32)
  (local.set $x (i32.shl (local.get $a) (i32.const 1)))
  (local.set $y (i32.shl (local.get $b) (i32.const 1)))
  (if (i32.lt_u (local.get $x) (local.get $y))
    (then
      (local.set $d (local.get $x)) (local.set $x (local.get $y)) (local.set $y (local.get $d))
      (local.set $d (local.get $a)) (local.set $a (local.get $b)) (local.set $b (local.get $d))))
  (if (i32.ge_u (local.get $x) (i32.const 0xff000000))
    (then
      (if (i32.gt_u (local.get $x) (i32.const 0xff000000)) (then (return (i32.const 0x7fc00000))))
      (if (i32.eq (i32.xor (local.get $a) (local.get $b)) (i32.const 0x80000000)) (then (return (i32.const 0x7fc00000))))
      (return (local.get $a))))
  (if (i32.lt_u (local.get $x) (i32.const 0x01000000))
    (then (return (call $f32.addsubnormal (local.get $a) (local.get $b)))))
  (local.set $p (i64.shl
    (i64.extend_i32_u (i32.or (i32.and (local.get $a) (i32.const 0x7fffff)) (i32.const 0x800000))) (i64.const 39)))
  (local.set $x (i32.shr_u (local.get $x) (i32.const 24)))
  (local.set $y (i32.shr_u (local.get $y) (i32.const 24)))
  (local.set $d (i32.and (local.get $b) (i32.const 0x7fffff)))
  (if (local.get $y)
    (then (local.set $d (i32.or (local.get $d) (i32.const 0x800000))))
    (else (local.set $y (i32.const 1))))
  (local.set $q (i64.shl (i64.extend_i32_u (local.get $d)) (i64.const 39)))
  (local.set $d (i32.sub (local.get $x) (local.get $y)))
  ;; Farther than 39 bits below, b only makes the result inexact.
  (if (i32.gt_u (local.get $d) (i32.const 39)) (then (local.set $d (i32.const 39))))
  (local.set $q (i64.shr_u (local.get $q) (i64.extend_i32_u (local.get $d))))
  (local.set $y (i32.and (local.get $a) (i32.const 0x80000000)))
  (if (i32.ge_s (i32.xor (local.get $a) (local.get $b)) (i32.const 0))
    (then
      (local.set $p (i64.add (local.get $p) (local.get $q)))
      (if (i64.ge_s (local.get $p) (i64.const 0))
        (then (return (call $f32.round (local.get $y) (local.get $x) (local.get $p)))))
      (return (call $f32.round (local.get $y) (i32.add (local.get $x) (i32.const 1))
        (i64.or (i64.shr_u (local.get $p) (i64.const 1)) (i64.and (local.get $p) (i64.const 1)))))))
  (local.set $p (i64.sub (local.get $p) (local.get $q)))
  (if (i64.ge_u (local.get $p) (i64.const 0x4000000000000000))
    (then (return (call $f32.round (local.get $y) (local.get $x) (local.get $p)))))
  (if (i64.eqz (local.get $p)) (then (return (i32.const 0))))
  (call $f32.normalize (local.get $y) (local.get $x) (local.get $p)))

;; |a| >= |b|, and neither is normal: they add as integers.
(func $f32.addsubnormal (param $a i32) (param $b i32) (result i32)
  (local $n i32)
  (local.set $n (i32.and (local.get $b) (i32.const 0x7fffffff)))
  (if (i32.ge_s (i32.xor (local.get $a) (local.get $b)) (i32.const 0))
    (then (return (i32.add (local.get $a) (local.get $n)))))
  (if (i32.eq (i32.and (local.get $a) (i32.const 0x7fffffff)) (local.get $n)) (then (return (i32.const 0))))
  (i32.sub (local.get $a) (local.get $n)))

(func $f32.mul (export "f32.mul") (param $a i32) (param $b i32) (result i32)
  (local $s i32) (local $x i32) (local $y i32) (local $n i32) (local $m i64)
  (local.set $s (i32.and (i32.xor (local.get $a) (local.get $b)) (i32.const 0x80000000)))
  (local.set $x (i32.and (i32.shr_u (local.get $a) (i32.const 23)) (i32.const 255)))
  (local.set $y (i32.and (i32.shr_u (local.get $b) (i32.const 23)) (i32.const 255)))
  (local.set $a (i32.and (local.get $a) (i32.const 0x7fffff)))
  (local.set $b (i32.and (local.get $b) (i32.const 0x7fffff)))
  (if (i32.lt_u (i32.sub (local.get $x) (i32.const 1)) (i32.const 254))
    (then (local.set $a (i32.or (local.get $a) (i32.const 0x800000))))
    (else
      (if (local.get $x)
        (then
          ;; a is infinite or NaN: NaN where a is, where b is, and where b is zero.
          (if (i32.or (local.get $a) (i32.and (i32.eq (local.get $y) (i32.const 255)) (i32.ne (local.get $b) (i32.const 0))))
            (then (return (i32.const 0x7fc00000))))
          (if (i32.eqz (i32.or (local.get $y) (local.get $b))) (then (return (i32.const 0x7fc00000))))
          (return (i32.or (local.get $s) (i32.const 0x7f800000)))))
      (if (i32.eqz (local.get $a))
        (then
          (if (i32.eq (local.get $y) (i32.const 255)) (then (return (i32.const 0x7fc00000))))
          (return (local.get $s))))
      (local.set $n (i32.sub (i32.clz (local.get $a)) (i32.const 8)))
      (local.set $a (i32.shl (local.get $a) (local.get $n)))
      (local.set $x (i32.sub (i32.const 1) (local.get $n)))))
  (if (i32.lt_u (i32.sub (local.get $y) (i32.const 1)) (i32.const 254))
    (then (local.set $b (i32.or (local.get $b) (i32.const 0x800000))))
    (else
      (if (local.get $y)
        (then
          (if (local.get $b) (then (return (i32.const 0x7fc00000))))
          (return (i32.or (local.get $s) (i32.const 0x7f800000)))))
      (if (i32.eqz (local.get $b)) (then (return (local.get $s))))
      (local.set $n (i32.sub (i32.clz (local.get $b)) (i32.const 8)))
      (local.set $b (i32.shl (local.get $b) (local.get $n)))
      (local.set $y (i32.sub (i32.const 1) (local.get $n)))))
  (local.set $m (i64.mul (i64.extend_i32_u (local.get $a)) (i64.extend_i32_u (local.get $b))))
  (local.set $x (i32.add (local.get $x) (local.get $y)))
  (if (i64.ge_u (local.get $m) (i64.const 0x800000000000))
    (then (return (call $f32.round (local.get $s) (i32.sub (local.get $x) (i32.const 126)) (i64.shl (local.get $m) (i64.const 15))))))
  (call $f32.round (local.get $s) (i32.sub (local.get $x) (i32.const 127)) (i64.shl (local.get $m) (i64.const 16))))

(func $f32.div (export "f32.div") (param $a i32) (param $b i32) (result i32)
  (local $s i32) (local $x i32) (local $y i32) (local $n i32) (local $p i64) (local $q i64) (local $m i64)
  (local.set $s (i32.and (i32.xor (local.get $a) (local.get $b)) (i32.const 0x80000000)))
  (local.set $x (i32.and (i32.shr_u (local.get $a) (i32.const 23)) (i32.const 255)))
  (local.set $y (i32.and (i32.shr_u (local.get $b) (i32.const 23)) (i32.const 255)))
  (local.set $a (i32.and (local.get $a) (i32.const 0x7fffff)))
  (local.set $b (i32.and (local.get $b) (i32.const 0x7fffff)))
  (if (i32.lt_u (i32.sub (local.get $x) (i32.const 1)) (i32.const 254))
    (then (local.set $a (i32.or (local.get $a) (i32.const 0x800000))))
    (else
      (if (local.get $x)
        (then
          (if (i32.or (local.get $a) (i32.eq (local.get $y) (i32.const 255))) (then (return (i32.const 0x7fc00000))))
          (return (i32.or (local.get $s) (i32.const 0x7f800000)))))
      (if (i32.eqz (local.get $a))
        (then
          ;; Zero by zero or by NaN.
          (if (i32.eqz (i32.or (local.get $y) (local.get $b))) (then (return (i32.const 0x7fc00000))))
          (if (i32.and (i32.eq (local.get $y) (i32.const 255)) (i32.ne (local.get $b) (i32.const 0)))
            (then (return (i32.const 0x7fc00000))))
          (return (local.get $s))))
      (local.set $n (i32.sub (i32.clz (local.get $a)) (i32.const 8)))
      (local.set $a (i32.shl (local.get $a) (local.get $n)))
      (local.set $x (i32.sub (i32.const 1) (local.get $n)))))
  (if (i32.lt_u (i32.sub (local.get $y) (i32.const 1)) (i32.const 254))
    (then (local.set $b (i32.or (local.get $b) (i32.const 0x800000))))
    (else
      (if (local.get $y)
        (then
          (if (local.get $b) (then (return (i32.const 0x7fc00000))))
          (return (local.get $s))))
      (if (i32.eqz (local.get $b)) (then (return (i32.or (local.get $s) (i32.const 0x7f800000)))))
      (local.set $n (i32.sub (i32.clz (local.get $b)) (i32.const 8)))
      (local.set $b (i32.shl (local.get $b) (local.get $n)))
      (local.set $y (i32.sub (i32.const 1) (local.get $n)))))
  (local.set $x (i32.add (i32.sub (local.get $x) (local.get $y)) (i32.const 127)))
  (if (i32.lt_u (local.get $a) (local.get $b))
    (then
      (local.set $a (i32.shl (local.get $a) (i32.const 1)))
      (local.set $x (i32.sub (local.get $x) (i32.const 1)))))
  (local.set $p (i64.shl (i64.extend_i32_u (local.get $a)) (i64.const 38)))
  (local.set $q (i64.extend_i32_u (local.get $b)))
  (local.set $m (i64.shl (i64.div_u (local.get $p) (local.get $q)) (i64.const 24)))
  (if (i64.ne (i64.rem_u (local.get $p) (local.get $q)) (i64.const 0))
    (then (local.set $m (i64.or (local.get $m) (i64.const 1)))))
  (call $f32.round (local.get $s) (local.get $x) (local.get $m)))

;; The whole part of the square root of n >= 2^62: Newton's steps from a line that is off by at most 4 %.
(func $root (param $n i64) (result i64)
  (local $r i64)
  (local.set $r (i64.add (i64.div_u (i64.shr_u (local.get $n) (i64.const 31)) (i64.const 3)) (i64.const 0x5aaaaaaa)))
  (local.set $r (i64.shr_u (i64.add (local.get $r) (i64.div_u (local.get $n) (local.get $r))) (i64.const 1)))
  (local.set $r (i64.shr_u (i64.add (local.get $r) (i64.div_u (local.get $n) (local.get $r))) (i64.const 1)))
  (local.set $r (i64.shr_u (i64.add (local.get $r) (i64.div_u (local.get $n) (local.get $r))) (i64.const 1)))
  ;; The steps never end below it, and at most one above.
  (if (i64.gt_u (local.get $r) (i64.div_u (local.get $n) (local.get $r)))
    (then (local.set $r (i64.sub (local.get $r) (i64.const 1)))))
  (local.get $r))

(func $f32.sqrt (export "f32.sqrt") (param $a i32) (result i32)
  (local $e i32) (local $n i32) (local $m i64) (local $r i64)
  (local.set $e (i32.shr_u (local.get $a) (i32.const 23)))
  (local.set $n (i32.and (local.get $a) (i32.const 0x7fffff)))
  (if (i32.lt_u (i32.sub (local.get $e) (i32.const 1)) (i32.const 254))
    (then (local.set $n (i32.or (local.get $n) (i32.const 0x800000))))
    (else
      (if (i32.eqz (i32.shl (local.get $a) (i32.const 1))) (then (return (local.get $a))))
      (if (i32.eq (local.get $a) (i32.const 0x7f800000)) (then (return (local.get $a))))
      (if (local.get $e) (then (return (i32.const 0x7fc00000))))
      (local.set $e (i32.sub (i32.const 9) (i32.clz (local.get $n))))
      (local.set $n (i32.shl (local.get $n) (i32.sub (i32.const 1) (local.get $e))))))
  ;; An even exponent: the fraction's leading bit is bit 62 or, for an odd one, bit 63.
  (local.set $m (i64.shl
    (i64.extend_i32_u (local.get $n))
    (i64.extend_i32_u (i32.sub (i32.const 40) (i32.and (local.get $e) (i32.const 1))))))
  (local.set $r (call $root (local.get $m)))
  (call $f32.round (i32.const 0) (i32.shr_s (i32.add (local.get $e) (i32.const 127)) (i32.const 1))
    (i64.or
      (i64.shl (local.get $r) (i64.const 31))
      (i64.extend_i32_u (i64.ne (i64.mul (local.get $r) (local.get $r)) (local.get $m))))))

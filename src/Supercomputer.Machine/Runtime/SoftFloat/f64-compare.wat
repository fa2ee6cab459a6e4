;; Comparisons, minimum, maximum and rounding to whole numbers of f64, over integers.
;; Of floats of the same sign, the greater bits have the greater magnitude; as signed integers, floats that are not both
;; negative compare as they do as floats, apart from the two zeros.

(func $f64.eq (export "f64.eq") (param $a i64) (param $b i64) (result i32)
  (if (i64.eq (local.get $a) (local.get $b))
    (then (return (i64.le_u (i64.shl (local.get $a) (i64.const 1)) (i64.const 0xffe0000000000000)))))
  (i64.eqz (i64.shl (i64.or (local.get $a) (local.get $b)) (i64.const 1))))

(func $f64.ne (export "f64.ne") (param $a i64) (param $b i64) (result i32)
  (if (i64.eq (local.get $a) (local.get $b))
    (then (return (i64.gt_u (i64.shl (local.get $a) (i64.const 1)) (i64.const 0xffe0000000000000)))))
  (i64.ne (i64.shl (i64.or (local.get $a) (local.get $b)) (i64.const 1)) (i64.const 0)))

(func $f64.lt (export "f64.lt") (param $a i64) (param $b i64) (result i32)
  (if (i64.gt_u (i64.shl (local.get $a) (i64.const 1)) (i64.const 0xffe0000000000000)) (then (return (i32.const 0))))
  (if (i64.gt_u (i64.shl (local.get $b) (i64.const 1)) (i64.const 0xffe0000000000000)) (then (return (i32.const 0))))
  (if (i64.lt_s (i64.and (local.get $a) (local.get $b)) (i64.const 0)) (then (return (i64.lt_s (local.get $b) (local.get $a)))))
  (if (i64.eqz (i64.shl (i64.or (local.get $a) (local.get $b)) (i64.const 1))) (then (return (i32.const 0))))
  (i64.lt_s (local.get $a) (local.get $b)))

(func $f64.gt (export "f64.gt") (param $a i64) (param $b i64) (result i32)
  (if (i64.gt_u (i64.shl (local.get $a) (i64.const 1)) (i64.const 0xffe0000000000000)) (then (return (i32.const 0))))
  (if (i64.gt_u (i64.shl (local.get $b) (i64.const 1)) (i64.const 0xffe0000000000000)) (then (return (i32.const 0))))
  (if (i64.lt_s (i64.and (local.get $a) (local.get $b)) (i64.const 0)) (then (return (i64.lt_s (local.get $a) (local.get $b)))))
  (if (i64.eqz (i64.shl (i64.or (local.get $a) (local.get $b)) (i64.const 1))) (then (return (i32.const 0))))
  (i64.lt_s (local.get $b) (local.get $a)))

(func $f64.le (export "f64.le") (param $a i64) (param $b i64) (result i32)
  (if (i64.gt_u (i64.shl (local.get $a) (i64.const 1)) (i64.const 0xffe0000000000000)) (then (return (i32.const 0))))
  (if (i64.gt_u (i64.shl (local.get $b) (i64.const 1)) (i64.const 0xffe0000000000000)) (then (return (i32.const 0))))
  (if (i64.lt_s (i64.and (local.get $a) (local.get $b)) (i64.const 0)) (then (return (i64.le_s (local.get $b) (local.get $a)))))
  (if (i64.eqz (i64.shl (i64.or (local.get $a) (local.get $b)) (i64.const 1))) (then (return (i32.const 1))))
  (i64.le_s (local.get $a) (local.get $b)))

(func $f64.ge (export "f64.ge") (param $a i64) (param $b i64) (result i32)
  (if (i64.gt_u (i64.shl (local.get $a) (i64.const 1)) (i64.const 0xffe0000000000000)) (then (return (i32.const 0))))
  (if (i64.gt_u (i64.shl (local.get $b) (i64.const 1)) (i64.const 0xffe0000000000000)) (then (return (i32.const 0))))
  (if (i64.lt_s (i64.and (local.get $a) (local.get $b)) (i64.const 0)) (then (return (i64.le_s (local.get $a) (local.get $b)))))
  (if (i64.eqz (i64.shl (i64.or (local.get $a) (local.get $b)) (i64.const 1))) (then (return (i32.const 1))))
  (i64.le_s (local.get $b) (local.get $a)))

(func $f64.min (export "f64.min") (param $a i64) (param $b i64) (result i64)
  (if (i64.gt_u (i64.shl (local.get $a) (i64.const 1)) (i64.const 0xffe0000000000000)) (then (return (i64.const 0x7ff8000000000000))))
  (if (i64.gt_u (i64.shl (local.get $b) (i64.const 1)) (i64.const 0xffe0000000000000)) (then (return (i64.const 0x7ff8000000000000))))
  (if (i64.lt_s (i64.and (local.get $a) (local.get $b)) (i64.const 0))
    (then (return (select (local.get $a) (local.get $b) (i64.gt_u (local.get $a) (local.get $b))))))
  (select (local.get $a) (local.get $b) (i64.lt_s (local.get $a) (local.get $b))))

(func $f64.max (export "f64.max") (param $a i64) (param $b i64) (result i64)
  (if (i64.gt_u (i64.shl (local.get $a) (i64.const 1)) (i64.const 0xffe0000000000000)) (then (return (i64.const 0x7ff8000000000000))))
  (if (i64.gt_u (i64.shl (local.get $b) (i64.const 1)) (i64.const 0xffe0000000000000)) (then (return (i64.const 0x7ff8000000000000))))
  (if (i64.lt_s (i64.and (local.get $a) (local.get $b)) (i64.const 0))
    (then (return (select (local.get $a) (local.get $b) (i64.lt_u (local.get $a) (local.get $b))))))
  (select (local.get $a) (local.get $b) (i64.gt_s (local.get $a) (local.get $b))))

(func $f64.trunc (export "f64.trunc") (param $a i64) (result i64)
  (local $e i64) (local $m i64)
  (local.set $e (i64.and (i64.shr_u (local.get $a) (i64.const 52)) (i64.const 2047)))
  (if (i64.ge_u (local.get $e) (i64.const 1075))
    (then
      (if (i64.gt_u (i64.shl (local.get $a) (i64.const 1)) (i64.const 0xffe0000000000000)) (then (return (i64.const 0x7ff8000000000000))))
      (return (local.get $a))))
  (if (i64.lt_u (local.get $e) (i64.const 1023)) (then (return (i64.and (local.get $a) (i64.const 0x8000000000000000)))))
  (i64.and (local.get $a) (i64.shl (i64.const -1) (i64.sub (i64.const 1075) (local.get $e)))))

(func $f64.ceil (export "f64.ceil") (param $a i64) (result i64)
  (local $e i64) (local $m i64)
  (local.set $e (i64.and (i64.shr_u (local.get $a) (i64.const 52)) (i64.const 2047)))
  (if (i64.ge_u (local.get $e) (i64.const 1075))
    (then
      (if (i64.gt_u (i64.shl (local.get $a) (i64.const 1)) (i64.const 0xffe0000000000000)) (then (return (i64.const 0x7ff8000000000000))))
      (return (local.get $a))))
  (if (i64.lt_u (local.get $e) (i64.const 1023))
    (then
      (if (i32.and (i64.ge_s (local.get $a) (i64.const 0)) (i64.ne (i64.shl (local.get $a) (i64.const 1)) (i64.const 0))) (then (return (i64.const 0x3ff0000000000000))))
      (return (i64.and (local.get $a) (i64.const 0x8000000000000000)))))
  (local.set $m (i64.shl (i64.const -1) (i64.sub (i64.const 1075) (local.get $e))))
  (if (i64.ge_s (local.get $a) (i64.const 0))
    (then (local.set $a (i64.add (local.get $a) (i64.xor (local.get $m) (i64.const -1))))))
  (i64.and (local.get $a) (local.get $m)))

(func $f64.floor (export "f64.floor") (param $a i64) (result i64)
  (local $e i64) (local $m i64)
  (local.set $e (i64.and (i64.shr_u (local.get $a) (i64.const 52)) (i64.const 2047)))
  (if (i64.ge_u (local.get $e) (i64.const 1075))
    (then
      (if (i64.gt_u (i64.shl (local.get $a) (i64.const 1)) (i64.const 0xffe0000000000000)) (then (return (i64.const 0x7ff8000000000000))))
      (return (local.get $a))))
  (if (i64.lt_u (local.get $e) (i64.const 1023))
    (then
      (if (i32.and (i64.lt_s (local.get $a) (i64.const 0)) (i64.ne (i64.shl (local.get $a) (i64.const 1)) (i64.const 0))) (then (return (i64.const 0xbff0000000000000))))
      (return (i64.and (local.get $a) (i64.const 0x8000000000000000)))))
  (local.set $m (i64.shl (i64.const -1) (i64.sub (i64.const 1075) (local.get $e))))
  (if (i64.lt_s (local.get $a) (i64.const 0))
    (then (local.set $a (i64.add (local.get $a) (i64.xor (local.get $m) (i64.const -1))))))
  (i64.and (local.get $a) (local.get $m)))

(func $f64.nearest (export "f64.nearest") (param $a i64) (result i64)
  (local $e i64) (local $m i64)
  (local.set $e (i64.and (i64.shr_u (local.get $a) (i64.const 52)) (i64.const 2047)))
  (if (i64.ge_u (local.get $e) (i64.const 1075))
    (then
      (if (i64.gt_u (i64.shl (local.get $a) (i64.const 1)) (i64.const 0xffe0000000000000)) (then (return (i64.const 0x7ff8000000000000))))
      (return (local.get $a))))
  (if (i64.lt_u (local.get $e) (i64.const 1023))
    (then
      (if (i64.gt_u (i64.and (local.get $a) (i64.const 0x7fffffffffffffff)) (i64.const 0x3fe0000000000000)) (then (return (i64.or (i64.and (local.get $a) (i64.const 0x8000000000000000)) (i64.const 0x3ff0000000000000)))))
      (return (i64.and (local.get $a) (i64.const 0x8000000000000000)))))
  ;; Half of the last whole bit less one, and one more where that bit is set: the exponent's lowest bit stands for a leading one.
  (local.set $e (i64.sub (i64.const 1075) (local.get $e)))
  (local.set $m (i64.shl (i64.const 1) (i64.sub (local.get $e) (i64.const 1))))
  (local.set $m (i64.add (i64.sub (local.get $m) (i64.const 1)) (i64.and (i64.shr_u (local.get $a) (local.get $e)) (i64.const 1))))
  (i64.and (i64.add (local.get $a) (local.get $m)) (i64.shl (i64.const -1) (local.get $e))))

;; Comparisons, minimum, maximum and rounding to whole numbers of f32, over integers.
;; Of floats of the same sign, the greater bits have the greater magnitude; as signed integers, floats that are not both
;; negative compare as they do as floats, apart from the two zeros.

(func $f32.eq (export "f32.eq") (param $a i32) (param $b i32) (result i32)
  (if (i32.eq (local.get $a) (local.get $b))
    (then (return (i32.le_u (i32.shl (local.get $a) (i32.const 1)) (i32.const 0xff000000)))))
  (i32.eqz (i32.shl (i32.or (local.get $a) (local.get $b)) (i32.const 1))))

(func $f32.ne (export "f32.ne") (param $a i32) (param $b i32) (result i32)
  (if (i32.eq (local.get $a) (local.get $b))
    (then (return (i32.gt_u (i32.shl (local.get $a) (i32.const 1)) (i32.const 0xff000000)))))
  (i32.ne (i32.shl (i32.or (local.get $a) (local.get $b)) (i32.const 1)) (i32.const 0)))

(func $f32.lt (export "f32.lt") (param $a i32) (param $b i32) (result i32)
  (if (i32.gt_u (i32.shl (local.get $a) (i32.const 1)) (i32.const 0xff000000)) (then (return (i32.const 0))))
  (if (i32.gt_u (i32.shl (local.get $b) (i32.const 1)) (i32.const 0xff000000)) (then (return (i32.const 0))))
  (if (i32.lt_s (i32.and (local.get $a) (local.get $b)) (i32.const 0)) (then (return (i32.lt_s (local.get $b) (local.get $a)))))
  (if (i32.eqz (i32.shl (i32.or (local.get $a) (local.get $b)) (i32.const 1))) (then (return (i32.const 0))))
  (i32.lt_s (local.get $a) (local.get $b)))

(func $f32.gt (export "f32.gt") (param $a i32) (param $b i32) (result i32)
  (if (i32.gt_u (i32.shl (local.get $a) (i32.const 1)) (i32.const 0xff000000)) (then (return (i32.const 0))))
  (if (i32.gt_u (i32.shl (local.get $b) (i32.const 1)) (i32.const 0xff000000)) (then (return (i32.const 0))))
  (if (i32.lt_s (i32.and (local.get $a) (local.get $b)) (i32.const 0)) (then (return (i32.lt_s (local.get $a) (local.get $b)))))
  (if (i32.eqz (i32.shl (i32.or (local.get $a) (local.get $b)) (i32.const 1))) (then (return (i32.const 0))))
  (i32.lt_s (local.get $b) (local.get $a)))

(func $f32.le (export "f32.le") (param $a i32) (param $b i32) (result i32)
  (if (i32.gt_u (i32.shl (local.get $a) (i32.const 1)) (i32.const 0xff000000)) (then (return (i32.const 0))))
  (if (i32.gt_u (i32.shl (local.get $b) (i32.const 1)) (i32.const 0xff000000)) (then (return (i32.const 0))))
  (if (i32.lt_s (i32.and (local.get $a) (local.get $b)) (i32.const 0)) (then (return (i32.le_s (local.get $b) (local.get $a)))))
  (if (i32.eqz (i32.shl (i32.or (local.get $a) (local.get $b)) (i32.const 1))) (then (return (i32.const 1))))
  (i32.le_s (local.get $a) (local.get $b)))

(func $f32.ge (export "f32.ge") (param $a i32) (param $b i32) (result i32)
  (if (i32.gt_u (i32.shl (local.get $a) (i32.const 1)) (i32.const 0xff000000)) (then (return (i32.const 0))))
  (if (i32.gt_u (i32.shl (local.get $b) (i32.const 1)) (i32.const 0xff000000)) (then (return (i32.const 0))))
  (if (i32.lt_s (i32.and (local.get $a) (local.get $b)) (i32.const 0)) (then (return (i32.le_s (local.get $a) (local.get $b)))))
  (if (i32.eqz (i32.shl (i32.or (local.get $a) (local.get $b)) (i32.const 1))) (then (return (i32.const 1))))
  (i32.le_s (local.get $b) (local.get $a)))

(func $f32.min (export "f32.min") (param $a i32) (param $b i32) (result i32)
  (if (i32.gt_u (i32.shl (local.get $a) (i32.const 1)) (i32.const 0xff000000)) (then (return (i32.const 0x7fc00000))))
  (if (i32.gt_u (i32.shl (local.get $b) (i32.const 1)) (i32.const 0xff000000)) (then (return (i32.const 0x7fc00000))))
  (if (i32.lt_s (i32.and (local.get $a) (local.get $b)) (i32.const 0))
    (then (return (select (local.get $a) (local.get $b) (i32.gt_u (local.get $a) (local.get $b))))))
  (select (local.get $a) (local.get $b) (i32.lt_s (local.get $a) (local.get $b))))

(func $f32.max (export "f32.max") (param $a i32) (param $b i32) (result i32)
  (if (i32.gt_u (i32.shl (local.get $a) (i32.const 1)) (i32.const 0xff000000)) (then (return (i32.const 0x7fc00000))))
  (if (i32.gt_u (i32.shl (local.get $b) (i32.const 1)) (i32.const 0xff000000)) (then (return (i32.const 0x7fc00000))))
  (if (i32.lt_s (i32.and (local.get $a) (local.get $b)) (i32.const 0))
    (then (return (select (local.get $a) (local.get $b) (i32.lt_u (local.get $a) (local.get $b))))))
  (select (local.get $a) (local.get $b) (i32.gt_s (local.get $a) (local.get $b))))

(func $f32.trunc (export "f32.trunc") (param $a i32) (result i32)
  (local $e i32) (local $m i32)
  (local.set $e (i32.and (i32.shr_u (local.get $a) (i32.const 23)) (i32.const 255)))
  (if (i32.ge_u (local.get $e) (i32.const 150))
    (then
      (if (i32.gt_u (i32.shl (local.get $a) (i32.const 1)) (i32.const 0xff000000)) (then (return (i32.const 0x7fc00000))))
      (return (local.get $a))))
  (if (i32.lt_u (local.get $e) (i32.const 127)) (then (return (i32.and (local.get $a) (i32.const 0x80000000)))))
  (i32.and (local.get $a) (i32.shl (i32.const -1) (i32.sub (i32.const 150) (local.get $e)))))

(func $f32.ceil (export "f32.ceil") (param $a i32) (result i32)
  (local $e i32) (local $m i32)
  (local.set $e (i32.and (i32.shr_u (local.get $a) (i32.const 23)) (i32.const 255)))
  (if (i32.ge_u (local.get $e) (i32.const 150))
    (then
      (if (i32.gt_u (i32.shl (local.get $a) (i32.const 1)) (i32.const 0xff000000)) (then (return (i32.const 0x7fc00000))))
      (return (local.get $a))))
  (if (i32.lt_u (local.get $e) (i32.const 127))
    (then
      (if (i32.and (i32.ge_s (local.get $a) (i32.const 0)) (i32.ne (i32.shl (local.get $a) (i32.const 1)) (i32.const 0))) (then (return (i32.const 0x3f800000))))
      (return (i32.and (local.get $a) (i32.const 0x80000000)))))
  (local.set $m (i32.shl (i32.const -1) (i32.sub (i32.const 150) (local.get $e))))
  (if (i32.ge_s (local.get $a) (i32.const 0))
    (then (local.set $a (i32.add (local.get $a) (i32.xor (local.get $m) (i32.const -1))))))
  (i32.and (local.get $a) (local.get $m)))

(func $f32.floor (export "f32.floor") (param $a i32) (result i32)
  (local $e i32) (local $m i32)
  (local.set $e (i32.and (i32.shr_u (local.get $a) (i32.const 23)) (i32.const 255)))
  (if (i32.ge_u (local.get $e) (i32.const 150))
    (then
      (if (i32.gt_u (i32.shl (local.get $a) (i32.const 1)) (i32.const 0xff000000)) (then (return (i32.const 0x7fc00000))))
      (return (local.get $a))))
  (if (i32.lt_u (local.get $e) (i32.const 127))
    (then
      (if (i32.and (i32.lt_s (local.get $a) (i32.const 0)) (i32.ne (i32.shl (local.get $a) (i32.const 1)) (i32.const 0))) (then (return (i32.const 0xbf800000))))
      (return (i32.and (local.get $a) (i32.const 0x80000000)))))
  (local.set $m (i32.shl (i32.const -1) (i32.sub (i32.const 150) (local.get $e))))
  (if (i32.lt_s (local.get $a) (i32.const 0))
    (then (local.set $a (i32.add (local.get $a) (i32.xor (local.get $m) (i32.const -1))))))
  (i32.and (local.get $a) (local.get $m)))

(func $f32.nearest (export "f32.nearest") (param $a i32) (result i32)
  (local $e i32) (local $m i32)
  (local.set $e (i32.and (i32.shr_u (local.get $a) (i32.const 23)) (i32.const 255)))
  (if (i32.ge_u (local.get $e) (i32.const 150))
    (then
      (if (i32.gt_u (i32.shl (local.get $a) (i32.const 1)) (i32.const 0xff000000)) (then (return (i32.const 0x7fc00000))))
      (return (local.get $a))))
  (if (i32.lt_u (local.get $e) (i32.const 127))
    (then
      (if (i32.gt_u (i32.and (local.get $a) (i32.const 0x7fffffff)) (i32.const 0x3f000000)) (then (return (i32.or (i32.and (local.get $a) (i32.const 0x80000000)) (i32.const 0x3f800000)))))
      (return (i32.and (local.get $a) (i32.const 0x80000000)))))
  ;; Half of the last whole bit less one, and one more where that bit is set: the exponent's lowest bit stands for a leading one.
  (local.set $e (i32.sub (i32.const 150) (local.get $e)))
  (local.set $m (i32.shl (i32.const 1) (i32.sub (local.get $e) (i32.const 1))))
  (local.set $m (i32.add (i32.sub (local.get $m) (i32.const 1)) (i32.and (i32.shr_u (local.get $a) (local.get $e)) (i32.const 1))))
  (i32.and (i32.add (local.get $a) (local.get $m)) (i32.shl (i32.const -1) (local.get $e))))

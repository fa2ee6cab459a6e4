;; The n-th Fibonacci number modulo 2^32.
;; Public input: n as a little-endian 32-bit word; absent, n = 95325, which makes 2^20 WebAssembly instructions (11 each turn).
;; Output: the number as a little-endian 32-bit word.
(module
  (import "wsc" "input_size" (func $input_size (param i32) (result i32)))
  (import "wsc" "input_word" (func $input_word (param i32 i32) (result i32)))
  (import "wsc" "output" (func $output (param i32 i32)))
  (memory (export "memory") 1 1)
  (func (export "main")
    (local $n i32) (local $current i32) (local $next i32)
    (if (result i32) (i32.ge_u (call $input_size (i32.const 0)) (i32.const 4))
      (then (call $input_word (i32.const 0) (i32.const 0)))
      (else (i32.const 95325)))
    local.set $n
    i32.const 1
    local.set $next
    local.get $n
    if
      loop $turn
        local.get $next
        local.get $current
        local.get $next
        i32.add
        local.set $next
        local.set $current
        local.get $n
        i32.const 1
        i32.sub
        local.tee $n
        br_if $turn
      end
    end
    (i32.store (i32.const 0) (local.get $current))
    (call $output (i32.const 0) (i32.const 4))))

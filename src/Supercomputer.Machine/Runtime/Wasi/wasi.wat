;; WASI preview 1 for programs that are proved: functions over the program's memory and the streams of the machine.
;; Error numbers: 8 badf, 28 inval, 52 nosys, 70 spipe.
(module
  (import "program" "memory" (memory 0))
  (import "wsc" "input_size" (func $input_size (param i32) (result i32)))
  (import "wsc" "input_word" (func $input_word (param i32 i32) (result i32)))
  (import "wsc" "input_read" (func $input_read (param i32 i32 i32 i32)))
  (import "wsc" "output" (func $output (param i32 i32)))
  ;; The run ends as returned; four bytes of output; the run ends as trapped by the program.
  (import "machine" "exit" (func $exit))
  (import "machine" "output_word" (func $output_word (param i32)))
  (import "machine" "fail" (func $fail))

  (global $position (mut i32) (i32.const 0))
  (global $stdin_size (mut i32) (i32.const -1))
  (global $random (mut i64) (i64.const 0))
  (global $is_seeded (mut i32) (i32.const 0))

  ;; A word of the header of the public bytes; 0 where they do not begin with one.
  (func $header (param $word i32) (result i32)
    (if (i32.lt_u (call $input_size (i32.const 0)) (i32.const 36)) (then (return (i32.const 0))))
    (if (i32.ne (call $input_word (i32.const 0) (i32.const 0)) (i32.const 0x49534157)) (then (return (i32.const 0))))
    (call $input_word (i32.const 0) (local.get $word)))

  (func $header_long (param $word i32) (result i64)
    (i64.or
      (i64.extend_i32_u (call $header (local.get $word)))
      (i64.shl (i64.extend_i32_u (call $header (i32.add (local.get $word) (i32.const 1)))) (i64.const 32))))

  ;; Copies strings of the public bytes and writes where each begins.
  (func $strings (param $pointers i32) (param $to i32) (param $count i32) (param $from i32) (param $size i32) (result i32)
    (local $end i32)
    (if (i32.eqz (local.get $count)) (then (return (i32.const 0))))
    (call $input_read (i32.const 0) (local.get $from) (local.get $to) (local.get $size))
    (local.set $end (i32.add (local.get $to) (local.get $size)))
    (loop $next
      (i32.store (local.get $pointers) (local.get $to))
      (loop $byte
        (if (i32.ge_u (local.get $to) (local.get $end)) (then (return (i32.const 28))))
        (local.set $to (i32.add (local.get $to) (i32.const 1)))
        (br_if $byte (i32.load8_u (i32.sub (local.get $to) (i32.const 1)))))
      (local.set $pointers (i32.add (local.get $pointers) (i32.const 4)))
      (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (i32.const 0))

  (func (export "args_sizes_get") (param $count i32) (param $size i32) (result i32)
    (i32.store (local.get $count) (call $header (i32.const 1)))
    (i32.store (local.get $size) (call $header (i32.const 2)))
    (i32.const 0))

  (func (export "args_get") (param $pointers i32) (param $to i32) (result i32)
    (call $strings (local.get $pointers) (local.get $to) (call $header (i32.const 1)) (i32.const 36) (call $header (i32.const 2))))

  (func (export "environ_sizes_get") (param $count i32) (param $size i32) (result i32)
    (i32.store (local.get $count) (call $header (i32.const 3)))
    (i32.store (local.get $size) (call $header (i32.const 4)))
    (i32.const 0))

  (func (export "environ_get") (param $pointers i32) (param $to i32) (result i32)
    (call $strings (local.get $pointers) (local.get $to) (call $header (i32.const 3))
      (i32.add (i32.const 36) (call $header (i32.const 2))) (call $header (i32.const 4))))

  (func (export "clock_res_get") (param $clock i32) (param $to i32) (result i32)
    (if (i32.gt_u (local.get $clock) (i32.const 3)) (then (return (i32.const 28))))
    (i64.store (local.get $to) (i64.const 1))
    (i32.const 0))

  (func (export "clock_time_get") (param $clock i32) (param $precision i64) (param $to i32) (result i32)
    (if (i32.gt_u (local.get $clock) (i32.const 3)) (then (return (i32.const 28))))
    (i64.store (local.get $to) (call $header_long (i32.const 5)))
    (i32.const 0))

  ;; SplitMix64 from the seed: eight bytes a turn, lowest first; a call begins with a new turn.
  (func (export "random_get") (param $to i32) (param $length i32) (result i32)
    (local $word i64)
    (if (i32.eqz (global.get $is_seeded)) (then
      (global.set $random (call $header_long (i32.const 7)))
      (global.set $is_seeded (i32.const 1))))
    (block $done
      (loop $turn
        (br_if $done (i32.eqz (local.get $length)))
        (local.set $word (global.get $random))
        (global.set $random (local.tee $word (i64.add (local.get $word) (i64.const 0x9E3779B97F4A7C15))))
        (local.set $word (i64.mul (i64.xor (local.get $word) (i64.shr_u (local.get $word) (i64.const 30))) (i64.const 0xBF58476D1CE4E5B9)))
        (local.set $word (i64.mul (i64.xor (local.get $word) (i64.shr_u (local.get $word) (i64.const 27))) (i64.const 0x94D049BB133111EB)))
        (local.set $word (i64.xor (local.get $word) (i64.shr_u (local.get $word) (i64.const 31))))
        (if (i32.ge_u (local.get $length) (i32.const 8)) (then
          (i64.store (local.get $to) (local.get $word))
          (local.set $to (i32.add (local.get $to) (i32.const 8)))
          (local.set $length (i32.sub (local.get $length) (i32.const 8)))
          (br $turn)))
        (loop $byte
          (i64.store8 (local.get $to) (local.get $word))
          (local.set $word (i64.shr_u (local.get $word) (i64.const 8)))
          (local.set $to (i32.add (local.get $to) (i32.const 1)))
          (br_if $byte (local.tee $length (i32.sub (local.get $length) (i32.const 1)))))))
    (i32.const 0))

  ;; Descriptor 1 is the public output; what goes to 2 is dropped.
  (func (export "fd_write") (param $fd i32) (param $vectors i32) (param $count i32) (param $written i32) (result i32)
    (local $total i32)
    (if (i32.gt_u (i32.sub (local.get $fd) (i32.const 1)) (i32.const 1)) (then (return (i32.const 8))))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $count)))
        (if (i32.eq (local.get $fd) (i32.const 1)) (then
          (call $output (i32.load (local.get $vectors)) (i32.load offset=4 (local.get $vectors)))))
        (local.set $total (i32.add (local.get $total) (i32.load offset=4 (local.get $vectors))))
        (local.set $vectors (i32.add (local.get $vectors) (i32.const 8)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next)))
    (i32.store (local.get $written) (local.get $total))
    (i32.const 0))

  ;; Descriptor 0 is the disclosed stream, or the private one where nothing is disclosed.
  (func (export "fd_read") (param $fd i32) (param $vectors i32) (param $count i32) (param $read i32) (result i32)
    (local $stream i32) (local $length i32) (local $left i32) (local $total i32)
    (if (local.get $fd) (then (return (i32.const 8))))
    (local.set $stream (select (i32.const 1) (i32.const 2) (call $input_size (i32.const 1))))
    (if (i32.eq (global.get $stdin_size) (i32.const -1)) (then (global.set $stdin_size (call $input_size (local.get $stream)))))
    (local.set $left (i32.sub (global.get $stdin_size) (global.get $position)))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $length (i32.load offset=4 (local.get $vectors)))
        (if (i32.gt_u (local.get $length) (local.get $left)) (then (local.set $length (local.get $left))))
        (call $input_read (local.get $stream) (global.get $position) (i32.load (local.get $vectors)) (local.get $length))
        (global.set $position (i32.add (global.get $position) (local.get $length)))
        (local.set $left (i32.sub (local.get $left) (local.get $length)))
        (local.set $total (i32.add (local.get $total) (local.get $length)))
        (local.set $vectors (i32.add (local.get $vectors) (i32.const 8)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next)))
    (i32.store (local.get $read) (local.get $total))
    (i32.const 0))

  (func (export "fd_close") (param $fd i32) (result i32)
    (select (i32.const 0) (i32.const 8) (i32.lt_u (local.get $fd) (i32.const 3))))

  (func (export "fd_seek") (param $fd i32) (param $offset i64) (param $whence i32) (param $to i32) (result i32)
    (select (i32.const 70) (i32.const 8) (i32.lt_u (local.get $fd) (i32.const 3))))

  (func (export "fd_tell") (param $fd i32) (param $to i32) (result i32)
    (select (i32.const 70) (i32.const 8) (i32.lt_u (local.get $fd) (i32.const 3))))

  ;; A pipe: file type 0 (unknown), no flags, the right to read (2) or to write (64).
  (func (export "fd_fdstat_get") (param $fd i32) (param $to i32) (result i32)
    (if (i32.gt_u (local.get $fd) (i32.const 2)) (then (return (i32.const 8))))
    (i64.store (local.get $to) (i64.const 0))
    (i64.store offset=8 (local.get $to) (select (i64.const 64) (i64.const 2) (local.get $fd)))
    (i64.store offset=16 (local.get $to) (i64.const 0))
    (i32.const 0))

  (func (export "fd_fdstat_set_flags") (param $fd i32) (param $flags i32) (result i32)
    (select (i32.const 0) (i32.const 8) (i32.lt_u (local.get $fd) (i32.const 3))))

  ;; No directory is open.
  (func (export "fd_prestat_get") (param $fd i32) (param $to i32) (result i32) (i32.const 8))
  (func (export "fd_prestat_dir_name") (param $fd i32) (param $to i32) (param $length i32) (result i32) (i32.const 8))

  ;; Exit code 0 is a return; any other is output, four bytes, and the run ends as trapped by the program.
  (func (export "proc_exit") (param $code i32)
    (if (i32.eqz (local.get $code)) (then (call $exit)))
    (call $output_word (local.get $code))
    (call $fail))

  (func (export "sched_yield") (result i32) (i32.const 0))

  ;; The rest does not exist here.
  (func (export "fd_advise") (param i32 i64 i64 i32) (result i32) (i32.const 52))
  (func (export "fd_allocate") (param i32 i64 i64) (result i32) (i32.const 52))
  (func (export "fd_datasync") (param i32) (result i32) (i32.const 52))
  (func (export "fd_fdstat_set_rights") (param i32 i64 i64) (result i32) (i32.const 52))
  (func (export "fd_filestat_get") (param i32 i32) (result i32) (i32.const 52))
  (func (export "fd_filestat_set_size") (param i32 i64) (result i32) (i32.const 52))
  (func (export "fd_filestat_set_times") (param i32 i64 i64 i32) (result i32) (i32.const 52))
  (func (export "fd_pread") (param i32 i32 i32 i64 i32) (result i32) (i32.const 52))
  (func (export "fd_pwrite") (param i32 i32 i32 i64 i32) (result i32) (i32.const 52))
  (func (export "fd_readdir") (param i32 i32 i32 i64 i32) (result i32) (i32.const 52))
  (func (export "fd_renumber") (param i32 i32) (result i32) (i32.const 52))
  (func (export "fd_sync") (param i32) (result i32) (i32.const 52))
  (func (export "path_create_directory") (param i32 i32 i32) (result i32) (i32.const 52))
  (func (export "path_filestat_get") (param i32 i32 i32 i32 i32) (result i32) (i32.const 52))
  (func (export "path_filestat_set_times") (param i32 i32 i32 i32 i64 i64 i32) (result i32) (i32.const 52))
  (func (export "path_link") (param i32 i32 i32 i32 i32 i32 i32) (result i32) (i32.const 52))
  (func (export "path_open") (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32) (i32.const 52))
  (func (export "path_readlink") (param i32 i32 i32 i32 i32 i32) (result i32) (i32.const 52))
  (func (export "path_remove_directory") (param i32 i32 i32) (result i32) (i32.const 52))
  (func (export "path_rename") (param i32 i32 i32 i32 i32 i32) (result i32) (i32.const 52))
  (func (export "path_symlink") (param i32 i32 i32 i32 i32) (result i32) (i32.const 52))
  (func (export "path_unlink_file") (param i32 i32 i32) (result i32) (i32.const 52))
  (func (export "poll_oneoff") (param i32 i32 i32 i32) (result i32) (i32.const 52))
  (func (export "proc_raise") (param i32) (result i32) (i32.const 52))
  (func (export "sock_accept") (param i32 i32 i32) (result i32) (i32.const 52))
  (func (export "sock_recv") (param i32 i32 i32 i32 i32 i32) (result i32) (i32.const 52))
  (func (export "sock_send") (param i32 i32 i32 i32 i32) (result i32) (i32.const 52))
  (func (export "sock_shutdown") (param i32 i32) (result i32) (i32.const 52))
)

/* The host interface `wsc` for C programs: what a program may read, and the only ways out. */
#ifndef WSC_H
#define WSC_H

typedef __UINT8_TYPE__ u8;
typedef __UINT32_TYPE__ u32;
typedef __UINT64_TYPE__ u64;

#define WSC(name) __attribute__((import_module("wsc"), import_name(#name)))

enum { PUBLIC = 0, DISCLOSED = 1, PRIVATE = 2 };

WSC(input_size) u32 wsc_input_size(u32 stream);             /* in bytes */
WSC(input_word) u32 wsc_input_word(u32 stream, u32 index);  /* little-endian, the last one padded with zeros */
WSC(output) void wsc_output(const void *bytes, u32 length); /* appends to the public output */

WSC(keccak256) void wsc_keccak256(const void *bytes, u32 length, void *digest);
WSC(sha256) void wsc_sha256(const void *bytes, u32 length, void *digest);
WSC(sha256_compress) void wsc_sha256_compress(void *state, const void *block); /* 32 bytes in the order of a digest; 64 bytes */

/* a b + c modulo m of little-endian numbers of 32 or 48 bytes; m = 0 is 2^256 or 2^384. Traps where the quotient has more bits: it has not if a < m. */
WSC(multiply_add_256) void wsc_multiply_add_256(const void *a, const void *b, const void *c, const void *m, void *to);
WSC(multiply_add_384) void wsc_multiply_add_384(const void *a, const void *b, const void *c, const void *m, void *to);

#endif

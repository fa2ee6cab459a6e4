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

/* a b + c in Fp[u]/(u^2 + 1), modulo m: numbers x0 + x1 u, two of 32 or 48 bytes. Traps where the highest byte of m is zero. */
WSC(multiply_add_fp2_256) void wsc_multiply_add_fp2_256(const void *a, const void *b, const void *c, const void *m, void *to);
WSC(multiply_add_fp2_384) void wsc_multiply_add_fp2_384(const void *a, const void *b, const void *c, const void *m, void *to);

/* 1 / a modulo m, or 0; the sum of two points of y^2 = x^3 + a x + b modulo a prime m, (0, 0) for infinity. */
WSC(invert_256) void wsc_invert_256(const void *a, const void *m, void *to);
WSC(invert_384) void wsc_invert_384(const void *a, const void *m, void *to);
WSC(curve_add_256) void wsc_curve_add_256(const void *p, const void *q, const void *m, void *to, const void *a);
WSC(curve_add_384) void wsc_curve_add_384(const void *p, const void *q, const void *m, void *to, const void *a);

/* The key of an Ethereum signature (r, s, v): 64 bytes and 1, or zeros and 0. */
WSC(secp256k1_recover) u32 wsc_secp256k1_recover(const void *digest, const void *signature, void *to);

#endif

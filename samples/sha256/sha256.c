/* SHA-256 (FIPS 180-4) of the disclosed stream; where that is empty, of the public input. Output: the 32-byte digest. */
#include "../lib/wsc.h"

static const u32 round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static u32 state[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static u32 schedule[64];

static inline u32 rotate(u32 x, u32 bits) { return x >> bits | x << (32 - bits); }

static inline u32 swap_bytes(u32 x) { return (rotate(x, 24) & 0x00ff00ff) | (rotate(x, 8) & 0xff00ff00); }

/* One round; the caller names the registers in their new order, so nothing moves. The majority of a, b, c is
   ((a ^ b) & (b ^ c)) ^ b, and a ^ b is the next round's b ^ c. */
#define ROUND(a, b, c, d, e, f, g, h, t) do { \
    u32 ab = a ^ b; \
    u32 t1 = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + (g ^ (e & (f ^ g))) + round_constants[t] + schedule[t]; \
    d += t1; \
    h = t1 + (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((ab & bc) ^ b); \
    bc = ab; \
} while (0)

static void compress(void) {
#pragma clang loop unroll(full)
    for (u32 t = 16; t < 64; t++) {
        u32 x = schedule[t - 15], y = schedule[t - 2];
        schedule[t] = schedule[t - 16] + (rotate(x, 7) ^ rotate(x, 18) ^ x >> 3)
            + schedule[t - 7] + (rotate(y, 17) ^ rotate(y, 19) ^ y >> 10);
    }
    u32 a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    u32 bc = b ^ c;
#pragma clang loop unroll(full)
    for (u32 t = 0; t < 64; t += 8) {
        ROUND(a, b, c, d, e, f, g, h, t);
        ROUND(h, a, b, c, d, e, f, g, t + 1);
        ROUND(g, h, a, b, c, d, e, f, t + 2);
        ROUND(f, g, h, a, b, c, d, e, t + 3);
        ROUND(e, f, g, h, a, b, c, d, t + 4);
        ROUND(d, e, f, g, h, a, b, c, t + 5);
        ROUND(c, d, e, f, g, h, a, b, t + 6);
        ROUND(b, c, d, e, f, g, h, a, t + 7);
    }
    state[0] += a; state[1] += b; state[2] += c; state[3] += d;
    state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

__attribute__((export_name("main"))) void program(void) {
    u32 stream = wsc_input_size(DISCLOSED) ? DISCLOSED : PUBLIC;
    u32 length = wsc_input_size(stream), words = (length + 3) / 4;
    u32 blocks = (length + 8) / 64 + 1;
    for (u32 block = 0, word = 0; block < blocks; block++) {
        for (u32 t = 0; t < 16; t++, word++) {
            u32 w = word < words ? swap_bytes(wsc_input_word(stream, word)) : 0;
            if (word == length / 4) w |= 0x80000000u >> (length % 4 * 8);
            schedule[t] = w;
        }
        if (block == blocks - 1) {
            schedule[14] = length >> 29;
            schedule[15] = length << 3;
        }
        compress();
    }
    for (u32 i = 0; i < 8; i++) state[i] = swap_bytes(state[i]);
    wsc_output(state, sizeof state);
}

/* x <- x * y + y modulo 2^256, a thousand times; limbs of 32 bits. Public input: x, then y, 32 bytes each, little-endian. Output: x. */
#include "../../samples/lib/wsc.h"

enum { LIMBS = 8, TURNS = 1000 };

static void multiply_add(u32 *x, const u32 *y) {
    u32 product[LIMBS];
    for (u32 i = 0; i < LIMBS; i++) product[i] = y[i];
    for (u32 i = 0; i < LIMBS; i++) {
        u32 carry = 0;
        for (u32 j = 0; i + j < LIMBS; j++) {
            u64 sum = (u64)x[i] * y[j] + product[i + j] + carry;
            product[i + j] = (u32)sum;
            carry = (u32)(sum >> 32);
        }
    }
    for (u32 i = 0; i < LIMBS; i++) x[i] = product[i];
}

__attribute__((export_name("main"))) void program(void) {
    u32 x[LIMBS], y[LIMBS];
    for (u32 i = 0; i < LIMBS; i++) x[i] = wsc_input_word(PUBLIC, i), y[i] = wsc_input_word(PUBLIC, LIMBS + i);
    for (u32 turn = 0; turn < TURNS; turn++) multiply_add(x, y);
    wsc_output(x, sizeof x);
}

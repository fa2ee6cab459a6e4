/* Sorts n pseudo-random 32-bit words by a bottom-up merge sort: almost every instruction works on memory.
   Public input: n, then the seed, as little-endian words; absent, 4096 and 1. n is at most 2^20.
   Output: n, the smallest, the largest, and the sum of (i + 1) * word[i] modulo 2^32 over the sorted words. */
#include "../lib/wsc.h"

enum { LIMIT = 1 << 20 };

static u32 left[LIMIT], right[LIMIT];

static void merge(const u32 *from, u32 *to, u32 start, u32 middle, u32 end) {
    u32 i = start, j = middle;
    for (u32 at = start; at < end; at++)
        to[at] = j == end || (i < middle && from[i] <= from[j]) ? from[i++] : from[j++];
}

static const u32 *sort(u32 n) {
    u32 *from = left, *to = right;
    for (u32 width = 1; width < n; width *= 2) {
        for (u32 start = 0; start < n; start += 2 * width) {
            u32 middle = start + width < n ? start + width : n;
            merge(from, to, start, middle, middle + width < n ? middle + width : n);
        }
        u32 *swap = from;
        from = to;
        to = swap;
    }
    return from;
}

__attribute__((export_name("main"))) void program(void) {
    u32 given = wsc_input_size(PUBLIC);
    u32 n = given >= 4 ? wsc_input_word(PUBLIC, 0) : 4096, x = given >= 8 ? wsc_input_word(PUBLIC, 1) : 1;
    if (n - 1 >= LIMIT) __builtin_trap();
    for (u32 i = 0; i < n; i++) left[i] = x = x * 1664525 + 1013904223; /* Numerical Recipes' generator */
    const u32 *sorted = sort(n);
    u32 sum = 0;
    for (u32 i = 0; i < n; i++) {
        if (i > 0 && sorted[i - 1] > sorted[i]) __builtin_trap();
        sum += (i + 1) * sorted[i];
    }
    u32 result[4] = {n, sorted[0], sorted[n - 1], sum};
    wsc_output(result, sizeof result);
}

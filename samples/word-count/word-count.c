// Counts lines, words and bytes of its standard input, as wc does, with the C library over WASI.
//   word-count [WORD]      also counts how often WORD stands there; exit code 1 where it never does
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char text[1 << 16];

int main(int argc, char **argv) {
    size_t length = fread(text, 1, sizeof text - 1, stdin);
    size_t lines = 0, words = 0, found = 0;
    const char *wanted = argc > 1 ? argv[1] : NULL;
    for (char *at = text; at < text + length;) {
        if (*at == '\n') lines++;
        if (strchr(" \t\r\n", *at)) {
            at++;
            continue;
        }
        size_t size = strcspn(at, " \t\r\n");
        words++;
        if (wanted && strlen(wanted) == size && memcmp(at, wanted, size) == 0) found++;
        at += size;
    }
    printf("%zu lines, %zu words, %zu bytes, %.2f bytes a word\n", lines, words, length, words ? (double)length / (double)words : 0.0);
    if (wanted) printf("'%s': %zu times\n", wanted, found);
    const char *user = getenv("USER_NAME");
    if (user) printf("for %s at %lld\n", user, (long long)time(NULL));
    fprintf(stderr, "done\n");
    return wanted && found == 0 ? 1 : 0;
}

// Any scalars as one cell of the screen, and any numbers as what the terminal's helpers take.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "CTerminal.h"
#include "shim.h"

int LLVMFuzzerInitialize(int *count, char ***words) {
    (void)count, (void)words;
    setenv("LANG", "C.UTF-8", 1);
    return ct_locale_is_utf8() ? 0 : 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    if (count < 8) return 0;
    attr_t attributes = bytes[0];
    int pair = bytes[1] | bytes[2] << 8;
    size_t scalars = (count - 4) / 4;
    uint32_t *text = malloc(scalars * 4);
    memcpy(text, bytes + 4, scalars * 4);
    for (size_t i = 0; i < scalars; i++) {
        if (ct_wcwidth(text[i]) > 2) abort();
        if (ct_scalar((int)text[i]) != -1) abort();
    }
    cchar_t cell;
    memset(&cell, 0, sizeof cell);
    cn_cell(&cell, text, (int)scalars, attributes, pair);
    free(text);
    int rows, columns;
    if (ct_terminal_size((int)bytes[3] + 1000, &rows, &columns) == 0) abort();
    return 0;
}

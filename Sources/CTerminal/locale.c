#define _GNU_SOURCE
#include "CTerminal.h"
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static const char *asked_locale(void) {
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (int i = 0; i < 3; i++) {
        const char *value = getenv(names[i]);
        if (value && *value) return value;
    }
    return "";
}

static int is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

int ct_locale_is_utf8(void) {
    const char *asked = asked_locale();
    int found = setlocale(LC_CTYPE, "") != NULL;
    if (found && is_utf8()) return 1;
    // Who says LANG=C or names an 8-bit locale that exists wants no UTF-8. SSH brings no locale, or one that this machine
    // does not have: there UTF-8 is what the terminal speaks.
    if (found && *asked) return 0;
    return setlocale(LC_CTYPE, "C.UTF-8") != NULL && is_utf8();
}

int ct_wcwidth(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

int ct_scalar(int byte) { return MB_CUR_MAX == 1 ? (int)btowc(byte) : -1; }

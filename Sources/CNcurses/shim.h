#pragma once
// Wide characters must be asked for before the first include; see ncurses(3X).
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <term.h>
#include <stdint.h>
#include <stdio.h>
// term.h turns plain words into macros that would shadow names of whoever imports this.
#undef columns
#undef lines
#undef tab
#undef bell

// Attributes are macros with structure, which Swift does not import.
static const attr_t cn_bold = A_BOLD;
static const attr_t cn_dim = A_DIM;
static const attr_t cn_underline = A_UNDERLINE;
static const attr_t cn_reverse = A_REVERSE;
static const int cn_error = ERR;

// C globals are not concurrency-safe in Swift's eyes; they are read on the one thread that draws.
static inline WINDOW *cn_screen(void) { return stdscr; }
static inline WINDOW *cn_shown_screen(void) { return curscr; }
static inline int cn_colors(void) { return COLORS; }
static inline int cn_color_pairs(void) { return COLOR_PAIRS; }
static inline int cn_rows(void) { return LINES; }
static inline int cn_columns(void) { return COLS; }
static inline SCREEN *cn_new_terminal(const char *name) { return newterm(name, stdout, stdin); }
static inline int cn_setup(const char *name, int *reason) { return setupterm(name, 1, reason); }
static inline void cn_forget_setup(void) { if (cur_term) del_curterm(cur_term); }

// A capability that the terminal has, or NULL (tigetstr says -1 for a name that is no string).
static inline const char *cn_capability(const char *name) {
    const char *value = tigetstr(name);
    return value == (const char *)-1 ? NULL : value;
}

// The name of the capability at a place of the list of all strings, NULL behind its end.
static inline const char *cn_string_name(int place) { return strnames[place]; }

// One cell from a base scalar and its combining marks. The pair goes through the extended option, so it may pass 255.
static inline int cn_cell(cchar_t *cell, const uint32_t *scalars, int count, attr_t attributes, int pair) {
    wchar_t text[CCHARW_MAX + 1];
    int n = 0;
    for (; n < count && n < CCHARW_MAX - 1; n++) text[n] = (wchar_t)scalars[n];
    text[n] = 0;
    return setcchar(cell, text, attributes, 0, &pair);
}

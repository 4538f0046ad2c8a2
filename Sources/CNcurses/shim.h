#pragma once
// Wide characters must be asked for before the first include; see ncurses(3X).
#define NCURSES_WIDECHAR 1
#include <curses.h>

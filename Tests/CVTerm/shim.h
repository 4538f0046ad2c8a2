#pragma once
#include <vterm.h>
#include <string.h>

// Bit fields and unions, which Swift reads badly.
static inline int cv_is_reverse(const VTermScreenCell *cell) { return cell->attrs.reverse; }
static inline int cv_is_bold(const VTermScreenCell *cell) { return cell->attrs.bold; }
static inline int cv_is_default_background(const VTermScreenCell *cell) { return VTERM_COLOR_IS_DEFAULT_BG(&cell->bg) != 0; }
// The palette index of a colour, or -1.
static inline int cv_index(VTermColor color) { return VTERM_COLOR_IS_INDEXED(&color) ? color.indexed.idx : -1; }
static inline VTermPos cv_cursor(VTerm *terminal) {
    VTermPos place = {0, 0};
    vterm_state_get_cursorpos(vterm_obtain_state(terminal), &place);
    return place;
}

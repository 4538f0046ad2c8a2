#pragma once
#include <zlib.h>

/// inflateInit2 is a macro, which Swift does not see. Deflate data without a head, whose repetitions reach back 32 KiB.
static inline int cz_begin(z_stream *stream) { return inflateInit2(stream, -15); }

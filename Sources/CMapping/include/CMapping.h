#pragma once
#include <stddef.h>

// A mapped file that becomes shorter, or whose server goes away, sends SIGBUS to whoever touches the pages that are gone. Guarded
// mappings get pages of zeros in their place and a mark; whoever reads from them asks for the mark and throws the result away.

/// Guards `length` bytes from `start`, a page's beginning, on. Returns the guard's number, or -1 where there are too many: such a mapping
/// is as vulnerable as without this.
int cm_guard(const void *_Nonnull start, size_t length);

/// Takes the signal back from whoever has asked for it since the last mapping was guarded.
void cm_stand_first(void);

/// Whether pages of the mapping were gone when they were touched.
int cm_is_broken(int guard);

/// Ends a guard, before its mapping is taken away.
void cm_unguard(int guard);

/// Gives the pages that the allocator holds and nobody uses back to the system: what was forgotten is then free for others, too.
void cm_return_free_memory(void);

/// One heap for all threads that allocate from now on. Each thread would have one of its own, and what one has freed another cannot use: over hours
/// that is several times what is in use.
void cm_use_one_heap(void);

#include "CMapping.h"
#include <malloc.h>

void cm_return_free_memory(void) { malloc_trim(0); }

void cm_use_one_heap(void) { mallopt(M_ARENA_MAX, 1); }

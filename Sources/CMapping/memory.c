#include "CMapping.h"
#include <malloc.h>

void cm_return_free_memory(void) { malloc_trim(0); }

// Files that become shorter under their mappings, guards that end and begin anew: what is read of a page that is gone is zero, and the guard says so.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "CMapping.h"

enum { most = 8, pages = 6 };

static struct { uint8_t *start; size_t length; int guard, file; size_t left; } mappings[most];

static void end(int i) {
    if (!mappings[i].start) return;
    cm_unguard(mappings[i].guard);
    munmap(mappings[i].start, mappings[i].length);
    close(mappings[i].file);
    mappings[i].start = NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    for (size_t at = 0; at + 2 < count; at += 3) {
        int i = bytes[at] % most;
        size_t where = bytes[at + 2] % (pages * 2) * page / 2;
        switch (bytes[at] / most % 4) {
        case 0: {
            end(i);
            int file = memfd_create("fuzz", 0);
            size_t length = (size_t)(1 + bytes[at + 1] % pages) * page - bytes[at + 2] % 7;
            if (file < 0 || ftruncate(file, (off_t)length) != 0) abort();
            mappings[i].start = mmap(NULL, length, PROT_READ, MAP_PRIVATE, file, 0);
            if (mappings[i].start == MAP_FAILED) abort();
            mappings[i].length = mappings[i].left = length;
            mappings[i].file = file;
            mappings[i].guard = cm_guard(mappings[i].start, length);
            break;
        }
        case 1:
            if (mappings[i].start && where < mappings[i].left && ftruncate(mappings[i].file, (off_t)where) == 0) mappings[i].left = where;
            break;
        case 2:
            if (mappings[i].start && where < mappings[i].length) {
                uint8_t value = *(volatile uint8_t *)(mappings[i].start + where);
                int is_gone = where >= (mappings[i].left + page - 1) / page * page;
                if (value != 0 || (is_gone && mappings[i].guard >= 0 && !cm_is_broken(mappings[i].guard))) abort();
            }
            break;
        default: bytes[at + 1] % 2 ? end(i) : cm_stand_first();
        }
        if (cm_is_broken((int)bytes[at + 1] * 97 - 50) > 1) abort();
        if (bytes[at + 1] == 255) cm_unguard(-1), cm_unguard(4096), cm_return_free_memory();
    }
    for (int i = 0; i < most; i++) end(i);
    return 0;
}

#define _GNU_SOURCE
#include "CTerminal.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static int ends[2] = {-1, -1};

int ct_wake_open(void) {
    // Both ends never block: a full pipe already wakes, and a drain must not wait.
    if (ends[0] < 0 && pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    return ends[0];
}

void ct_wake(void) {
    if (ends[1] < 0) return;
    int saved = errno;
    (void)!write(ends[1], "", 1);
    errno = saved;
}

void ct_wake_drain(void) {
    char bytes[64];
    while (ends[0] >= 0 && read(ends[0], bytes, sizeof bytes) == (ssize_t)sizeof bytes) {}
}

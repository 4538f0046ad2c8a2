#define _GNU_SOURCE
#include "CMapping.h"
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

enum { most = 4096 };

// 0: free, 1: being written, 2: guards, 3: guards and is broken. A handler reads what a guard covers only in the last two.
static atomic_int states[most];
static uintptr_t starts[most], ends[most];

static struct sigaction before;
static atomic_int was_foreign;

static void on_bus_error(int number, siginfo_t *info, void *context) {
    (void)context;
    uintptr_t place = (uintptr_t)info->si_addr, page = (uintptr_t)sysconf(_SC_PAGESIZE);
    if (info->si_code > 0) {
        for (int i = 0; i < most; i++) {
            if (atomic_load(&states[i]) < 2 || place < starts[i] || place >= ends[i]) continue;
            uintptr_t first = place - place % page;
            // What lies behind a page that is gone is mostly gone, too.
            if (mmap((void *)first, ends[i] - first, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED) break;
            atomic_store(&states[i], 3);
            return;
        }
    }
    // Not ours. A fault happens again on return and finds the old handler, a signal that was sent must be sent again. Where the old handler
    // comes back to this one, nobody wants it.
    struct sigaction standard = {0};
    standard.sa_handler = SIG_DFL;
    sigaction(number, atomic_exchange(&was_foreign, 1) ? &standard : &before, NULL);
    if (info->si_code <= 0) raise(number);
}

// Whoever came in between must not see faults that are repaired here, so this is done anew with every guard.
void cm_stand_first(void) {
    struct sigaction current, action = {0};
    if (sigaction(SIGBUS, NULL, &current) != 0 || ((current.sa_flags & SA_SIGINFO) && current.sa_sigaction == on_bus_error)) return;
    before = current;
    action.sa_sigaction = on_bus_error;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, NULL);
}

int cm_guard(const void *start, size_t length) {
    cm_stand_first();
    for (int i = 0; i < most; i++) {
        int expected = 0;
        if (!atomic_compare_exchange_strong(&states[i], &expected, 1)) continue;
        starts[i] = (uintptr_t)start;
        uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
        ends[i] = ((uintptr_t)start + length + page - 1) / page * page;
        atomic_store(&states[i], 2);
        return i;
    }
    return -1;
}

int cm_is_broken(int guard) { return guard >= 0 && guard < most && atomic_load(&states[guard]) == 3; }

void cm_unguard(int guard) {
    if (guard >= 0 && guard < most) atomic_store(&states[guard], 0);
}

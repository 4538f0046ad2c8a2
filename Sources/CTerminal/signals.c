#define _GNU_SOURCE
#include "CTerminal.h"
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

static atomic_int flags;
static atomic_int terminating;
static _Atomic time_t terminating_since;

// How long the loop has to save and leave before a second signal ends the program at once. A hang-up brings several
// signals in a row, which must not count as impatience.
static const time_t patience_seconds = 2;

static time_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

static void on_signal(int number) {
    int saved = errno;
    switch (number) {
    case SIGWINCH: atomic_fetch_or(&flags, ct_resized); break;
    case SIGTSTP: atomic_fetch_or(&flags, ct_suspend_asked); break;
    case SIGCONT: atomic_fetch_or(&flags, ct_continued); break;
    default:
        if (atomic_load(&terminating) == 0) {
            atomic_store(&terminating_since, now());
            atomic_store(&terminating, number);
        } else if (now() - atomic_load(&terminating_since) >= patience_seconds) {
            ct_terminal_restore();
            _exit(128 + number);
        }
        atomic_fetch_or(&flags, ct_terminate_asked);
    }
    ct_wake();
    errno = saved;
}

static const int handled[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP, SIGINT};
enum { handled_count = sizeof handled / sizeof *handled };
static struct sigaction before[handled_count];
static int installed;

void ct_signals_install(void) {
    if (installed) return;
    installed = 1;
    for (int i = 0; i < handled_count; i++) {
        struct sigaction action = {0};
        action.sa_handler = on_signal;
        action.sa_flags = SA_RESTART;
        sigfillset(&action.sa_mask);
        sigaction(handled[i], &action, &before[i]);
        // nohup and the like ask for a signal to be ignored: it stays so.
        if (before[i].sa_handler == SIG_IGN && handled[i] != SIGWINCH) sigaction(handled[i], &before[i], NULL);
    }
}

void ct_signals_remove(void) {
    if (!installed) return;
    installed = 0;
    for (int i = 0; i < handled_count; i++) sigaction(handled[i], &before[i], NULL);
}

int ct_signals_take(void) { return atomic_exchange(&flags, 0); }

int ct_terminating_signal(void) { return atomic_load(&terminating); }

void ct_stop_self(void) {
    // SIGTSTP and not SIGSTOP: where no shell could continue the group (it is orphaned) the kernel drops SIGTSTP.
    struct sigaction standard = {0}, ours;
    standard.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &standard, &ours);
    kill(0, SIGTSTP);
    sigaction(SIGTSTP, &ours, NULL);
}

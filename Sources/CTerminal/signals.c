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

// How long the loop has to save and leave before a second signal ends the program at once, and before it is ended without one. A hang-up
// brings several signals in a row, which must not count as impatience.
enum { patience_seconds = 2, longest_seconds = 5 };

static time_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

static void ask_to_end(int number) {
    int none = 0;
    if (atomic_compare_exchange_strong(&terminating, &none, number)) {
        atomic_store(&terminating_since, now());
        alarm(longest_seconds);
    } else if (now() - atomic_load(&terminating_since) >= patience_seconds) {
        ct_terminal_restore();
        _exit(128 + terminating);
    }
    atomic_fetch_or(&flags, ct_terminate_asked);
}

static void on_signal(int number, siginfo_t *info, void *context) {
    (void)context;
    int saved = errno;
    switch (number) {
    case SIGWINCH: atomic_fetch_or(&flags, ct_resized); break;
    case SIGTSTP: atomic_fetch_or(&flags, ct_suspend_asked); break;
    case SIGCONT: atomic_fetch_or(&flags, ct_continued); break;
    case SIGPIPE:
    case SIGXFSZ:
        // A write of the program's own: the call fails too, and whoever wrote says so.
        if (info->si_pid == getpid()) break;
        // fall through
    default: ask_to_end(number);
    }
    ct_wake();
    errno = saved;
}

// Every signal that would end the process, but for crashes (CCrash) and SIGKILL; and those of a terminal.
static int is_handled(int number) {
    switch (number) {
    case SIGILL: case SIGTRAP: case SIGSEGV: case SIGBUS: case SIGFPE: case SIGABRT: case SIGSYS: return 0;
    case SIGKILL: case SIGSTOP: case SIGTTIN: case SIGTTOU: case SIGCHLD: case SIGURG: return 0;
    default: return 1;
    }
}

static struct sigaction before[_NSIG];
static int is_ours[_NSIG];
static int installed;

void ct_signals_install(void) {
    if (installed) return;
    installed = 1;
    for (int number = 1; number < _NSIG; number++) {
        is_ours[number] = 0;
        // The C library keeps the two below SIGRTMIN to itself and refuses them.
        if (!is_handled(number) || sigaction(number, NULL, &before[number]) != 0) continue;
        // nohup and the like ask for a signal to be ignored: it stays so.
        if (before[number].sa_handler == SIG_IGN && number != SIGWINCH) continue;
        struct sigaction action = {0};
        action.sa_sigaction = on_signal;
        // On the stack for crashes where a thread has one: a signal may come at the end of its own.
        action.sa_flags = SA_RESTART | SA_SIGINFO | SA_ONSTACK;
        sigfillset(&action.sa_mask);
        is_ours[number] = sigaction(number, &action, NULL) == 0;
    }
}

void ct_signals_remove(void) {
    if (!installed) return;
    installed = 0;
    for (int number = 1; number < _NSIG; number++)
        if (is_ours[number]) sigaction(number, &before[number], NULL);
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

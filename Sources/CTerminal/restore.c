#define _GNU_SOURCE
#include "CTerminal.h"
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static struct termios settings;
static int settings_fd = -1;
static int output_fd = 1;
static char sequence[1024];
static size_t sequence_length;
static atomic_int armed;

int ct_terminal_save(int fd) {
    if (tcgetattr(fd, &settings) != 0) return -1;
    settings_fd = fd;
    return 0;
}

static void restore_at_exit(void) { ct_terminal_restore(); }

void ct_terminal_arm(int output, const char *bytes, size_t length) {
    static int registered;
    atomic_store(&armed, 0);
    output_fd = output;
    sequence_length = length < sizeof sequence ? length : sizeof sequence - 1;
    memcpy(sequence, bytes, sequence_length);
    if (!registered) {
        registered = 1;
        atexit(restore_at_exit);
    }
    atomic_store(&armed, 1);
}

void ct_terminal_disarm(void) { atomic_store(&armed, 0); }

void ct_terminal_restore(void) {
    if (!atomic_exchange(&armed, 0)) return;
    int saved = errno;
    // A background process that sets the terminal would be stopped by SIGTTOU unless it is blocked.
    sigset_t output_stop, old;
    sigemptyset(&output_stop);
    sigaddset(&output_stop, SIGTTOU);
    sigprocmask(SIG_BLOCK, &output_stop, &old);
    for (size_t done = 0; done < sequence_length;) {
        ssize_t n = write(output_fd, sequence + done, sequence_length - done);
        if (n > 0) done += (size_t)n;
        else if (errno != EINTR) break;
    }
    if (settings_fd >= 0) tcsetattr(settings_fd, TCSANOW, &settings);
    sigprocmask(SIG_SETMASK, &old, NULL);
    errno = saved;
}

int ct_terminal_size(int fd, int *rows, int *columns) {
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return -1;
    *rows = size.ws_row;
    *columns = size.ws_col;
    return 0;
}

// --- Crashes. Swift's backtracer would print into the alternate screen and wait for a key in raw mode.

static const int fatal[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
enum { fatal_count = sizeof fatal / sizeof *fatal };
static struct sigaction before[fatal_count];

static void on_crash(int number, siginfo_t *info, void *context) {
    (void)context;
    ct_terminal_restore();
    for (int i = 0; i < fatal_count; i++)
        if (fatal[i] == number) sigaction(number, &before[i], NULL);
    // A fault happens again on return and finds the old handler; a signal that was sent must be sent again.
    if (info == NULL || info->si_code <= 0) raise(number);
}

void ct_crash_handlers_install(void) {
    static int installed;
    if (installed) return;
    installed = 1;
    // A stack that ran over leaves no room for a handler, unless it has a stack of its own.
    static char handler_stack[64 * 1024];
    stack_t current;
    if (sigaltstack(NULL, &current) == 0 && (current.ss_flags & SS_DISABLE)) {
        stack_t own = {.ss_sp = handler_stack, .ss_size = sizeof handler_stack};
        sigaltstack(&own, NULL);
    }
    for (int i = 0; i < fatal_count; i++) {
        struct sigaction action = {0};
        action.sa_sigaction = on_crash;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK;
        sigemptyset(&action.sa_mask);
        sigaction(fatal[i], &action, &before[i]);
    }
}

#define _GNU_SOURCE
#include "CCrash.h"
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
        cc_before_last_words(ct_terminal_restore);
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

#define _GNU_SOURCE
#include "CCrash.h"
#include "ending.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

// The last line of a run's log, where a signal ends the run: nothing of Swift's, no stdio, no lock may be needed for it. The form is RunLog's.

static char place[PATH_MAX];
static atomic_int is_logged;

// --- A line, cut off where it does not fit.

struct line {
    char text[256];
    size_t length;
};

static void put(struct line *line, const char *text) {
    for (; *text && line->length < sizeof line->text; text++) line->text[line->length++] = *text;
}

/// In decimal, with zeros in front up to a number of digits.
static void put_number(struct line *line, unsigned long long value, int digits) {
    char reversed[24];
    int count = 0;
    do reversed[count++] = (char)('0' + value % 10);
    while ((value /= 10) || count < digits);
    while (count && line->length < sizeof line->text) line->text[line->length++] = reversed[--count];
}

/// UTC to the millisecond. The date from a count of days: Howard Hinnant's civil_from_days, for days since 1970.
static void put_time(struct line *line) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    unsigned long long seconds = (unsigned long long)now.tv_sec, days = seconds / 86400 + 719468, rest = seconds % 86400;
    unsigned long long era = days / 146097, day_of_era = days % 146097;
    unsigned long long year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    unsigned long long day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    unsigned long long shifted = (5 * day_of_year + 2) / 153, month = shifted < 10 ? shifted + 3 : shifted - 9;
    put_number(line, year_of_era + era * 400 + (month <= 2), 4);
    put(line, "-");
    put_number(line, month, 2);
    put(line, "-");
    put_number(line, day_of_year - (153 * shifted + 2) / 5 + 1, 2);
    put(line, "T");
    put_number(line, rest / 3600, 2);
    put(line, ":");
    put_number(line, rest / 60 % 60, 2);
    put(line, ":");
    put_number(line, rest % 60, 2);
    put(line, ".");
    put_number(line, (unsigned long long)now.tv_nsec / 1000000, 3);
    put(line, "Z");
}

static void put_seconds(struct line *line, struct timeval time) {
    put_number(line, (unsigned long long)time.tv_sec, 1);
    put(line, ".");
    put_number(line, (unsigned long long)time.tv_usec / 10000, 2);
}

void cc_note_ending(int number) {
    if (!atomic_exchange(&is_logged, 0)) return;
    struct line line = {.length = 0};
    struct rusage usage = {0};
    getrusage(RUSAGE_SELF, &usage);
    put_time(&line);
    put(&line, " error run.end cpu=");
    put_seconds(&line, usage.ru_utime);
    put(&line, " exit=");
    put_number(&line, 128 + (unsigned)number, 1);
    put(&line, " most_memory=\"");
    put_number(&line, (unsigned long long)usage.ru_maxrss, 1);
    put(&line, " kB\" run=");
    put_number(&line, (unsigned long long)getpid(), 1);
    put(&line, " signal=");
    put_number(&line, (unsigned)number, 1);
    put(&line, " system_cpu=");
    put_seconds(&line, usage.ru_stime);
    put(&line, "\n");
    // At the file's end and in one piece, which is what other runs' lines are, too; without their lock, for which nothing could wait here.
    int file = open(place, O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0) return;
    ssize_t written = write(file, line.text, line.length);
    (void)written;
    close(file);
}

static void on_end(int number) {
    int saved = errno;
    cc_note_ending(number);
    // The end is the signal's own. It waits until this handler is left.
    struct sigaction standard = {0};
    standard.sa_handler = SIG_DFL;
    sigaction(number, &standard, NULL);
    raise(number);
    errno = saved;
}

/// What ends a process unless somebody takes it over; crashes note their end by themselves.
static int is_an_end(int number) {
    switch (number) {
    case SIGHUP: case SIGINT: case SIGQUIT: case SIGALRM: case SIGTERM: case SIGPIPE: case SIGUSR1: case SIGUSR2: case SIGXCPU: case SIGVTALRM:
    case SIGPROF: case SIGPOLL: case SIGPWR: case SIGSTKFLT: return 1;
    default: return number >= SIGRTMIN && number <= SIGRTMAX;
    }
}

void cc_log_endings(const char *path) {
    if (path[0] != '/' || strlen(path) >= sizeof place) return;
    atomic_store(&is_logged, 0);
    strcpy(place, path);
    atomic_store(&is_logged, 1);
    for (int number = 1; number <= SIGRTMAX; number++) {
        struct sigaction current, action = {0};
        // What nohup and the like ignore stays ignored, and what somebody has taken over stays theirs.
        if (!is_an_end(number) || sigaction(number, NULL, &current) != 0 || (current.sa_flags & SA_SIGINFO) || current.sa_handler != SIG_DFL) continue;
        action.sa_handler = on_end;
        action.sa_flags = SA_RESTART | SA_ONSTACK;
        sigfillset(&action.sa_mask);
        sigaction(number, &action, NULL);
    }
}

void cc_is_noted(void) { atomic_store(&is_logged, 0); }

#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// The C that has state: what a signal handler must be able to reach. Everything else is Swift.

// --- Wake pipe (wake.c): one thread sleeps in poll; any thread or signal handler may wake it.

/// Makes the pipe once; returns its reading end, or -1.
int ct_wake_open(void);
/// Safe from any thread and from signal handlers. Does nothing before ct_wake_open.
void ct_wake(void);
/// Empties the pipe.
void ct_wake_drain(void);

// --- Signals (signals.c): handlers only raise a flag and wake the loop.

enum { ct_resized = 1, ct_suspend_asked = 2, ct_terminate_asked = 4, ct_continued = 8 };

void ct_signals_install(void);
void ct_signals_remove(void);
/// The flags raised since the last call.
int ct_signals_take(void);
/// SIGTERM, SIGHUP or SIGINT once one of them came, else 0.
int ct_terminating_signal(void);
/// Stops the process group as Ctrl-Z does, returns when it is continued.
void ct_stop_self(void);

// --- Putting the terminal back (restore.c), also from a crash.

/// Remembers how the terminal is set. 0, or -1 where fd is no terminal.
int ct_terminal_save(int fd);
/// From now on a crash (CCrash.h) or exit() writes `sequence` to `output` and puts the saved settings back. Not longer than 1,023 bytes.
void ct_terminal_arm(int output, const char *sequence, size_t length);
/// Writes the sequence and puts the settings back, once; async-signal-safe.
void ct_terminal_restore(void);
void ct_terminal_disarm(void);
/// Rows and columns as the kernel knows them. 0, or -1.
int ct_terminal_size(int fd, int *rows, int *columns);

// --- Locale (locale.c)

/// Takes the person's locale for character types, else C.UTF-8 where they named none that exists. 1 if text goes out as UTF-8.
int ct_locale_is_utf8(void);
/// The character that one byte is in a locale of one byte a character; -1 for none, and in other locales.
int ct_scalar(int byte);
/// Columns that the C library, and so ncurses, gives a character in the current locale; -1 if it cannot be printed.
int ct_wcwidth(uint32_t scalar);

// --- Pseudo-terminals (pty.c), for tests

/// A pseudo-terminal of that size: its controlling end, or -1. The other end's path goes to `path`.
int ct_pty_open(int rows, int columns, char *path, size_t path_size);
int ct_pty_resize(int controller, int rows, int columns);
/// Starts a program with the pseudo-terminal as its controlling terminal and its standard streams, in a folder (NULL: this one). Its id, or -1.
pid_t ct_pty_spawn(const char *path, const char *folder, char *const arguments[], char *const environment[]);

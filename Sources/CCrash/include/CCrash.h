#pragma once

// What is done and said when the program itself is at fault. Handlers are C, since nothing of Swift's may run there.

/// Takes SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT and SIGSYS over, also from Swift's backtracer, which would print into the screen
/// and wait for a key: one sentence on stderr, then the end by that signal. No signal stays blocked. Only the first call counts.
/// - name: "parallax 0.1.0".
void cc_install(const char *name);
/// Called before the sentence is written: puts the terminal back. Async-signal-safe; one for the program.
void cc_before_last_words(void (*restore)(void));
/// A stack that ran over leaves no room for a handler: the calling thread gets one of its own, once. The main thread has it from `cc_install`.
void cc_prepare_thread(void);
/// From now on a signal that ends the program adds `run.end` to this log first, crashes too, and then ends it as it would have. Signals that are
/// ignored or taken over already stay so.
/// - path: absolute; nothing is done where it is not.
void cc_log_endings(const char *path);
/// The log has its last line already.
void cc_is_noted(void);

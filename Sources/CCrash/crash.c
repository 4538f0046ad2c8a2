#define _GNU_SOURCE
#include "CCrash.h"
#include "ending.h"
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>

static const struct {
    int number;
    const char *name, *meaning;
} faults[] = {
    {SIGILL, "SIGILL", "a check of its own failed"},         {SIGTRAP, "SIGTRAP", "a check of its own failed"},
    {SIGSEGV, "SIGSEGV", "it touched memory that is not there"}, {SIGBUS, "SIGBUS", "it touched memory that cannot be read"},
    {SIGFPE, "SIGFPE", "a number was divided by zero"},      {SIGABRT, "SIGABRT", "it gave up, as when no memory is left"},
    {SIGSYS, "SIGSYS", "a system call was refused"},
};
enum { fault_count = sizeof faults / sizeof *faults };

static char program[64] = "the program";
static void (*_Atomic put_back)(void);
static atomic_flag is_speaking = ATOMIC_FLAG_INIT;

// --- A sentence without stdio, which takes locks.

static char words[2048];
static size_t length;

static void say(const char *text) {
    for (; *text && length < sizeof words - 1; text++) words[length++] = *text;
}

static void say_hexadecimal(uintptr_t value) {
    char digits[2 * sizeof value];
    int count = 0;
    do digits[count++] = "0123456789abcdef"[value % 16];
    while ((value /= 16) && count < (int)sizeof digits);
    say("+0x");
    while (count && length < sizeof words - 1) words[length++] = digits[--count];
}

// --- Where it happened: offsets in the executable, which addr2line reads. Frame pointers, read by a call that fails where a fault would.

extern const char __executable_start, etext;

static uintptr_t offset(uintptr_t address) {
    uintptr_t start = (uintptr_t)&__executable_start;
    return address >= start && address < (uintptr_t)&etext ? address - start : 0;
}

static void say_places(uintptr_t place, uintptr_t frame) {
    enum { most_walked = 64, most_said = 12 };
    int said = 0;
    for (int walked = 0; walked < most_walked && said < most_said; walked++) {
        if (offset(place)) {
            say(said++ ? " " : " [");
            say_hexadecimal(offset(place));
        }
        uintptr_t pair[2] = {0, 0};
        struct iovec here = {pair, sizeof pair}, there = {(void *)frame, sizeof pair};
        if (frame == 0 || frame % sizeof frame || process_vm_readv(getpid(), &here, 1, &there, 1, 0) != sizeof pair || pair[0] <= frame) break;
        frame = pair[0];
        place = pair[1] - 1;
    }
    if (said) say("]");
}

static void on_fault(int number, siginfo_t *info, void *context) {
    // Another thread that fails meanwhile waits for the end.
    if (atomic_flag_test_and_set(&is_speaking)) for (;;) pause();
    void (*restore)(void) = atomic_load(&put_back);
    if (restore) restore();

    ucontext_t *machine = context;
#if defined(__x86_64__)
    uintptr_t place = (uintptr_t)machine->uc_mcontext.gregs[REG_RIP], frame = (uintptr_t)machine->uc_mcontext.gregs[REG_RBP],
              stack = (uintptr_t)machine->uc_mcontext.gregs[REG_RSP];
#elif defined(__aarch64__)
    uintptr_t place = machine->uc_mcontext.pc, frame = machine->uc_mcontext.regs[29], stack = machine->uc_mcontext.sp;
#else
    (void)machine;
    uintptr_t place = 0, frame = 0, stack = 0;
#endif
    enum { near = 64 * 1024 };
    uintptr_t address = (uintptr_t)info->si_addr;
    const char *name = "a signal", *meaning = "it failed";
    for (int i = 0; i < fault_count; i++)
        if (faults[i].number == number) name = faults[i].name, meaning = faults[i].meaning;
    if (info->si_code <= 0 && number != SIGABRT) meaning = "sent to it";
    else if (number == SIGSEGV && address + near > stack && address < stack + near) meaning = "its stack ran over";

    length = 0;
    say("Error: ");
    say(program);
    say(" crashed (");
    say(name);
    say(", ");
    say(meaning);
    say("): this is a bug of the program itself, please report this line and what led to it");
    say_places(place, frame);
    say(".\n");
    for (size_t done = 0; done < length;) {
        ssize_t n = write(2, words + done, length - done);
        if (n <= 0) break;
        done += (size_t)n;
    }
    cc_note_ending(number);
    // The end is the signal's own, so that shells and schedulers see what it was. It waits until this handler is left.
    struct sigaction standard = {0};
    standard.sa_handler = SIG_DFL;
    sigaction(number, &standard, NULL);
    raise(number);
}

// --- Stacks of the handlers.

enum { stack_size = 64 * 1024 };
static pthread_key_t stacks;
static pthread_once_t stacks_once = PTHREAD_ONCE_INIT;

static void give_back(void *stack) {
    stack_t none = {.ss_flags = SS_DISABLE};
    sigaltstack(&none, NULL);
    munmap(stack, stack_size);
}

static void make_key(void) { pthread_key_create(&stacks, give_back); }

void cc_prepare_thread(void) {
    static _Thread_local int is_prepared;
    if (is_prepared) return;
    is_prepared = 1;
    pthread_once(&stacks_once, make_key);
    void *stack = mmap(NULL, stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (stack == MAP_FAILED) return;
    stack_t own = {.ss_sp = stack, .ss_size = stack_size};
    if (sigaltstack(&own, NULL) == 0 && pthread_setspecific(stacks, stack) == 0) return;
    give_back(stack);
}

void cc_before_last_words(void (*restore)(void)) { atomic_store(&put_back, restore); }

void cc_install(const char *name) {
    static atomic_flag is_installed = ATOMIC_FLAG_INIT;
    if (atomic_flag_test_and_set(&is_installed)) return;
    strncpy(program, name, sizeof program - 1);
    cc_prepare_thread();
    // Whoever started the program may have left signals blocked: then nobody could end it, and nothing would be said.
    sigset_t none;
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, NULL);
    for (int i = 0; i < fault_count; i++) {
        struct sigaction action = {0};
        action.sa_sigaction = on_fault;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK;
        sigemptyset(&action.sa_mask);
        sigaction(faults[i].number, &action, NULL);
    }
}

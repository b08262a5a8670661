// Signal handlers and the watchdog thread behind guard.h.
// SPDX-License-Identifier: Apache-2.0
#include "guard.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

static const int kSignals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGALRM};
static struct sigaction previous[65];

static thread_local GuardFrame* current = nullptr;
static thread_local bool prepared = false;

// What the watchdog sees of the thread that simulates: calls begun, and whether one runs. It interrupts call number `late` only.
static std::atomic<uint32_t> calls{0}, late{0};
static std::atomic<bool> running{false};
static pthread_t simulating;

// Never destroyed: the watchdog waits on them until the process is gone.
static std::mutex& limit_mutex = *new std::mutex;
static std::condition_variable& limit_changed = *new std::condition_variable;
static uint32_t limit = 0;

static void pass_on(int signal, siginfo_t* info, void* context) {
  const struct sigaction& old = previous[signal];
  if (old.sa_flags & SA_SIGINFO) return old.sa_sigaction(signal, info, context);
  if (old.sa_handler == SIG_IGN) return;
  if (old.sa_handler != SIG_DFL) return old.sa_handler(signal);
  sigaction(signal, &old, nullptr);
  // A fault happens again at the same instruction; a signal that was sent has to be sent again.
  if (info->si_code <= 0) raise(signal);
}

static void on_signal(int signal, siginfo_t* info, void* context) {
  // A watchdog's signal that comes after the call has ended concerns nobody.
  const bool alarm = signal == SIGALRM && info->si_code == SI_TKILL && info->si_pid == getpid();
  GuardFrame* const frame = current;
  if (alarm && (frame == nullptr || calls.load() != late.load())) {
    // Another design's watchdog may have sent it.
    if (previous[signal].sa_flags & SA_SIGINFO) pass_on(signal, info, context);
    return;
  }
  if (frame == nullptr) return pass_on(signal, info, context);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  siglongjmp(frame->start, signal);
}

static void watch() {
  std::unique_lock<std::mutex> lock(limit_mutex);
  uint32_t seen = 0, waited = 0;
  for (;;) {
    const uint32_t step = limit == 0 ? 3'600'000 : limit / 8 + 1;
    if (limit_changed.wait_for(lock, std::chrono::milliseconds(step)) == std::cv_status::no_timeout) waited = 0;
    const uint32_t now = calls.load();
    if (limit == 0 || !running.load() || now != seen) {
      seen = now;
      waited = 0;
    } else if ((waited += step) >= limit) {
      waited = 0;
      late = now;
      pthread_kill(simulating, SIGALRM);
    }
  }
}

static void prepare_process() {
  struct sigaction action {};
  action.sa_sigaction = on_signal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  // No further signal is blocked: the handler is left by a jump, which does not restore the mask.
  sigemptyset(&action.sa_mask);
  for (const int signal : kSignals) sigaction(signal, &action, &previous[signal]);
  sigset_t all, old;
  sigfillset(&all);
  // Signals sent to the process are for its own threads.
  pthread_sigmask(SIG_SETMASK, &all, &old);
  std::thread(watch).detach();
  pthread_sigmask(SIG_SETMASK, &old, nullptr);
}

void guard_install() {
  if (prepared) return;
  prepared = true;
  // A stack overflow can only be handled on another stack.
  stack_t stack{};
  sigaltstack(nullptr, &stack);
  if (stack.ss_flags & SS_DISABLE) {
    stack.ss_flags = 0;
    stack.ss_size = 1 << 16;
    stack.ss_sp = std::malloc(stack.ss_size);
    sigaltstack(&stack, nullptr);
  }
  simulating = pthread_self();
  static const bool once = (prepare_process(), true);
  (void)once;
}

void guard_set_limit(uint32_t milliseconds) {
  const std::lock_guard<std::mutex> lock(limit_mutex);
  if (limit == milliseconds) return;
  limit = milliseconds;
  limit_changed.notify_all();
}

uint32_t guard_limit() {
  const std::lock_guard<std::mutex> lock(limit_mutex);
  return limit;
}

void guard_enter(GuardFrame* frame) {
  frame->outer = current;
  current = frame;
  calls.store(calls.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  running.store(true, std::memory_order_relaxed);
}

void guard_leave(GuardFrame* frame) {
  current = frame->outer;
  running.store(current != nullptr, std::memory_order_relaxed);
}

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

static thread_local GuardFrame* current = nullptr;

// What the watchdog sees of the thread that simulates: calls begun and signs of life in them, and whether a call runs. It
// interrupts only where `late` is the last of them.
static std::atomic<uint32_t> calls{0}, late{0};
static std::atomic<bool> running{false};
static pthread_t simulating;

// Never destroyed: the watchdog waits on them until the process is gone.
static std::mutex& mutex = *new std::mutex;
static std::condition_variable& limit_changed = *new std::condition_variable;
static uint32_t limit = 0;

static const int kFaults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
static struct sigaction previous[65];

// A signal of its own: Node packages that wait for the end of a process take SIGALRM and its like away.
static int alarm_signal() { return SIGRTMIN + 11; }

static void jump(GuardFrame* frame, int signal) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  siglongjmp(frame->start, signal);
}

static void on_alarm(int signal) {
  // The call may have ended since the watchdog looked.
  if (current != nullptr && calls.load() == late.load()) jump(current, signal);
}

static void on_fault(int signal, siginfo_t* info, void* context) {
  if (current != nullptr) jump(current, signal);
  const struct sigaction& old = previous[signal];
  if (old.sa_flags & SA_SIGINFO) return old.sa_sigaction(signal, info, context);
  if (old.sa_handler == SIG_IGN) return;
  if (old.sa_handler != SIG_DFL) return old.sa_handler(signal);
  sigaction(signal, &old, nullptr);
  // A fault happens again at the same instruction; a signal that was sent has to be sent again.
  if (info->si_code <= 0) raise(signal);
}

static void install_handlers() {
  struct sigaction action {}, present {};
  // No further signal is blocked: a handler is left by a jump, which does not restore the mask.
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  action.sa_sigaction = on_fault;
  for (const int signal : kFaults) {
    sigaction(signal, nullptr, &present);
    if ((present.sa_flags & SA_SIGINFO) && present.sa_sigaction == on_fault) continue;
    previous[signal] = present;
    sigaction(signal, &action, nullptr);
  }
  action.sa_flags = SA_ONSTACK | SA_RESTART;
  action.sa_handler = on_alarm;
  sigaction(alarm_signal(), &action, nullptr);
}

static void watch() {
  std::unique_lock<std::mutex> lock(mutex);
  uint32_t seen = 0, waited = 0;
  for (;;) {
    const uint32_t step = limit == 0 || limit > 2000 ? 250 : limit / 8 + 1;
    if (limit_changed.wait_for(lock, std::chrono::milliseconds(step)) == std::cv_status::no_timeout) waited = 0;
    const uint32_t now = calls.load();
    if (limit == 0 || !running.load() || now != seen) {
      // The handler of SIGABRT is among those that others replace.
      if (now != seen) install_handlers();
      seen = now;
      waited = 0;
    } else if ((waited += step) >= limit) {
      waited = 0;
      late = now;
      pthread_kill(simulating, alarm_signal());
    }
  }
}

static void start_watchdog() {
  sigset_t all, old;
  sigfillset(&all);
  // Signals sent to the process are for its own threads.
  pthread_sigmask(SIG_SETMASK, &all, &old);
  std::thread(watch).detach();
  pthread_sigmask(SIG_SETMASK, &old, nullptr);
}

static void install() {
  const std::lock_guard<std::mutex> lock(mutex);
  simulating = pthread_self();
  install_handlers();
  // A stack overflow can only be handled on another stack.
  stack_t stack{};
  sigaltstack(nullptr, &stack);
  if (stack.ss_flags & SS_DISABLE) {
    stack.ss_flags = 0;
    stack.ss_size = 1 << 16;
    stack.ss_sp = std::malloc(stack.ss_size);
    sigaltstack(&stack, nullptr);
  }
  static const bool once = (start_watchdog(), true);
  (void)once;
}

static void set_limit(uint32_t milliseconds) {
  const std::lock_guard<std::mutex> lock(mutex);
  if (limit == milliseconds) return;
  limit = milliseconds;
  limit_changed.notify_all();
}

static uint32_t get_limit() {
  const std::lock_guard<std::mutex> lock(mutex);
  return limit;
}

static void enter(GuardFrame* frame) {
  frame->outer = current;
  current = frame;
  calls.store(calls.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  running.store(true, std::memory_order_relaxed);
}

static void leave(GuardFrame* frame) {
  current = frame->outer;
  running.store(current != nullptr, std::memory_order_relaxed);
}

static const Guard own = {install, set_limit, get_limit, enter, leave, &calls, alarm_signal()};
const Guard* guard = &own;

// Runs model code so that a signal in it or an endless loop returns to the caller instead of ending the process.
// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <csetjmp>
#include <cstdint>

// A call into a model that is running in this thread. A signal jumps back to its start; C++ frames in between are abandoned, which
// is why the instance must never be used or freed afterwards.
struct GuardFrame {
  sigjmp_buf start;
  GuardFrame* outer;
};

// All designs of a process share the guard of the first: signal handlers exist once, and so does the watchdog.
struct Guard {
  void (*install)();                          // handlers, alternate stack, watchdog; repairs what others have replaced
  void (*set_limit)(uint32_t milliseconds);  // time that one call may take; 0 is no limit
  uint32_t (*limit)();
  void (*enter)(GuardFrame* frame);
  void (*leave)(GuardFrame* frame);
  std::atomic<uint32_t>* beats;  // a long call that counts them up is not late while it goes on; one thread writes
  int timeout;                   // what a call returns that took too long
};
extern const Guard* guard;

// A sign of life from inside a call that evaluates many times.
inline void progress() { guard->beats->store(guard->beats->load(std::memory_order_relaxed) + 1, std::memory_order_relaxed); }

// Runs `call`; 0, or the signal that ended it, or guard->timeout.
template <class Call>
int guarded(Call&& call) {
  GuardFrame frame;
  // The mask is not saved, which would be a system call; the handlers unblock their signal themselves.
  const int signal = sigsetjmp(frame.start, 0);
  if (signal == 0) {
    guard->enter(&frame);
    call();
  }
  guard->leave(&frame);
  return signal;
}

// A bulk run: native code clocks the design, drives and records all its streams and counters, and says why it ended.
// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "design.h"
#include "streams.h"

// Numbers are those of src/sim/bulk/record.ts; kGoes is none of a finished run.
enum class Ended : uint32_t { ok, watchdog, protocol, surplus, mismatch, errorFlag, asserted, goes };

class BulkRun {
 public:
  // `request` is what src/sim/bulk/request.ts writes; it must stay where it is. Throws when it does not fit the design.
  BulkRun(SimDesign& design, VerilatedContext& context, const uint32_t* request, size_t words);

  // Runs up to that many cycles, to the end, or to the first evaluation after which `stopped` holds.
  template <class Stopped>
  void run(uint32_t cycles, Stopped&& stopped);
  bool goes() const { return status_ == Ended::goes; }
  // Ends a run whose model has stopped.
  void stop(const std::string& why) { fail(Ended::asserted, 0, why); }
  // What src/sim/bulk/record.ts reads, as parts that follow each other; they live as long as the run.
  struct Part {
    const uint32_t* words;
    size_t size;
  };
  const std::vector<Part>& record();
  const std::vector<Part>& parts() const { return parts_; }

 private:
  struct Counter {
    uint32_t offset, count;  // in counters of 48 bits
  };
  struct Settings {
    uint32_t reset_active, reset_cycles, reset_at, watchdog, drain, pulses, low, high;
  };
  enum class Step { reset, low, high };

  SimDesign& design_;
  VerilatedContext& context_;
  Settings settings_{};
  SimPort clock_, reset_, error_, done_, counts_;
  std::vector<Source> sources_;
  std::vector<Sink> sinks_;
  std::vector<Counter> counters_;
  std::vector<uint32_t> done_words_, count_words_;
  std::vector<uint32_t> pulses_;  // per pulse: cycle, index, then low and high word of every counter
  uint32_t pulse_count_ = 0, cycle_ = 0, moves_until_ = 0, bad_stream_ = 0, idle_ = 0, drain_left_ = 0;
  uint32_t reset_left_ = 0, reset_held_ = 0;
  bool reset_again_ = false;
  const bool evaluates_end_, traces_;
  Ended status_ = Ended::goes;
  std::string message_;
  std::vector<uint32_t> heads_;  // of the parts of the record
  std::vector<Part> parts_;

  void fail(Ended why, uint32_t stream, const std::string& text);
  void level(bool high);
  void begin_reset(uint32_t cycles);
  void end_reset();
  bool reset_is_quiet();
  void drive();
  bool sample();
  bool sample_counters();
  bool complete() const;
  void finish_cycle(bool moved);
};

template <class Stopped>
void BulkRun::run(uint32_t cycles, Stopped&& stopped) {
  for (; cycles > 0 && goes(); cycles--) {
    if (reset_again_ && cycle_ == settings_.reset_at && reset_left_ == 0) {
      reset_again_ = false;
      begin_reset(1);  // one edge is enough once every register is defined
    }
    if (reset_left_ > 0) {
      level(false);
      if (stopped()) return;
      if (!reset_is_quiet()) return;
      level(true);
      if (stopped()) return;
      if (--reset_left_ == 0) end_reset();
      continue;
    }
    drive();
    level(false);
    if (stopped()) return;
    const bool moved = sample();
    if (!goes()) return;
    level(true);
    if (stopped()) return;
    finish_cycle(moved);
  }
}

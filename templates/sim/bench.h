// The clock loop: resets, drives all streams, records every handshake and counter pulse, and says why it ended.
// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "streams.h"

// Numbers are those of src/sim/result.ts.
enum Status : uint32_t { kOk, kWatchdog, kProtocol, kSurplus, kMismatch, kErrorFlag, kAsserted };

struct Counter {
  uint32_t offset, count;  // in counters of 48 bits
};

struct Settings {
  uint32_t reset_active, reset_cycles, reset_at, watchdog, drain, pulses;
};

class Bench {
 public:
  std::vector<Source> sources;
  std::vector<Sink> sinks;
  std::vector<Counter> counters;
  Settings settings{};
  std::vector<uint32_t> pulses;  // per pulse: cycle, index, then low and high word of every counter
  uint32_t pulse_count = 0, cycle = 0, last_handshake = 0, bad_stream = 0;
  bool any_handshake = false;
  uint64_t time = 0;
  Status status = kOk;
  std::string message;

  explicit Bench(Sim* sim, bool trace) : sim_(sim), trace_(trace), ports_(*sim_ports(sim)) {
    for (uint32_t i = 0; i < ports_.input_count; i++) sources.emplace_back(ports_.inputs[i]);
    for (uint32_t i = 0; i < ports_.output_count; i++) sinks.emplace_back(ports_.outputs[i]);
    counts_.resize(words_of(ports_.counts) + 1);
    done_.resize(words_of(ports_.done) + 1);
  }

  void run() {
    if (!reset(settings.reset_cycles)) return;
    bool again = settings.reset_at != UINT32_MAX;
    uint32_t idle = 0, left = settings.drain;
    while (true) {
      if (again && cycle == settings.reset_at) {
        again = false;
        idle = 0;
        left = settings.drain;
        if (!reset(1)) return;  // one edge is enough once every register is defined
      }
      for (Source& s : sources) s.drive(cycle);
      for (Sink& s : sinks) s.drive(!s.stall.at(cycle));
      level(0);
      const bool moved = sample();
      if (status != kOk) return;
      level(1);
      cycle++;
      // Pulses are no handshakes, but they are progress.
      idle = moved ? 0 : idle + 1;
      if (!complete()) {
        if (idle >= settings.watchdog) return fail(kWatchdog, 0, "");
      } else if (left-- == 0 && !again) {
        return;
      }
    }
  }

 private:
  Sim* sim_;
  bool trace_;
  const SimPorts& ports_;
  std::vector<uint32_t> counts_, done_;

  void level(bool high) {
    port_set(ports_.clock, high);
    sim_eval(sim_);
    if (trace_) sim_trace_dump(sim_, time);
    time += 5;
  }

  void fail(Status why, uint32_t stream, const char* text) {
    status = why;
    bad_stream = stream;
    message = text;
  }

  // Holds reset for some cycles and forgets what was recorded. Registers are defined after the second edge.
  bool reset(uint32_t cycles) {
    for (Source& s : sources) s.restart();
    for (Sink& s : sinks) s.restart();
    pulses.clear();
    pulse_count = cycle = last_handshake = 0;
    any_handshake = false;
    port_set(ports_.reset, settings.reset_active != 0);
    for (uint32_t i = 0; i < cycles; i++) {
      level(0);
      for (uint32_t o = 0; i >= 2 && o < sinks.size(); o++) {
        if (port_bit(sinks[o].port.valid)) return fail(kProtocol, o, "valid is high during reset"), false;
      }
      level(1);
    }
    if (ports_.done.bits != 0 && !counters_are_zero()) return fail(kProtocol, 0, "a counter is not 0 in reset"), false;
    port_set(ports_.reset, settings.reset_active == 0);
    return true;
  }

  bool counters_are_zero() {
    port_load(ports_.counts, counts_.data());
    uint32_t any = 0;
    for (uint32_t w = 0; w < words_of(ports_.counts); w++) any |= counts_[w];
    return any == 0;
  }

  // What holds just before the rising edge; true when something moved.
  bool sample() {
    bool moved = false;
    for (Source& s : sources) moved |= s.sample(cycle);
    for (uint32_t o = 0; o < sinks.size(); o++) {
      const Seen seen = sinks[o].sample(cycle);
      if (seen == Seen::nothing) continue;
      moved = true;
      if (seen == Seen::unstable) fail(kProtocol, o, "valid or payload changed before ready");
      if (seen == Seen::surplus) fail(kSurplus, o, "");
      if (seen == Seen::differs) fail(kMismatch, o, "");
      if (status != kOk) break;
    }
    if (moved) {
      last_handshake = cycle;
      any_handshake = true;
    }
    if (ports_.done.bits != 0) moved |= sample_counters();
    if (status == kOk && port_bit(ports_.error)) fail(kErrorFlag, 0, "");
    return moved;
  }

  bool sample_counters() {
    port_load(ports_.done, done_.data());
    uint32_t any = 0;
    for (uint32_t w = 0; w < words_of(ports_.done); w++) any |= done_[w];
    if (any == 0) return false;
    port_load(ports_.counts, counts_.data());
    for (uint32_t u = 0; u < counters.size(); u++) {
      if ((done_[u / 32] >> (u % 32) & 1) == 0) continue;
      pulse_count++;
      pulses.push_back(cycle);
      pulses.push_back(u);
      for (uint32_t k = 0; k < counters[u].count; k++) {
        const uint32_t bit = (counters[u].offset + k) * 48, word = bit / 32;
        // 48-bit fields start at bit 0 or 16 of a word.
        const uint64_t pair = counts_[word] | static_cast<uint64_t>(counts_[word + 1]) << 32;
        const uint64_t value = pair >> (bit % 32) & 0xffffffffffffull;
        pulses.push_back(static_cast<uint32_t>(value));
        pulses.push_back(static_cast<uint32_t>(value >> 32));
      }
    }
    return true;
  }

  bool complete() const {
    if (pulse_count < settings.pulses) return false;
    for (const Source& s : sources) if (s.next < s.count) return false;
    for (const Sink& s : sinks) if (s.done < s.count) return false;
    return true;
  }
};

// Source and sink of one stream: present beats, accept beats, keep the protocol's rules.
// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <cstring>
#include <vector>

#include "ports.h"

static inline uint32_t stall_mix(uint32_t x) {
  x = (x ^ (x >> 16)) * 0x7feb352du;
  x = (x ^ (x >> 15)) * 0x846ca68bu;
  return x ^ (x >> 16);
}

// Cycles in which a source or sink pauses: by the hash of src/ir/stall.ts, or by a bitmap that repeats.
struct Pauses {
  enum class Kind { never, hash, bitmap } kind = Kind::never;  // asked before a hash is worth computing
  uint32_t base = 0, rate = 0, length = 0;
  const uint32_t* bitmap = nullptr;

  bool at(uint32_t cycle) const {
    if (kind == Kind::never) return false;
    if (kind == Kind::hash) return (stall_mix(base + cycle * 0x9e3779b1u) & 255) < rate;
    return bitmap[cycle % length / 32] >> (cycle % length % 32) & 1;
  }
};

// The signals of a stream. A beat is its fields one after the other, each in whole words.
struct Stream {
  SimPort valid, ready;
  std::vector<SimPort> fields;
  uint32_t lanes = 0;  // above 0, field 1 has a bit for each lane of field 0 that says whether the lane counts
  uint32_t size = 0;   // words of a beat

  void store(const uint32_t* beat) const {
    for (const SimPort& field : fields) {
      port_store(field, beat);
      beat += field.words();
    }
  }
  void load(uint32_t* beat) const {
    for (const SimPort& field : fields) {
      port_load(field, beat);
      beat += field.words();
    }
  }
  // True when all fields agree; what lanes hold that do not count has no meaning.
  bool same(const uint32_t* a, const uint32_t* b) const {
    if (std::memcmp(a, b, size * 4) == 0) return true;
    if (lanes == 0) return false;
    const SimPort& data = fields[0];
    const uint32_t keep = data.words(), width = data.bits / lanes;
    if (std::memcmp(a + keep, b + keep, (size - keep) * 4) != 0) return false;
    for (uint32_t bit = 0; bit < data.bits; bit++) {
      const uint32_t lane = bit / width;
      const bool kept = a[keep + lane / 32] >> (lane % 32) & 1;
      if (kept && ((a[bit / 32] ^ b[bit / 32]) >> (bit % 32) & 1)) return false;
    }
    return true;
  }
};

struct Source {
  Stream port;
  Pauses pauses;
  const uint32_t* beats = nullptr;
  uint32_t count = 0, next = 0;
  bool holds = false;
  std::vector<uint32_t> cycles;

  void restart() {
    next = 0;
    holds = false;
    cycles.clear();
    port_offer(port.valid, false);
  }
  // Before the clock edge of a cycle: a source without a beat takes the next one unless it pauses.
  void drive(uint32_t cycle) {
    if (holds) return;
    holds = next < count && !pauses.at(cycle);
    if (holds) port.store(beats + static_cast<size_t>(next) * port.size);
    port_offer(port.valid, holds);
  }
  // True when the design accepts the beat in this cycle.
  bool sample(uint32_t cycle) {
    if (!holds || !port_willing(port.ready)) return false;
    cycles.push_back(cycle);
    next++;
    holds = false;
    return true;
  }
};

enum class Seen { nothing, beat, unstable, differs, surplus };

struct Sink {
  Stream port;
  Pauses pauses;
  const uint32_t* expected = nullptr;
  uint32_t count = 0, done = 0;
  bool stops = false;  // takes no more than `count` beats, instead of watching for surplus
  bool ready = false, waiting = false;
  std::vector<uint32_t> cycles, beats, now, held;

  void restart() {
    done = 0;
    waiting = false;
    now.resize(port.size);
    held.resize(port.size);
    cycles.clear();
    beats.clear();
    drive(false);
  }
  void drive(bool value) {
    ready = (value && !(stops && done == count)) || port.ready.bits == 0;
    port_offer(port.ready, ready);
  }
  Seen sample(uint32_t cycle) {
    if (!port_willing(port.valid)) return waiting ? Seen::unstable : Seen::nothing;
    port.load(now.data());
    const size_t bytes = port.size * 4;
    if (waiting && std::memcmp(now.data(), held.data(), bytes) != 0) return Seen::unstable;
    waiting = !ready;
    if (waiting) {
      std::memcpy(held.data(), now.data(), bytes);
      return Seen::nothing;
    }
    cycles.push_back(cycle);
    beats.insert(beats.end(), now.begin(), now.end());
    done++;
    if (done > count) return Seen::surplus;
    if (expected == nullptr) return Seen::beat;
    return port.same(now.data(), expected + static_cast<size_t>(done - 1) * port.size) ? Seen::beat : Seen::differs;
  }
};

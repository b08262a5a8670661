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

// A payload signal and its place in a beat: whole words, or up to 32 bits of one.
struct Field {
  SimPort port;
  uint32_t word, shift, mask;  // mask is 0 for whole words
};

// The signals of a stream. A beat is its fields one after the other; src/sim/bulk/layout.ts places them alike.
struct Stream {
  SimPort valid, ready;
  std::vector<Field> fields;
  uint32_t lanes = 0;  // above 0, field 1 has a bit for each lane of field 0 that says whether the lane counts
  uint32_t size = 0;   // words of a beat

  void add(const SimPort& port) {
    const uint32_t bits = port.bits;
    if (bits > 32) {
      fields.push_back({port, size, 0, 0});
      size += port.words();
      used_ = 32;
      return;
    }
    if (used_ + bits > 32) {
      size++;
      used_ = 0;
    }
    fields.push_back({port, size - 1, used_, static_cast<uint32_t>((uint64_t{1} << bits) - 1)});
    used_ += bits;
  }
  void store(const uint32_t* beat) const {
    for (const Field& field : fields) {
      if (field.mask == 0) {
        port_store(field.port, beat + field.word);
      } else {
        const uint32_t value = beat[field.word] >> field.shift & field.mask;
        port_store(field.port, &value);
      }
    }
  }
  void load(uint32_t* beat) const {
    for (const Field& field : fields) {
      if (field.mask == 0) {
        port_load(field.port, beat + field.word);
      } else {
        uint32_t value;
        port_load(field.port, &value);
        beat[field.word] = field.shift == 0 ? value : beat[field.word] | value << field.shift;
      }
    }
  }
  // True when all fields agree; what lanes hold that do not count has no meaning.
  bool same(const uint32_t* a, const uint32_t* b) const {
    if (std::memcmp(a, b, size * 4) == 0) return true;
    for (uint32_t f = 0; f < fields.size(); f++) {
      const uint32_t width = lanes > 0 && f == 0 ? fields[0].port.bits / lanes : 0;
      for (uint32_t i = 0; i < fields[f].port.bits; i++) {
        if (width != 0 && !bit(a, fields[1], i / width)) continue;
        if (bit(a, fields[f], i) != bit(b, fields[f], i)) return false;
      }
    }
    return true;
  }

 private:
  uint32_t used_ = 32;  // bits of the last word

  static bool bit(const uint32_t* beat, const Field& field, uint32_t index) {
    const uint32_t at = field.shift + index;
    return beat[field.word + at / 32] >> (at % 32) & 1;
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

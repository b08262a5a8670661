// Source and sink of one stream: present beats, accept beats, keep the protocol's rules.
// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <cstring>
#include <memory>
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

// The values of one signal, a beat after the other, each of so many bytes.
struct Column {
  const uint8_t* bytes = nullptr;
  uint32_t stride = 0;

  const uint8_t* at(uint32_t beat) const { return bytes + static_cast<size_t>(beat) * stride; }
  bool bit(uint32_t beat, uint32_t index) const { return index / 8 < stride && (at(beat)[index / 8] >> (index % 8) & 1); }
};

// The signals of a stream.
struct Stream {
  SimPort valid, ready;
  std::vector<SimPort> fields;
  uint32_t lanes = 0;  // above 0, field 1 has a bit for each lane of field 0 that says whether the lane counts
};

struct Source {
  Stream port;
  Pauses pauses;
  std::vector<Column> columns;
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
    for (size_t f = 0; holds && f < columns.size(); f++) port_store(port.fields[f], columns[f].at(next), columns[f].stride);
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
  std::vector<Column> expected;
  uint32_t count = 0, done = 0;
  bool stops = false;  // takes no more than `count` beats, instead of watching for surplus
  bool ready = false, waiting = false;
  std::vector<uint32_t> cycles;
  std::vector<std::unique_ptr<uint32_t[]>> values;  // by field the words of all beats, and room for a surplus one

  void prepare() {
    cycles.reserve(count + size_t{1});
    for (const SimPort& field : port.fields) values.emplace_back(new uint32_t[(count + size_t{1}) * field.words()]);
  }
  void restart() {
    done = 0;
    waiting = false;
    cycles.clear();
    drive(false);
  }
  void drive(bool value) {
    ready = (value && !(stops && done == count)) || port.ready.bits == 0;
    port_offer(port.ready, ready);
  }
  // A beat that waits is kept in the place of the next one, so that it can be seen to stay.
  Seen sample(uint32_t cycle) {
    if (!port_willing(port.valid)) return waiting ? Seen::unstable : Seen::nothing;
    for (size_t f = 0; f < values.size(); f++) {
      if (!waiting) port_load(port.fields[f], place(f));
      else if (!port_holds(port.fields[f], place(f))) return Seen::unstable;
    }
    waiting = !ready;
    if (waiting) return Seen::nothing;
    cycles.push_back(cycle);
    const bool right = done == count || expected.empty() || is_expected();
    done++;
    if (done > count) return Seen::surplus;
    return right ? Seen::beat : Seen::differs;
  }

 private:
  uint32_t* place(size_t field) const { return values[field].get() + static_cast<size_t>(done) * port.fields[field].words(); }
  bool bit(size_t field, uint32_t index) const { return place(field)[index / 32] >> (index % 32) & 1; }
  // What lanes hold that do not count has no meaning.
  bool is_expected() const {
    for (size_t f = 0; f < values.size(); f++) {
      const uint32_t bits = port.fields[f].bits, width = port.lanes > 0 && f == 0 ? bits / port.lanes : bits;
      const bool whole = expected[f].stride * 8 >= bits;
      if (whole && std::memcmp(place(f), expected[f].at(done), expected[f].stride) == 0) continue;
      for (uint32_t i = 0; i < bits; i++) {
        if (width < bits && !expected[1].bit(done, i / width)) continue;
        if (bit(f, i) != expected[f].bit(done, i)) return false;
      }
    }
    return true;
  }
};

// Source and sink of one stream: present beats, accept beats, keep the protocol's rules.
// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <cstring>
#include <vector>

#include "ports.h"
#include "stall.h"

// Payload of one beat in files: data words, keep words, and a word with last (bit 0) and eos (bit 1).
struct Layout {
  uint32_t data, keep, size;
  explicit Layout(const SimStream& s) : data(words_of(s.data)), keep(words_of(s.keep)), size(data + keep + 1) {}
};

struct Source {
  const SimStream& port;
  Layout layout;
  Stall stall;
  const uint32_t* beats = nullptr;
  uint32_t count = 0, next = 0;
  bool holds = false;
  std::vector<uint32_t> cycles;

  explicit Source(const SimStream& s) : port(s), layout(s) {}
  void restart() {
    next = 0;
    holds = false;
    cycles.clear();
    port_set(port.valid, false);
  }
  // Before the clock edge of a cycle: a source without a beat takes the next one unless it pauses.
  void drive(uint32_t cycle) {
    if (holds) return;
    holds = next < count && !stall.at(cycle);
    if (holds) {
      const uint32_t* beat = beats + static_cast<size_t>(next) * layout.size;
      const uint32_t flags = beat[layout.size - 1];
      port_store(port.data, beat);
      port_store(port.keep, beat + layout.data);
      port_set(port.last, flags & 1);
      port_set(port.eos, flags & 2);
    }
    port_set(port.valid, holds);
  }
  // True when the design accepts the beat in this cycle.
  bool sample(uint32_t cycle) {
    if (!holds || !port_bit(port.ready)) return false;
    cycles.push_back(cycle);
    next++;
    holds = false;
    return true;
  }
};

// True when flags, keep and the data of all kept lanes agree; what the other lanes hold has no meaning.
static inline bool same_beat(const SimStream& port, const Layout& layout, const uint32_t* a, const uint32_t* b) {
  if (std::memcmp(a, b, layout.size * 4) == 0) return true;
  if (std::memcmp(a + layout.data, b + layout.data, (layout.keep + 1) * 4) != 0) return false;
  const uint32_t width = port.data.bits / port.keep.bits;
  for (uint32_t bit = 0; bit < port.data.bits; bit++) {
    const uint32_t lane = bit / width;
    const bool kept = a[layout.data + lane / 32] >> (lane % 32) & 1;
    if (kept && ((a[bit / 32] ^ b[bit / 32]) >> (bit % 32) & 1)) return false;
  }
  return true;
}

enum class Seen { nothing, beat, unstable, differs, surplus };

struct Sink {
  const SimStream& port;
  Layout layout;
  Stall stall;
  const uint32_t* expected = nullptr;
  uint32_t count = 0, done = 0;
  bool ready = false, waiting = false;
  std::vector<uint32_t> cycles, beats, now, held;

  explicit Sink(const SimStream& s) : port(s), layout(s), now(layout.size), held(layout.size) {}
  void restart() {
    done = 0;
    waiting = false;
    cycles.clear();
    beats.clear();
    drive(false);
  }
  void drive(bool value) {
    ready = value;
    port_set(port.ready, ready);
  }
  Seen sample(uint32_t cycle) {
    if (!port_bit(port.valid)) return waiting ? Seen::unstable : Seen::nothing;
    port_load(port.data, now.data());
    port_load(port.keep, now.data() + layout.data);
    now[layout.size - 1] = (port_bit(port.last) ? 1u : 0u) | (port_bit(port.eos) ? 2u : 0u);
    const size_t bytes = layout.size * 4;
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
    const uint32_t* want = expected + static_cast<size_t>(done - 1) * layout.size;
    return same_beat(port, layout, now.data(), want) ? Seen::beat : Seen::differs;
  }
};

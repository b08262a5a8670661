// The stall pattern: the same integer hash as src/ir/stall.ts and the Icarus bench.
// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

static inline uint32_t stall_mix(uint32_t x) {
  x = (x ^ (x >> 16)) * 0x7feb352du;
  x = (x ^ (x >> 15)) * 0x846ca68bu;
  return x ^ (x >> 16);
}

// The pattern of one port; `rate` is 0 where the mode does not stall it.
struct Stall {
  uint32_t base = 0;
  uint32_t rate = 0;

  void set(bool active, uint32_t seed, uint32_t port) {
    static const uint32_t rates[3] = {64, 128, 192};
    base = stall_mix(seed ^ ((port + 1) * 0x9e3779b1u));
    rate = active ? rates[base % 3] : 0;
  }
  bool at(uint32_t cycle) const { return rate != 0 && (stall_mix(base + cycle * 0x9e3779b1u) & 255) < rate; }
};

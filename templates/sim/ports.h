// Loads and stores ports as little-endian 32-bit words.
// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <cstring>

#include "model.h"

static inline uint32_t words_of(const SimPort& port) { return (port.bits + 31) / 32; }

static inline void port_store(const SimPort& port, const uint32_t* words) {
  if (port.bits <= 8) *static_cast<uint8_t*>(port.store) = static_cast<uint8_t>(words[0]);
  else if (port.bits <= 16) *static_cast<uint16_t*>(port.store) = static_cast<uint16_t>(words[0]);
  else std::memcpy(port.store, words, words_of(port) * 4);
}

static inline void port_load(const SimPort& port, uint32_t* words) {
  if (port.bits <= 8) words[0] = *static_cast<const uint8_t*>(port.store);
  else if (port.bits <= 16) words[0] = *static_cast<const uint16_t*>(port.store);
  else std::memcpy(words, port.store, words_of(port) * 4);
}

static inline bool port_bit(const SimPort& port) { return (*static_cast<const uint8_t*>(port.store) & 1) != 0; }
static inline void port_set(const SimPort& port, bool value) { *static_cast<uint8_t*>(port.store) = value ? 1 : 0; }

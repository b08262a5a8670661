// Storage of a port: 1, 2, 4 or 8 bytes, or 32-bit words above 64 bits; loaded as little-endian 32-bit words, stored from bytes.
// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <cstring>

struct SimPort {
  void* store = nullptr;
  uint32_t bits = 0;  // 0 for a port that the design does not have
  uint32_t words() const { return (bits + 31) / 32; }
};

// Stores a value of `size` bytes, as many as the port has bits or more; what the port holds beyond them stays 0.
static inline void port_store(const SimPort& port, const uint8_t* bytes, uint32_t size) {
  if (port.bits > 32) {
    std::memcpy(port.store, bytes, size);
    return;
  }
  uint32_t value = bytes[0];
  if (size == 4) std::memcpy(&value, bytes, 4);
  else if (size > 1) std::memcpy(&value, bytes, size);
  if (port.bits <= 8) *static_cast<uint8_t*>(port.store) = static_cast<uint8_t>(value);
  else if (port.bits <= 16) *static_cast<uint16_t*>(port.store) = static_cast<uint16_t>(value);
  else *static_cast<uint32_t*>(port.store) = value;
}

static inline void port_load(const SimPort& port, uint32_t* words) {
  if (port.bits <= 8) words[0] = *static_cast<const uint8_t*>(port.store);
  else if (port.bits <= 16) words[0] = *static_cast<const uint16_t*>(port.store);
  else if (port.bits <= 32) words[0] = *static_cast<const uint32_t*>(port.store);
  else std::memcpy(words, port.store, port.words() * 4);
}

// True when a load would give these words.
static inline bool port_holds(const SimPort& port, const uint32_t* words) {
  if (port.bits <= 8) return words[0] == *static_cast<const uint8_t*>(port.store);
  if (port.bits <= 16) return words[0] == *static_cast<const uint16_t*>(port.store);
  return std::memcmp(words, port.store, port.words() * 4) == 0;
}

// True when some bit is 1.
static inline bool port_any(const SimPort& port) {
  if (port.bits <= 8) return *static_cast<const uint8_t*>(port.store) != 0;
  if (port.bits <= 16) return *static_cast<const uint16_t*>(port.store) != 0;
  const uint32_t* const words = static_cast<const uint32_t*>(port.store);
  uint32_t any = 0;
  for (uint32_t w = 0; w < port.words(); w++) any |= words[w];
  return any != 0;
}

static inline bool port_bit(const SimPort& port) { return (*static_cast<const uint8_t*>(port.store) & 1) != 0; }
static inline void port_set(const SimPort& port, bool value) { *static_cast<uint8_t*>(port.store) = value ? 1 : 0; }
// A stream without this side of the handshake is always willing.
static inline bool port_willing(const SimPort& port) { return port.bits == 0 || port_bit(port); }
static inline void port_offer(const SimPort& port, bool value) {
  if (port.bits != 0) port_set(port, value);
}

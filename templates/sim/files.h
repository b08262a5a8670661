// Vector and result files: little-endian 32-bit words, in the order that src/sim/vectors.ts writes and reads.
// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench.h"

static const uint32_t kMagic = 0x31764444;  // "DDv1"

// A vector file in memory; sources point into it, so it stays mapped until the process ends.
struct Words {
  const uint32_t* data;
  size_t size;
};

static inline Words map_words(const char* path) {
  const int file = open(path, O_RDONLY);
  struct stat info {};
  if (file < 0 || fstat(file, &info) != 0) throw std::runtime_error(std::string("cannot read ") + path);
  const size_t bytes = static_cast<size_t>(info.st_size);
  void* data = bytes < 14 * 4 ? MAP_FAILED : mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE, file, 0);
  close(file);
  const Words words = {static_cast<const uint32_t*>(data), bytes / 4};
  if (data == MAP_FAILED || words.data[0] != kMagic) throw std::runtime_error("not a vector file");
  return words;
}

static inline void apply_vectors(Bench& bench, const Words& words) {
  const uint32_t* at = words.data + 1;
  const uint32_t seed = *at++, mode = *at++;
  bench.settings = {at[0], at[1], at[2], at[3], at[4], at[5]};
  at += 6;
  const uint32_t units = *at++, inputs = *at++, outputs = *at++, expected = *at++;
  if (inputs != bench.sources.size() || outputs != bench.sinks.size()) throw std::runtime_error("vectors of another design");
  for (uint32_t u = 0; u < units; u++, at += 2) bench.counters.push_back({at[0], at[1]});
  bench.pulses.reserve(64 * (bench.settings.pulses + 1));
  uint32_t port = 0;
  for (Source& s : bench.sources) {
    s.count = *at++;
    s.beats = at;
    at += static_cast<size_t>(s.count) * s.layout.size;
    s.cycles.reserve(s.count);
    s.stall.set(mode & 1, seed, port++);
  }
  for (Sink& s : bench.sinks) {
    s.count = *at++;
    if (expected != 0) {
      s.expected = at;
      at += static_cast<size_t>(s.count) * s.layout.size;
    }
    s.cycles.reserve(s.count + 1);
    s.beats.reserve((static_cast<size_t>(s.count) + 1) * s.layout.size);
    s.stall.set(mode & 2, seed, port++);
  }
  if (at != words.data + words.size) throw std::runtime_error("vector file has the wrong length");
}

static inline void write_result(const Bench& bench, const char* path) {
  std::FILE* file = std::fopen(path, "wb");
  if (file == nullptr) throw std::runtime_error(std::string("cannot write ") + path);
  const auto put = [file](const uint32_t* words, size_t count) { std::fwrite(words, 4, count, file); };
  const auto add = [&put](const std::vector<uint32_t>& words) { put(words.data(), words.size()); };
  add({kMagic, bench.status, bench.any_handshake ? bench.last_handshake + 1 : 0, bench.cycle, bench.bad_stream,
       bench.pulse_count, static_cast<uint32_t>(bench.message.size())});
  for (const Source& s : bench.sources) {
    add({port_bit(s.port.valid), port_bit(s.port.ready), s.next});
    add(s.cycles);
  }
  for (const Sink& s : bench.sinks) {
    add({port_bit(s.port.valid), port_bit(s.port.ready), s.done});
    add(s.cycles);
    add(s.beats);
  }
  add(bench.pulses);
  for (const char c : bench.message) add({static_cast<uint8_t>(c)});
  const bool failed = std::ferror(file) != 0;
  if (std::fclose(file) != 0 || failed) throw std::runtime_error(std::string("cannot write ") + path);
}

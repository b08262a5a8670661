// The small interface between the driver, which is the same for every design, and the generated glue of one design.
// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

// Storage of one port inside the model: 1, 2, 4 or 8 bytes, or 32-bit words above 64 bits.
struct SimPort {
  void* store;
  uint32_t bits;
};

struct SimStream {
  const char* name;
  SimPort valid, ready, data, keep, last, eos;
};

struct SimPorts {
  SimPort clock, reset, error, done, counts;  // done and counts have 0 bits in a design without counters
  const SimStream* inputs;
  uint32_t input_count;
  const SimStream* outputs;
  uint32_t output_count;
};

struct Sim;
extern "C" {
Sim* sim_new(uint32_t seed, int argc, const char** argv);
void sim_free(Sim* sim);
const SimPorts* sim_ports(Sim* sim);
void sim_eval(Sim* sim);
bool sim_trace_open(Sim* sim, const char* path);  // false when waves are not compiled in
void sim_trace_dump(Sim* sim, uint64_t time);
void sim_trace_close(Sim* sim);
}

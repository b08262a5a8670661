// The interface between the C ABI, which is the same for every design, and the generated glue of one design.
// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "prelude.h"

// Where a signal is: an offset into the storage of an instance; kNowhere when the compiled model does not hold it.
static constexpr uint32_t kNowhere = ~0u;

// One instance of the design.
struct SimDesign {
  virtual ~SimDesign() = default;
  virtual void eval() = 0;
  virtual void eval_end() = 0;
  virtual bool needs_eval_end() = 0;  // false where Verilator generated nothing for it
  virtual void final() = 0;
  virtual uint64_t next_event() = 0;  // ~0 when there is none
  virtual uint8_t* storage() = 0;
  virtual uint32_t storage_size() = 0;
  // Offsets in the order of the port table, then of the named internals, then enable and value of each forceable signal.
  virtual std::vector<uint32_t> offsets() = 0;
  // True for the line of a $fatal: older Verilators do not tell it from $error.
  virtual bool is_fatal(const char* file, int line) = 0;
  virtual bool trace_open(const char* file) = 0;  // false when waves are not compiled in
  virtual bool traces() = 0;                       // true while a file of waves is open
  virtual void trace_dump(uint64_t time) = 0;
  virtual void trace_close() = 0;
};

SimDesign* sim_design(VerilatedContext* context);

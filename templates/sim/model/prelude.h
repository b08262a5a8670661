// Included before everything else, and precompiled: the macros here decide what Verilator's headers mean, so they must be equal everywhere.
// SPDX-License-Identifier: Apache-2.0
#ifndef DENDRA_PRELUDE_H
#define DENDRA_PRELUDE_H
// What the model prints goes to the instance that printed it.
int sim_printf(const char* format, ...) __attribute__((format(printf, 1, 2)));
#define VL_PRINTF sim_printf
// Verilator 5.006 declares it in no header.
void vl_stop_maybe(const char* file, int line, const char* scope, bool maybe);
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "verilated.h"
#include "verilated_syms.h"
#include "verilated_sym_props.h"
#include "verilated_dpi.h"
#include "verilated_cov.h"
#include "verilated_vcd_c.h"
#if VM_TRACE_FST
#include "verilated_fst_c.h"
#endif
#if DENDRA_TIMING
#include "verilated_timing.h"
#endif
#endif

// Turns $error, $stop, $fatal, $finish and warnings at run time into a C++ exception: Verilator's own handlers abort without a result.
// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdio>
#include <string>

#include "verilated.h"

// Thrown out of the model; the run ends with a status and this text.
struct SimStop {
  std::string text;
};

[[noreturn]] static void sim_stop(const char* what, const char* file, int line) {
  std::fflush(stdout);
  // Line 0 stands for a file that is not a source.
  if (file != nullptr && line == 0) throw SimStop{std::string(what) + ": " + file};
  const bool known = file != nullptr && file[0] != '\0';
  throw SimStop{known ? std::string(what) + " at " + file + ":" + std::to_string(line) : what};
}

void vl_finish(const char* file, int line, const char*) { sim_stop("$finish", file, line); }
void vl_stop(const char* file, int line, const char*) { sim_stop("$error or $stop", file, line); }
// Warnings at run time, such as a memory file that is not there.
void vl_warn(const char* file, int line, const char*, const char* text) { sim_stop(text, file, line); }
void vl_fatal(const char* file, int line, const char*, const char* text) {
  sim_stop(text != nullptr && text[0] != '\0' ? text : "$fatal", file, line);
}

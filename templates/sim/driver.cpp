// Runs one vector file through a Verilated design: `sim VECTORS RESULT WAVES|- [+plusargs]`.
// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstring>
#include <exception>

#include "files.h"
#include "guard.h"

int main(int argc, char** argv) {
  if (argc < 4) return std::fprintf(stderr, "usage: %s VECTORS RESULT WAVES|- [+plusargs]\n", argv[0]), 2;
  try {
    const Words vectors = map_words(argv[1]);
    Sim* sim = sim_new(vectors.data[1], argc, const_cast<const char**>(argv));
    const bool trace = std::strcmp(argv[3], "-") != 0;
    if (trace && !sim_trace_open(sim, argv[3])) throw std::runtime_error("this model was built without waves");
    Bench bench(sim, trace);
    apply_vectors(bench, vectors);
    try {
      bench.run();
    } catch (const SimStop& stop) {
      bench.status = kAsserted;
      bench.message = stop.text;
    }
    if (trace) sim_trace_close(sim);
    write_result(bench, argv[2]);
    // A model that was left by an exception is not safe to destroy, and the process ends here anyway.
    std::fflush(stdout);
    std::_Exit(0);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  } catch (const SimStop& stop) {
    std::fprintf(stderr, "%s\n", stop.text.c_str());
    return 1;
  }
}

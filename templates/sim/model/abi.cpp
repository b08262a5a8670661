// The C ABI of a compiled model, and where its output, errors and stops go. An instance is a number: one that was freed is refused.
// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <cstdarg>
#include <cstdio>

#include "bulk.h"
#include "guard.h"

#define SIM_API extern "C" __attribute__((visibility("default")))

// Status of a call; 100 + N is signal N.
enum Status : int { kOk = 0, kFreed = 1, kFinish = 2, kStop = 3, kFatal = 4, kError = 5, kTimeout = 6, kSignal = 100 };

struct Sim {
  std::unique_ptr<VerilatedContext> context;
  std::unique_ptr<SimDesign> design;
  std::string log;       // what was printed and not yet taken
  size_t dropped = 0;    // bytes of output that did not fit
  std::string line;      // the last line, also one that did not fit
  int status = kOk;
  std::string message;
  uint32_t errors = 0;
  std::string first_error;  // of those not yet taken
  uint32_t error_limit = 1;
  std::unique_ptr<BulkRun> bulk;  // the last one
};

// Thrown through model code, which must not go on after $fatal.
struct SimFatal {};

static std::vector<Sim*> sims;
static thread_local Sim* printing = nullptr;
static std::string open_error;
// Output kept between two calls of sim_log; a model that prints in every cycle must not fill the memory.
static constexpr size_t kLogLimit = 16 << 20;

int sim_printf(const char* format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  const int size = std::vsnprintf(nullptr, 0, format, args);
  va_end(args);
  if (printing == nullptr) {
    std::vprintf(format, again);
  } else if (size > 0) {
    std::string& line = printing->line;
    if (!line.empty() && line.back() == '\n') line.clear();
    const size_t at = line.size();
    line.resize(at + static_cast<size_t>(size) + 1);
    std::vsnprintf(&line[at], static_cast<size_t>(size) + 1, format, again);
    line.pop_back();
    if (printing->log.size() > kLogLimit) printing->dropped += static_cast<size_t>(size);
    else printing->log.append(line, at);
  }
  va_end(again);
  return size;
}

static std::string place(const char* file, int line) {
  if (file == nullptr || file[0] == '\0') return {};
  // Line 0 stands for a file that is not a source.
  return line == 0 ? std::string(file) : std::string(file) + ":" + std::to_string(line);
}

// The first reason wins; what follows from it is only in the log.
static void set_stop(int status, const std::string& where, const std::string& text) {
  if (printing->status != kOk) return;
  printing->status = status;
  printing->message = where.empty() ? text : where + ": " + text;
}

// The text that $error or $fatal of this place has just printed; empty when the last line is of something else.
static std::string printed(const std::string& where) {
  std::string line = printing->line;
  line.erase(line.find_last_not_of('\n') + 1);
  // Verilator prints the name of the file without its folder.
  const size_t slash = where.rfind('/');
  const std::string name = where.substr(slash == std::string::npos ? 0 : slash + 1) + ": ";
  const size_t level = line.find('%'), at = line.find(name);
  if (level == std::string::npos || at == std::string::npos) return {};
  if (line.compare(level, 7, "%Error:") != 0 && line.compare(level, 7, "%Fatal:") != 0) return {};
  return line.substr(at + name.size());
}

void vl_finish(const char* file, int line, const char*) {
  printing->context->gotFinish(true);
  set_stop(kFinish, place(file, line), "$finish");
}

void vl_stop(const char* file, int line, const char*) { set_stop(kStop, place(file, line), "$stop"); }

void vl_fatal(const char* file, int line, const char*, const char* text) {
  set_stop(kFatal, place(file, line), text != nullptr && text[0] != '\0' ? text : "$fatal");
  throw SimFatal{};
}

static void count_error(Sim& sim, const std::string& text) {
  sim.errors++;
  if (sim.first_error.empty()) sim.first_error = text;
}

void vl_stop_maybe(const char* file, int line, const char* scope, bool maybe) {
  const std::string where = place(file, line), text = printed(where);
  if (!maybe || printing->design->is_fatal(file, line)) return vl_fatal(file, line, scope, text.c_str());
  if (text.empty()) return vl_stop(file, line, scope);
  count_error(*printing, where.empty() ? text : where + ": " + text);
  if (printing->errors >= printing->error_limit) set_stop(kError, where, text);
}

// Not an opinion about the RTL: a memory file that is not there, for instance.
void vl_warn(const char* file, int line, const char*, const char* text) { set_stop(kFatal, place(file, line), text); }

// Runs model code on behalf of an instance; a stopped one is left alone.
template <class Call>
static int call(uint32_t id, Call&& body) {
  if (id >= sims.size() || sims[id] == nullptr) return kFreed;
  Sim* const sim = sims[id];
  if (sim->status != kOk) return sim->status;
  printing = sim;
  Verilated::threadContextp(sim->context.get());
  const int signal = guarded([&] {
    try {
      body(*sim);
    } catch (const SimFatal&) {
    } catch (const std::exception& error) {
      set_stop(kFatal, "", error.what());
    }
  });
  printing = nullptr;
  if (signal == guard->timeout) {
    sim->status = kTimeout;
    sim->message = "evaluation must end, not take longer than " + std::to_string(guard->limit()) + " ms";
  } else if (signal != 0) {
    sim->status = kSignal + signal;
    sim->message = std::string("model code must not end with a signal: ") + strsignal(signal);
  }
  return sim->status;
}

// The guard of this library, and the one to use instead.
SIM_API const void* sim_guard() { return guard; }
SIM_API void sim_use_guard(const void* shared) { guard = static_cast<const Guard*>(shared); }

// A new instance, or ~0 with the reason in sim_open_error.
SIM_API uint32_t sim_new(int argc, const char** argv, uint32_t seed, uint32_t error_limit) {
  guard->install();
  auto* const sim = new Sim;
  sim->error_limit = error_limit;
  const uint32_t id = static_cast<uint32_t>(sims.size());
  sims.push_back(sim);
  sim->context = std::make_unique<VerilatedContext>();
  // Otherwise every instance starts threads that never get work.
  sim->context->threads(1);
  const int status = call(id, [&](Sim& self) {
    self.context->commandArgs(argc, argv);
    self.context->randReset(2);
    self.context->randSeed(static_cast<int>(seed));
    self.design.reset(sim_design(self.context.get()));
  });
  if (status == kOk) return id;
  open_error = sim->message;
  sims[id] = nullptr;
  return ~0u;
}
SIM_API const char* sim_open_error() { return open_error.c_str(); }

// Runs the final blocks, unless an evaluation ended in the middle; one that stops there counts as an error.
SIM_API void sim_final(uint32_t id) {
  if (id >= sims.size() || sims[id] == nullptr) return;
  Sim& sim = *sims[id];
  if (sim.status == kFatal || sim.status >= kTimeout) return;
  sim.status = kOk;
  const int status = call(id, [](Sim& self) { self.design->final(); });
  if (status == kOk || status == kFinish || status == kError) return;
  count_error(sim, sim.message);
}

// Deletes the instance. After a jump out of model code its memory is in an unknown state, so it stays.
SIM_API void sim_free(uint32_t id) {
  if (id >= sims.size() || sims[id] == nullptr) return;
  if (sims[id]->status < kTimeout) delete sims[id];
  sims[id] = nullptr;
}

SIM_API void* sim_storage(uint32_t id) { return sims[id]->design->storage(); }
SIM_API uint32_t sim_storage_size(uint32_t id) { return sims[id]->design->storage_size(); }
SIM_API void sim_offsets(uint32_t id, uint32_t* to) {
  const std::vector<uint32_t> offsets = sims[id]->design->offsets();
  std::copy(offsets.begin(), offsets.end(), to);
}
SIM_API int sim_precision(uint32_t id) { return sims[id]->context->timeprecision(); }
SIM_API const char* sim_message(uint32_t id) { return sims[id]->message.c_str(); }
SIM_API uint32_t sim_errors(uint32_t id) { return sims[id]->errors; }
// Text of the first error since this was last asked; valid until the next call.
SIM_API const char* sim_first_error(uint32_t id) {
  static std::string taken;
  taken.clear();
  taken.swap(sims[id]->first_error);
  return taken.c_str();
}
SIM_API void sim_watchdog(uint32_t milliseconds) { guard->set_limit(milliseconds); }

// What was printed since the last call, and how many bytes were lost; valid until the next call of anything.
SIM_API uint32_t sim_log_size(uint32_t id) { return static_cast<uint32_t>(sims[id]->log.size()); }
SIM_API const char* sim_log(uint32_t id) { return sims[id]->log.c_str(); }
SIM_API uint32_t sim_log_clear(uint32_t id) {
  const size_t dropped = sims[id]->dropped;
  sims[id]->log.clear();
  sims[id]->dropped = 0;
  return static_cast<uint32_t>(dropped);
}

// The time comes with the evaluation: a call of its own would cost as much as a small design.
SIM_API int sim_eval(uint32_t id, double steps) {
  return call(id, [steps](Sim& self) {
    self.context->time(static_cast<uint64_t>(steps));
    self.design->eval();
  });
}
SIM_API int sim_needs_eval_end(uint32_t id) { return sims[id]->design->needs_eval_end(); }
SIM_API int sim_eval_end(uint32_t id) {
  return call(id, [](Sim& self) { self.design->eval_end(); });
}
SIM_API void sim_set_time(uint32_t id, double steps) { sims[id]->context->time(static_cast<uint64_t>(steps)); }
// -1 when the model has no event of its own.
SIM_API double sim_next_event(uint32_t id) {
  double next = -1;
  call(id, [&](Sim& self) {
    const uint64_t event = self.design->next_event();
    if (event != ~uint64_t{0}) next = static_cast<double>(event);
  });
  return next;
}

// Clocks the one-byte signal at `clock` that often, with `step` time steps a half period, while nobody looks.
SIM_API int sim_run(uint32_t id, uint32_t clock, uint32_t cycles, double step) {
  return call(id, [=](Sim& self) {
    uint8_t* const wire = self.design->storage() + clock;
    for (uint32_t i = 0; i < cycles && self.status == kOk; i++) {
      progress();
      *wire = 1;
      self.design->eval();
      self.context->timeInc(static_cast<uint64_t>(step));
      progress();
      *wire = 0;
      self.design->eval();
      self.context->timeInc(static_cast<uint64_t>(step));
    }
  });
}

// Prepares a bulk run; the request must stay where it is until the run has ended.
SIM_API int sim_bulk_start(uint32_t id, const uint32_t* request, double words) {
  return call(id, [=](Sim& self) {
    self.bulk = std::make_unique<BulkRun>(*self.design, *self.context, request, static_cast<size_t>(words));
  });
}
// Runs it for at most that many cycles.
SIM_API int sim_bulk_run(uint32_t id, uint32_t cycles) {
  const int status = call(id, [=](Sim& self) { self.bulk->run(cycles, [&self] { return progress(), self.status != kOk; }); });
  if (status != kOk && status != kFreed && status < kTimeout) sims[id]->bulk->stop(sims[id]->message);
  return status;
}
SIM_API int sim_bulk_goes(uint32_t id) { return sims[id]->bulk->goes(); }
// What it recorded so far: the number of parts that follow each other, and each of them; valid until it runs on or another one starts.
SIM_API uint32_t sim_bulk_parts(uint32_t id) { return static_cast<uint32_t>(sims[id]->bulk->record().size()); }
SIM_API const uint32_t* sim_bulk_part(uint32_t id, uint32_t index, double* words) {
  const BulkRun::Part& part = sims[id]->bulk->parts()[index];
  *words = static_cast<double>(part.size);
  return part.words;
}

SIM_API int sim_trace_open(uint32_t id, const char* file) {
  int opened = 0;
  const int status = call(id, [&](Sim& self) { opened = self.design->trace_open(file); });
  return status != kOk ? status : opened ? kOk : -1;
}
SIM_API int sim_trace_dump(uint32_t id) {
  return call(id, [](Sim& self) { self.design->trace_dump(self.context->time()); });
}
// Also of a stopped instance: its waves are what one wants to see.
SIM_API void sim_trace_close(uint32_t id) {
  if (id >= sims.size() || sims[id] == nullptr) return;
  Sim* const sim = sims[id];
  const int status = sim->status;
  sim->status = kOk;
  call(id, [](Sim& self) { self.design->trace_close(); });
  if (status != kOk) sim->status = status;
}

// Writes what the model counted of its coverage.
SIM_API int sim_coverage(uint32_t id, const char* file) {
  if (id >= sims.size() || sims[id] == nullptr) return kFreed;
  sims[id]->context->coveragep()->write(file);
  return kOk;
}

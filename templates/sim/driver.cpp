// Runs one bulk request on a compiled model in a process of its own: `driver MODEL SEED REQUEST RECORD WAVES|- [+plusargs]`.
// SPDX-License-Identifier: Apache-2.0
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

// The functions of model/abi.cpp that a run needs.
struct Model {
  uint32_t (*create)(int argc, const char** argv, uint32_t seed, uint32_t error_limit);
  const char* (*open_error)();
  void (*watchdog)(uint32_t milliseconds);
  int (*trace_open)(uint32_t id, const char* file);
  void (*trace_close)(uint32_t id);
  int (*start)(uint32_t id, const uint32_t* request, double words);
  int (*run)(uint32_t id, uint32_t cycles);
  uint32_t (*parts)(uint32_t id);
  const uint32_t* (*part)(uint32_t id, uint32_t index, double* words);
  const char* (*message)(uint32_t id);
  const char* (*log)(uint32_t id);

  explicit Model(const char* path) {
    void* const library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) throw std::runtime_error(dlerror());
    const auto find = [library](auto& function, const char* name) {
      function = reinterpret_cast<std::decay_t<decltype(function)>>(dlsym(library, name));
      if (function == nullptr) throw std::runtime_error(std::string("model must export ") + name);
    };
    find(create, "sim_new");
    find(open_error, "sim_open_error");
    find(watchdog, "sim_watchdog");
    find(trace_open, "sim_trace_open");
    find(trace_close, "sim_trace_close");
    find(start, "sim_bulk_start");
    find(run, "sim_bulk_run");
    find(parts, "sim_bulk_parts");
    find(part, "sim_bulk_part");
    find(message, "sim_message");
    find(log, "sim_log");
  }
};

// A file in memory until the process ends.
struct Words {
  const uint32_t* data;
  size_t count;

  explicit Words(const char* path) {
    const int file = open(path, O_RDONLY);
    struct stat info {};
    if (file < 0 || fstat(file, &info) != 0) throw std::runtime_error(std::string("cannot read ") + path);
    void* const start = mmap(nullptr, static_cast<size_t>(info.st_size), PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
    close(file);
    if (start == MAP_FAILED) throw std::runtime_error(std::string("cannot map ") + path);
    data = static_cast<const uint32_t*>(start);
    count = static_cast<size_t>(info.st_size) / sizeof(uint32_t);
  }
};

void write_record(const Model& model, uint32_t id, const char* path) {
  std::FILE* const file = std::fopen(path, "wb");
  bool written = file != nullptr;
  for (uint32_t i = 0, parts = model.parts(id); written && i < parts; i++) {
    double words = 0;
    const uint32_t* const part = model.part(id, i, &words);
    written = std::fwrite(part, sizeof(uint32_t), static_cast<size_t>(words), file) == static_cast<size_t>(words);
  }
  if ((file != nullptr && std::fclose(file) != 0) || !written) throw std::runtime_error(std::string("cannot write ") + path);
}

// Status of the ABI from which on the model's memory is in an unknown state.
constexpr int kTimeout = 6;

void run(int argc, char** argv) {
  const Model model(argv[1]);
  const Words request(argv[3]);
  std::vector<const char*> arguments = {"dendra"};
  arguments.insert(arguments.end(), argv + 6, argv + argc);
  // Who started this process limits its time.
  model.watchdog(0);
  const auto seed = static_cast<uint32_t>(std::strtoul(argv[2], nullptr, 10));
  const uint32_t id = model.create(static_cast<int>(arguments.size()), arguments.data(), seed, 1);
  if (id == UINT32_MAX) throw std::runtime_error(model.open_error());
  const bool waves = std::strcmp(argv[5], "-") != 0;
  if (waves && model.trace_open(id, argv[5]) != 0) throw std::runtime_error(std::string("cannot write waves to ") + argv[5]);
  if (model.start(id, request.data, static_cast<double>(request.count)) != 0) throw std::runtime_error(model.message(id));
  const int status = model.run(id, UINT32_MAX);
  std::fputs(model.log(id), stdout);
  if (waves) model.trace_close(id);
  if (status >= kTimeout) throw std::runtime_error(model.message(id));
  write_record(model, id, argv[4]);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 6) return std::fprintf(stderr, "usage: %s MODEL SEED REQUEST RECORD WAVES|- [+plusargs]\n", argv[0]), 2;
  try {
    run(argc, argv);
    // A stopped model is not safe to destroy, and the process ends here anyway.
    std::fflush(stdout);
    std::_Exit(0);
  } catch (const std::exception& error) {
    std::fflush(stdout);
    std::fprintf(stderr, "%s\n", error.what());
    std::_Exit(1);
  }
}

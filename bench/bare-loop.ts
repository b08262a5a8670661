// Writes the C++ of a bare loop around a Verilated model: beats go in as fast as they are taken, and are only counted out.
import type { Manifest } from '../src/ir/index.ts';
import type { Beats } from '../src/sim/index.ts';

/** The program; it prints the cycles up to the last handshake. */
export function bareLoop(manifest: Manifest, inputs: readonly Beats[], outputs: readonly number[]): string {
  const sizes = inputs.map(({ words, keepWords }) => words + keepWords + 1);
  const reset = `top->${manifest.reset.port}`;
  const { active } = manifest.reset;
  return `
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cstdio>
#include <cstring>
template <class T> static inline void put(T& port, const uint32_t* words) { std::memcpy(&port, words, sizeof port); }
int main(int, char** argv) {
  const int file = open(argv[1], O_RDONLY);
  struct stat info;
  fstat(file, &info);
  const uint32_t* at = static_cast<const uint32_t*>(mmap(nullptr, info.st_size, PROT_READ, MAP_PRIVATE, file, 0));
  VerilatedContext context;
  context.randReset(2);
  context.randSeed(1);
  Vdut* top = new Vdut{&context, "top"};
${inputs.map(({ count }, i) => `  const uint32_t* beat${i} = at; at += ${count}ull * ${sizes[i]}; const uint32_t* end${i} = at;`).join('\n')}
${outputs.map((count, i) => `  uint64_t left${i} = ${count};`).join('\n')}
${manifest.outputs.map(({ name }) => `  top->${name}_ready_i = 1;`).join('\n')}
${manifest.inputs.map(({ name }) => `  top->${name}_valid_i = 0;`).join('\n')}
  ${reset} = ${active};
  for (int i = 0; i < 6; i++) { top->clk_i = 0; top->eval(); top->clk_i = 1; top->eval(); }
  ${reset} = ${1 - active};
  uint64_t cycle = 0;
  while (${outputs.map((_, i) => `left${i}`).join(' || ')}) {
${manifest.inputs.map(({ name }, i) => drive(name, i, inputs[i]!, sizes[i]!)).join('\n')}
    top->clk_i = 0;
    top->eval();
${manifest.inputs.map(({ name }, i) => `    if (top->${name}_valid_i && top->${name}_ready_o) beat${i} += ${sizes[i]};`).join('\n')}
${manifest.outputs.map(({ name }, i) => `    left${i} -= top->${name}_valid_o;`).join('\n')}
    top->clk_i = 1;
    top->eval();
    cycle++;
  }
  std::printf("%llu\\n", static_cast<unsigned long long>(cycle));
  std::fflush(stdout);
  std::_Exit(0);
}
`;
}

function drive(name: string, index: number, { words, keepWords }: Beats, size: number): string {
  const beat = `beat${index}`;
  return `    top->${name}_valid_i = ${beat} != end${index};
    if (${beat} != end${index}) {
      put(top->${name}_data_i, ${beat});
      put(top->${name}_keep_i, ${beat} + ${words});
      top->${name}_last_i = ${beat}[${size - 1}] & 1;
      top->${name}_eos_i = ${beat}[${words + keepWords}] >> 1;
    }`;
}

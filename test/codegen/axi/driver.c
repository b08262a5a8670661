/* Drives a co-simulated design with its emitted driver; registers are read and written over a pipe. */
#include "pair_net.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned calls;

static uint32_t answer(void) {
  char line[64];
  fflush(stdout);
  if (fgets(line, sizeof line, stdin) == NULL) exit(2);
  return (uint32_t)strtoul(line, NULL, 10);
}

static uint32_t pipe_read(void *context, uint32_t offset) {
  ++*(unsigned *)context;
  printf("r %" PRIu32 "\n", offset);
  return answer();
}

static void pipe_write(void *context, uint32_t offset, uint32_t value) {
  ++*(unsigned *)context;
  printf("w %" PRIu32 " %" PRIu32 "\n", offset, value);
  answer();
}

int main(void) {
  const pair_net_device device = {&calls, pipe_read, pipe_write};
  uint64_t totals[PAIR_NET_COUNTER_COUNT];
  /* The driver of memory-mapped registers reads what lies there. */
  static volatile uint32_t page[1024];
  page[PAIR_NET_LATENCY / 4] = 77;
  const pair_net_device memory = pair_net_mmio(page);
  pair_net_clear(&memory);
  if (pair_net_latency(&memory) != 77 || page[PAIR_NET_CONTROL / 4] != PAIR_NET_CONTROL_CLEAR_MASK) return 6;
  if (pair_net_check(&memory) != PAIR_NET_WRONG_ID) return 7;
  if (pair_net_check(&device) != PAIR_NET_OK) return 3;
  if (pair_net_soft_reset(&device) != PAIR_NET_OK) return 4;
  pair_net_clear(&device);
  printf("send 0\n");
  answer();
  const uint32_t latency = pair_net_latency(&device);
  const int busy = pair_net_busy(&device);
  pair_net_read_counters(&device, totals);
  const uint32_t samples = device.read(&calls, pair_net_outputs[0].samples);
  const uint32_t errors = pair_net_errors(&device, 0) | pair_net_errors(&device, 1) | pair_net_errors(&device, 2);
  printf("break\n");
  answer();
  const uint32_t broken[2] = {pair_net_errors(&device, 0), pair_net_errors(&device, 1)};
  if (pair_net_soft_reset(&device) != PAIR_NET_OK) return 5;
  pair_net_clear_errors(&device);
  const uint32_t mended = pair_net_errors(&device, 0) | pair_net_errors(&device, 1);
  const uint64_t first = pair_net_cycles(&device);
  const int counting = pair_net_cycles(&device) > first;
  printf("done {\"latency\":%" PRIu32 ",\"busy\":%d,\"samples\":%" PRIu32 ",\"errors\":%" PRIu32, latency, busy, samples, errors);
  printf(",\"broken\":[%" PRIu32 ",%" PRIu32 "],\"mended\":%" PRIu32 ",\"counting\":%d", broken[0], broken[1], mended, counting);
  printf(",\"counters\":{");
  for (unsigned i = 0; i < PAIR_NET_COUNTER_COUNT; i++) {
    printf("%s\"%s.%s\":%" PRIu64, i == 0 ? "" : ",", pair_net_counters[i].unit, pair_net_counters[i].counter, totals[i]);
  }
  printf("}}\n");
  return 0;
}

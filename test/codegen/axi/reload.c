/* Loads weights into a co-simulated design with its emitted driver; registers are read and written over a pipe. */
#include "reload_net.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static uint32_t answer(void) {
  char line[64];
  fflush(stdout);
  if (fgets(line, sizeof line, stdin) == NULL) exit(2);
  return (uint32_t)strtoul(line, NULL, 10);
}

static uint32_t pipe_read(void *context, uint32_t offset) {
  (void)context;
  printf("r %" PRIu32 "\n", offset);
  return answer();
}

static void pipe_write(void *context, uint32_t offset, uint32_t value) {
  (void)context;
  printf("w %" PRIu32 " %" PRIu32 "\n", offset, value);
  answer();
}

static void ask(const char *what) {
  printf("%s\n", what);
  answer();
}

int main(int argc, char **argv) {
  const reload_net_device device = {NULL, pipe_read, pipe_write};
  int32_t d[5 * 9], p[7 * 11];
  int64_t bias[5];
  FILE *const file = argc == 2 ? fopen(argv[1], "r") : NULL;
  if (file == NULL || reload_net_check(&device) != RELOAD_NET_OK) return 2;
  for (unsigned number = 0;; number++) {
    size_t read = 0;
    for (unsigned i = 0; i < 5 * 9; i++) read += fscanf(file, "%" SCNd32, &d[i]) == 1;
    for (unsigned i = 0; i < 5; i++) read += fscanf(file, "%" SCNd64, &bias[i]) == 1;
    for (unsigned i = 0; i < 7 * 11; i++) read += fscanf(file, "%" SCNd32, &p[i]) == 1;
    if (read != 5 * 9 + 5 + 7 * 11) break;
    if (reload_net_load_d(&device, d, bias) != RELOAD_NET_OK) return 3;
    if (reload_net_load_p(&device, p) != RELOAD_NET_OK) return 4;
    for (int again = 0; again < 2; again++) {
      printf("run %u\n", number);
      answer();
      if (reload_net_soft_reset(&device) != RELOAD_NET_OK) return 5;
    }
  }
  fclose(file);
  bias[4] = 2048;
  const int range = reload_net_load_d(&device, d, bias);
  ask("begin");
  const int busy = reload_net_load_p(&device, p);
  ask("end");
  printf("done [%d,%d]\n", range, busy);
  fflush(stdout);
  return 0;
}

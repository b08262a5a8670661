"""Drives a co-simulated design with its emitted driver; registers are read and written over a pipe."""

import json
import sys

sys.path.insert(0, sys.argv[1])
from pair_net import Driver


class Pipe:
    def ask(self, line):
        print(line, flush=True)
        return int(sys.stdin.readline())

    def read(self, offset):
        return self.ask(f"r {offset}")

    def write(self, offset, value):
        self.ask(f"w {offset} {value}")


design = Driver(Pipe())
design.check()
design.soft_reset()
design.clear()
print("send 0", flush=True)
assert sys.stdin.readline() == "sent\n"
result = {
    "hash": design.irhash(),
    "counters": {f"{unit}.{counter}": total for (unit, counter), total in design.counters().items()},
    "samples": design.samples(),
    "latency": design.latency(),
    "busy": design.busy(),
    "errors": design.errors(),
}
print("break", flush=True)
assert sys.stdin.readline() == "sent\n"
result["broken"] = design.errors()
design.soft_reset()
design.clear_errors()
result["mended"] = design.errors()
first = design.cycles()
result["counting"] = design.cycles() > first
print("done", json.dumps(result), flush=True)

"""Loads weights into a co-simulated design with its emitted driver; registers are read and written over a pipe."""

import json
import sys

import numpy

sys.path.insert(0, sys.argv[1])
from reload_net import Driver


class Pipe:
    def ask(self, line):
        print(line, flush=True)
        return sys.stdin.readline().strip()

    def read(self, offset):
        return int(self.ask(f"r {offset}"))

    def write(self, offset, value):
        self.ask(f"w {offset} {value}")


pipe = Pipe()
design = Driver(pipe)
design.check()


def refused(node, *tensors):
    try:
        design.load(node, *tensors)
    except (ValueError, RuntimeError) as error:
        return str(error)
    return "accepted"


with open(sys.argv[2]) as file:
    cases = json.load(file)
for number, case in enumerate(cases):
    tensors = {name: numpy.array(values) for name, values in case.items()}
    design.load("d", tensors["d"], tensors["bias"])
    design.load("p", tensors["p"])
    pipe.ask(f"run {number}")
    design.soft_reset()
    pipe.ask(f"run {number}")

d, bias, p = tensors["d"], tensors["bias"], tensors["p"]
messages = [
    refused("q", d),
    refused("d", d),
    refused("p", p, bias),
    refused("d", d.T, bias),
    refused("d", d, bias + 2048),
    refused("p", p * 1.0),
]
pipe.ask("begin")
messages.append(refused("p", p))
pipe.ask("end")
print("done", json.dumps(messages), flush=True)

"""Runs one sample of an emitted driver through channels that keep what they are sent and give what they were told."""

import json
import sys
from importlib import import_module

import numpy

sys.path.insert(0, sys.argv[1])
module = import_module(sys.argv[2])
request = json.load(sys.stdin)
sent = {name: [] for name in module.INPUTS}
kinds = {name: "<i8" if about["signed"] else "<u8" for name, about in module.INPUTS.items()}


class Send:
    def __init__(self, name):
        self.name = name

    def transfer(self, buffer):
        sent[self.name].append(buffer.tolist())

    def wait(self):
        pass


class Receive:
    def __init__(self, name):
        self.tensors = iter(request["outputs"][name])

    def transfer(self, buffer):
        self.buffer = buffer

    def wait(self):
        data = next(self.tensors)
        self.buffer[: len(data)] = data
        self.transferred = len(data)


def refusal(name, tensor):
    try:
        module.pack(name, tensor)
    except ValueError as error:
        return str(error)
    return "taken"


sample = {
    name: [numpy.array(data, dtype=kinds[name]).reshape(module.INPUTS[name]["shape"]) for data in tensors]
    for name, tensors in request["inputs"].items()
}
outputs = module.Driver(None).run(
    sample,
    {name: Send(name) for name in module.INPUTS},
    {name: Receive(name) for name in module.OUTPUTS},
    numpy.zeros,
)
refused = {name: refusal(name, numpy.full(about["shape"], 1 << about["width"])) for name, about in module.INPUTS.items()}
json.dump(
    {
        "sent": sent,
        "outputs": {name: [tensor.tolist() for tensor in tensors] for name, tensors in outputs.items()},
        "refused": refused,
        "shapeless": refusal(next(iter(module.INPUTS)), numpy.zeros((2, 2, 2, 2))),
    },
    sys.stdout,
)

"""Bench of small_net for cocotb 1.9 and 2.x: replays golden vectors and compares every beat.

A test resets the design, drives each input with the beats of vectors/in_<input>.hex, and compares
what each output delivers with vectors/out_<output>.hex: the data of kept lanes, keep, last, eos.
It also compares the event counters of every sample with vectors/counters.json.
The four tests differ in who pauses at random: nobody, the inputs, the outputs, or all of them.

Start it with `make -C cocotb` or `python3 cocotb/run.py` in the folder of the design.

  COCOTB_RANDOM_SEED, COCOTB_TESTCASE  seed of the pauses, and the one test to run (cocotb 1.9:
                                       RANDOM_SEED, TESTCASE)
  VECTORS                              folder of the vectors, ../vectors by default
  WATCHDOG                             cycles without a handshake that end a test, 50000 by default

SPDX-License-Identifier: Apache-2.0
"""

import json
import os
import random
from pathlib import Path
from typing import NamedTuple

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import RisingEdge

VECTORS = Path(os.environ.get("VECTORS", Path(__file__).resolve().parent.parent / "vectors"))
# Of the whole run; cocotb derives another one for each test.
SEED = cocotb.RANDOM_SEED
WATCHDOG = int(os.environ.get("WATCHDOG", "50000"))
PERIOD_NS = 10
RESET_CYCLES = 6
# Cycles after the final beat, in which one more beat would be an error.
DRAIN_CYCLES = 64
# A stream pauses with one of these probabilities a cycle.
PAUSES = (0.25, 0.5, 0.75)


class Stream(NamedTuple):
    """A stream of the design: ports <name>_valid, _ready, _data, _keep, _last, _eos."""

    name: str
    lanes: int
    width: int  # Bits of one element; lane 0 is lowest.
    signed: bool


INPUTS = [
    Stream("x", lanes=3, width=9, signed=True),
]
OUTPUTS = [
    Stream("y", lanes=3, width=7, signed=True),
    Stream("best", lanes=1, width=3, signed=False),
]


class Unit(NamedTuple):
    """A unit that counts: its bit of count_done_o, and its first field of count_o."""

    node: str
    bit: int
    first: int
    names: tuple


UNITS = [
    Unit("largest", bit=0, first=0, names=("compare",)),
]
COUNTER_BITS = 48


class Beat(NamedTuple):
    """One transfer of a stream."""

    data: int
    keep: int
    last: int
    eos: int


def read_beats(stream, direction):
    """The beats of a vector file: a line is eos, last, keep and data from the highest bit down."""
    data_bits = stream.lanes * stream.width
    path = VECTORS / f"{direction}_{stream.name}.hex"
    beats = []
    for line in path.read_text().split():
        word = int(line, 16)
        data, flags = word & ((1 << data_bits) - 1), word >> data_bits
        keep = flags & ((1 << stream.lanes) - 1)
        last, eos = flags >> stream.lanes & 1, flags >> (stream.lanes + 1) & 1
        beats.append(Beat(data, keep, last, eos))
    # A bench without vectors would pass.
    assert beats, f"{path} must hold a beat a line, not nothing"
    return beats


def read(handle, what):
    """The value of a signal, which must be free of X and Z."""
    bits = str(handle.value)
    assert set(bits) <= {"0", "1"}, f"{what} must be 0 or 1 in every bit, not {bits}"
    return int(bits, 2)


def field(bits, index, width):
    """Field `index` of a vector of fields that are `width` bits each, the lowest first."""
    return bits[len(bits) - (index + 1) * width : len(bits) - index * width]


class Pauses:
    """Says cycle by cycle whether a stream pauses; one seed gives a stream one sequence."""

    def __init__(self, stream, active):
        self.active = active
        self.random = random.Random(f"{SEED} {stream.name}")
        self.probability = self.random.choice(PAUSES)

    def now(self):
        return self.active and self.random.random() < self.probability


class Source:
    """Drives an input: valid and payload stay until ready, and pauses fall between beats."""

    def __init__(self, dut, stream, pausing):
        self.name = stream.name
        self.clock = dut.clk_i
        self.beats = read_beats(stream, "in")
        self.done, self.total = 0, len(self.beats)
        self.pauses = Pauses(stream, pausing)
        self.valid = getattr(dut, f"{stream.name}_valid_i")
        self.ready = getattr(dut, f"{stream.name}_ready_o")
        self.payload = [getattr(dut, f"{stream.name}_{name}_i") for name in Beat._fields]
        self.valid.value = 0
        for handle in self.payload:
            handle.value = 0

    async def run(self):
        for beat in self.beats:
            while self.pauses.now():
                await RisingEdge(self.clock)
            self.valid.value = 1
            for handle, value in zip(self.payload, beat):
                handle.value = value
            # What a signal shows after this line is its value before the edge.
            await RisingEdge(self.clock)
            while not read(self.ready, f"{self.name} ready"):
                await RisingEdge(self.clock)
            self.valid.value = 0
            self.done += 1


class Sink:
    """Takes the beats of an output, with pauses, and compares each with the next expected one."""

    def __init__(self, dut, stream, pausing):
        self.stream = stream
        self.name = stream.name
        self.clock = dut.clk_i
        self.beats = read_beats(stream, "out")
        self.done, self.total = 0, len(self.beats)
        self.sample = 0
        self.pauses = Pauses(stream, pausing)
        self.valid = getattr(dut, f"{stream.name}_valid_o")
        self.ready = getattr(dut, f"{stream.name}_ready_i")
        self.payload = [getattr(dut, f"{stream.name}_{name}_o") for name in Beat._fields]
        self.ready.value = 0

    async def run(self):
        held = None
        while True:
            ready = not self.pauses.now()
            self.ready.value = int(ready)
            await RisingEdge(self.clock)
            valid = read(self.valid, f"{self.name} valid")
            payload = Beat(*(str(handle.value) for handle in self.payload)) if valid else None
            assert held in (None, payload), (
                f"{self.name} beat {self.done} must keep valid and payload until ready, not change"
            )
            held = None if ready else payload
            if payload and ready:
                self.compare(payload)
                self.done += 1

    def compare(self, actual):
        """Compares a beat of bit strings; lanes that are not kept have no meaning and may be X."""
        assert self.done < self.total, f"{self.name} must deliver {self.total} beats, not one more"
        beat = f"{self.name} beat {self.done}"
        where = f"(sample {self.sample})"
        expected = self.beats[self.done]
        for name, width in (("keep", self.stream.lanes), ("last", 1), ("eos", 1)):
            wanted, got = f"{getattr(expected, name):0{width}b}", getattr(actual, name)
            assert got == wanted, f"{beat} {name} must be {wanted}, not {got} {where}"
        data = f"{expected.data:0{self.stream.lanes * self.stream.width}b}"
        for lane in range(self.stream.lanes):
            if expected.keep >> lane & 1:
                wanted, got = (field(bits, lane, self.stream.width) for bits in (data, actual.data))
                assert got == wanted, (
                    f"{beat} lane {lane} must be {self.element(wanted)}, "
                    f"not {self.element(got)} {where}"
                )
        self.sample += expected.eos

    def element(self, bits):
        """An element as a person reads it: an integer, or its bits where one is X or Z."""
        if not set(bits) <= {"0", "1"}:
            return bits
        return int(bits, 2) - (int(bits[0]) << len(bits) if self.stream.signed else 0)


class Counters:
    """Compares the counters of each unit whenever the unit reports the end of a sample."""

    name = "counters"

    def __init__(self, dut):
        self.clock = dut.clk_i
        self.samples = json.loads((VECTORS / "counters.json").read_text())
        self.ended = {unit.node: 0 for unit in UNITS}
        self.done, self.total = 0, sum(len(self.samples[unit.node]) for unit in UNITS)
        self.end_of_sample = dut.count_done_o
        self.counts = dut.count_o

    async def run(self):
        while True:
            await RisingEdge(self.clock)
            ends = read(self.end_of_sample, "count_done_o")
            for unit in UNITS if ends else ():
                if ends >> unit.bit & 1:
                    self.compare(unit, str(self.counts.value))
                    self.ended[unit.node] += 1
                    self.done += 1

    def compare(self, unit, bits):
        sample, samples = self.ended[unit.node], self.samples[unit.node]
        assert sample < len(samples), f"{unit.node} must end {len(samples)} samples, not one more"
        for i, name in enumerate(unit.names):
            wanted = samples[sample][name]
            got = field(bits, unit.first + i, COUNTER_BITS)
            assert got == f"{wanted:0{COUNTER_BITS}b}", (
                f"{unit.node} must count {wanted} {name} in sample {sample}, not "
                f"{int(got, 2) if set(got) <= {'0', '1'} else got}"
            )


async def reset(dut, sinks):
    """Holds reset for some cycles; meanwhile no output may be valid."""
    dut.rst_i.value = 1
    for _ in range(RESET_CYCLES):
        await RisingEdge(dut.clk_i)
    for sink in sinks:
        valid = str(sink.valid.value)
        assert valid == "0", f"{sink.name} valid must be 0 in reset, not {valid}"
    dut.rst_i.value = 0


async def replay(dut, pause_inputs, pause_outputs):
    """Runs all vectors through the design; returns when all has come and nothing else comes."""
    dut._log.info("seed of the pauses: %d", SEED)
    cocotb.start_soon(Clock(dut.clk_i, PERIOD_NS, "ns").start())
    sources = [Source(dut, stream, pause_inputs) for stream in INPUTS]
    sinks = [Sink(dut, stream, pause_outputs) for stream in OUTPUTS]
    parts = sources + sinks + [Counters(dut)]
    await reset(dut, sinks)
    for part in parts:
        cocotb.start_soon(part.run())

    before, idle, drained = [], 0, 0
    while drained < DRAIN_CYCLES:
        await RisingEdge(dut.clk_i)
        assert read(dut.error_o, "error_o") == 0, "error_o must be 0, not 1: bad frame at an input"
        now = [part.done for part in parts]
        idle = idle + 1 if now == before else 0
        before = now
        drained = drained + 1 if all(part.done >= part.total for part in parts) else 0
        if not drained and idle >= WATCHDOG:
            state = ", ".join(f"{part.name} at {part.done} of {part.total}" for part in parts)
            raise AssertionError(f"a beat must move within {WATCHDOG} cycles, not none: {state}")
    dut._log.info("%d beats compared", sum(sink.done for sink in sinks))


@cocotb.test()
async def without_pauses(dut):
    await replay(dut, pause_inputs=False, pause_outputs=False)


@cocotb.test()
async def inputs_pause(dut):
    await replay(dut, pause_inputs=True, pause_outputs=False)


@cocotb.test()
async def outputs_pause(dut):
    await replay(dut, pause_inputs=False, pause_outputs=True)


@cocotb.test()
async def all_pause(dut):
    await replay(dut, pause_inputs=True, pause_outputs=True)

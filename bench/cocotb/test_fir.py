"""The bench of the benchmark for cocotb 1.9 and 2.x: source, sink and main, with random pauses, and idle tasks."""

import json
import os
import time

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import ClockCycles, RisingEdge

CYCLES = int(os.environ["BENCH_CYCLES"])


def random(state):
    """Marsaglia's xorshift, the same in every language."""
    while True:
        state ^= (state << 13) & 0xFFFFFFFF
        state ^= state >> 17
        state ^= (state << 5) & 0xFFFFFFFF
        yield state


async def source(dut):
    numbers = random(1)
    edge = RisingEdge(dut.clk)
    valid = 0
    while True:
        await edge
        if valid and not int(dut.s_ready.value):
            continue
        number = next(numbers)
        valid = 1 if number & 3 else 0
        dut.s_valid.value = valid
        if valid:
            dut.s_data.value = (number >> 8) & 0xFFFF


async def sink(dut, result):
    numbers = random(2)
    edge = RisingEdge(dut.clk)
    ready = 0
    while True:
        await edge
        if ready and int(dut.m_valid.value):
            result["checksum"] = (result["checksum"] * 31 + int(dut.m_data.value)) & 0xFFFFFFFF
            result["beats"] += 1
        ready = 1 if next(numbers) & 3 else 0
        dut.m_ready.value = ready


async def idle(dut):
    edge = RisingEdge(dut.clk)
    while True:
        await edge


async def measure(dut, idlers):
    result = {"checksum": 0, "beats": 0}
    clock = Clock(dut.clk, 10, "step").start()
    if cocotb.__version__.startswith("1."):
        cocotb.start_soon(clock)
    for signal in (dut.s_valid, dut.s_data, dut.m_ready):
        signal.value = 0
    # Long enough to empty the pipeline of the test before.
    dut.rst.value = 1
    await ClockCycles(dut.clk, 128)
    dut.rst.value = 0
    started = time.perf_counter()
    cocotb.start_soon(source(dut))
    cocotb.start_soon(sink(dut, result))
    for _ in range(idlers):
        cocotb.start_soon(idle(dut))
    await ClockCycles(dut.clk, CYCLES)
    result["seconds"] = time.perf_counter() - started
    with open(os.environ["BENCH_RESULTS"], "a") as file:
        file.write(json.dumps(result) + "\n")


@cocotb.test()
async def three_tasks(dut):
    await measure(dut, 0)


@cocotb.test()
async def eleven_tasks(dut):
    await measure(dut, 8)

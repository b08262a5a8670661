"""Records cocotbext-axi.json: run in an environment with cocotb 2.1 and cocotbext-axi, with Icarus on the path.

python record_axis.py plays the scenarios of the file and writes their logs back; then run npm run format.
"""
import itertools
import json
import os
from pathlib import Path

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import ClockCycles, RisingEdge
from cocotb.utils import get_sim_time
from cocotbext.axi import AxiStreamBus, AxiStreamFrame, AxiStreamSink, AxiStreamSource

here = Path(__file__).resolve().parent


def bits(text):
    return itertools.cycle([int(bit) for bit in text])


@cocotb.test()
async def play(dut):
    scenario = json.loads(os.environ["SCENARIO"])
    log = []
    dut.bug.value = 0
    dut.rst.value = 0
    Clock(dut.clk, 10, unit="ns").start(start_high=False)
    await ClockCycles(dut.clk, 1)
    source = AxiStreamSource(AxiStreamBus.from_prefix(dut, "s_axis"), dut.clk, dut.rst)
    sink = AxiStreamSink(AxiStreamBus.from_prefix(dut, "m_axis"), dut.clk, dut.rst)
    if scenario["source"]:
        source.set_pause_generator(bits(scenario["source"]))
    if scenario["sink"]:
        sink.set_pause_generator(bits(scenario["sink"]))
    sink.queue_occupancy_limit_frames = scenario["limit"]
    dut.rst.value = 1
    start = get_sim_time("ns")
    watched = [dut.s_axis_tvalid, dut.s_axis_tready, dut.m_axis_tvalid, dut.m_axis_tready]

    async def watch():
        while True:
            await RisingEdge(dut.clk)
            log.append("".join(str(signal.value) for signal in watched))

    cocotb.start_soon(watch())
    await ClockCycles(dut.clk, 3)
    dut.rst.value = 0
    for length in scenario["lengths"]:
        source.send_nowait(AxiStreamFrame(bytes(range(length))))
    for i in range(len(scenario["lengths"])):
        if scenario["gap"]:
            await ClockCycles(dut.clk, scenario["gap"])
        frame = await sink.recv()
        times = [time // 1000 - start for time in (frame.sim_time_start, frame.sim_time_end)]
        log.append("F%d@%d-%d" % (len(frame.tdata), *times))
        if i == scenario["resetAfter"]:
            dut.rst.value = 1
            await ClockCycles(dut.clk, 3)
            dut.rst.value = 0
            break
    await ClockCycles(dut.clk, 20)
    Path(os.environ["LOG"]).write_text(" ".join(log[1:]))


def main():
    from tempfile import TemporaryDirectory

    from cocotb_tools.runner import get_runner

    recorded = here / "cocotbext-axi.json"
    scenarios = json.loads(recorded.read_text())
    runner = get_runner("icarus")
    with TemporaryDirectory() as folder:
        os.environ["LOG"] = str(Path(folder) / "log")
        runner.build(
            sources=[here / "streams.sv"],
            hdl_toplevel="streams",
            build_dir=folder,
            build_args=["-g2012"],
            timescale=("1ns", "1ps"),
        )
        for scenario in scenarios:
            os.environ["SCENARIO"] = json.dumps(scenario)
            runner.test(hdl_toplevel="streams", test_module="record_axis", build_dir=folder, test_dir=here,
                        results_xml=str(Path(folder) / "results.xml"))
            scenario["log"] = Path(os.environ["LOG"]).read_text()
    recorded.write_text("[\n" + ",\n".join("  " + json.dumps(one) for one in scenarios) + "\n]\n")


if __name__ == "__main__":
    main()

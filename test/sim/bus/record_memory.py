"""Records cocotbext-memory.json: run in an environment with cocotb 2.1 and cocotbext-axi, with Icarus on the path.

python record_memory.py plays the scenarios of the file and writes their logs back; then run npm run format.
"""
import itertools
import json
import os
from pathlib import Path

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import ClockCycles, RisingEdge
from cocotb.utils import get_sim_time
from cocotbext.axi import AxiBus, AxiLiteBus, AxiLiteMaster, AxiLiteRam, AxiMaster, AxiRam

here = Path(__file__).resolve().parent
channels = ("aw", "w", "b", "ar", "r")


def bits(text):
    return itertools.cycle([int(bit) for bit in text])


def part(model, channel):
    return getattr(model.write_if if channel in ("aw", "w", "b") else model.read_if, f"{channel}_channel")


def squeezed(words):
    """Equal neighbours once, with their number."""
    return " ".join(f"{word}*{len(list(same))}" for word, same in itertools.groupby(words))


@cocotb.test()
async def play(dut):
    scenario = json.loads(os.environ["SCENARIO"])
    lite = scenario["top"] == "axil"
    dut.bug.value = 0
    dut.rst.value = 0
    if lite:
        for name in ("go", "from", "to", "words"):
            dut[name].value = 0
    Clock(dut.clk, 10, unit="ns").start(start_high=False)
    await ClockCycles(dut.clk, 1)
    bus, master, ram = (AxiLiteBus, AxiLiteMaster, AxiLiteRam) if lite else (AxiBus, AxiMaster, AxiRam)
    master = master(bus.from_prefix(dut, scenario["master"]), dut.clk, dut.rst, **scenario["options"])
    models = {"master": master}
    if scenario["ram"]:
        models["ram"] = ram(bus.from_prefix(dut, scenario["ram"]), dut.clk, dut.rst, size=4096)
    for name, pattern in scenario["pauses"].items():
        model, channel = name.split(".")
        part(models[model], channel).set_pause_generator(bits(pattern))
    dut.rst.value = 1
    start = get_sim_time("ns")
    watched = [dut[f"{scenario['watch']}_{name}{end}"] for end in ("valid", "ready") for name in channels]
    cycles, answers = [], []

    async def watch():
        while True:
            await RisingEdge(dut.clk)
            cycles.append("".join(str(signal.value) for signal in watched))

    async def answer(i, event):
        await event.wait()
        data = bytes(event.data.data).hex() if hasattr(event.data, "data") else "-"
        answers.append(f"{i}@{int(get_sim_time('ns') - start)} {int(event.data.resp)} {data}")

    # master.wait() would miss what has just been begun.
    under_way = []

    async def idle():
        while under_way:
            await under_way.pop()

    cocotb.start_soon(watch())
    await ClockCycles(dut.clk, 3)
    dut.rst.value = 0
    for i, text in enumerate(scenario["operations"]):
        gap, kind, address, length, first, *more = text.split()
        address, length, first = int(address, 16), int(length), int(first)
        if gap == "idle":
            await idle()
        elif gap != "0":
            await ClockCycles(dut.clk, int(gap))
        options = {} if lite else dict(zip(("size", "burst"), map(int, more)))
        if kind == "copy":
            dut["from"].value, dut.to.value, dut.words.value, dut.go.value = address, first, length, 1
            await RisingEdge(dut.clk)
            dut.go.value = 0
            await RisingEdge(dut.clk)
            while dut.done.value == 0:
                await RisingEdge(dut.clk)
            data = models["ram"].read(first, 4 * length).hex()
            answers.append(f"{i}@{int(get_sim_time('ns') - start)} {int(dut.resp.value)} {data}")
        elif kind == "fill":
            models["ram"].write(address, bytes((first + 31 * j) & 255 for j in range(length)))
        elif kind == "read":
            if not lite and len(more) > 2:
                options["arid"] = int(more[2])
            under_way.append(cocotb.start_soon(answer(i, master.init_read(address, length, **options))))
        else:
            if not lite and len(more) > 2:
                options["awid"] = int(more[2])
            data = bytes((first + 31 * j) & 255 for j in range(length))
            under_way.append(cocotb.start_soon(answer(i, master.init_write(address, data, **options))))
    await idle()
    await ClockCycles(dut.clk, 10)
    # Answers of one time have no order: they come over two channels.
    answers.sort(key=lambda line: (int(line.split()[0].split("@")[1]), int(line.split("@")[0])))
    Path(os.environ["LOG"]).write_text(json.dumps({"answers": answers, "cycles": squeezed(cycles[1:])}))


def main():
    from tempfile import TemporaryDirectory

    from cocotb_tools.runner import get_runner

    recorded = here / "cocotbext-memory.json"
    scenarios = json.loads(recorded.read_text())
    runner = get_runner("icarus")
    for top in ("axil", "axi"):
        with TemporaryDirectory() as folder:
            os.environ["LOG"] = str(Path(folder) / "log")
            runner.build(
                sources=[here / f"{top}.sv"],
                hdl_toplevel=top,
                build_dir=folder,
                build_args=["-g2012"],
                timescale=("1ns", "1ps"),
            )
            for scenario in scenarios:
                if scenario["top"] != top:
                    continue
                os.environ["SCENARIO"] = json.dumps(scenario)
                runner.test(hdl_toplevel=top, test_module="record_memory", build_dir=folder, test_dir=here,
                            results_xml=str(Path(folder) / "results.xml"))
                scenario.update(json.loads(Path(os.environ["LOG"]).read_text()))
                Path(os.environ["LOG"]).unlink()
    recorded.write_text("[\n" + ",\n".join("  " + json.dumps(one) for one in scenarios) + "\n]\n")


if __name__ == "__main__":
    main()

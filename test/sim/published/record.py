"""Lets published benches run on cocotb 1.9, unmodified, and records what they do.

MODULE names this module before the bench. Later versions of cocotb moved drivers, monitors and generators to another
package; here they come from cocotb 1.4 itself, behind the modules of the version that is installed. What a bench needs
only to be started by pytest is replaced.

Of each test of the endian swapper its random choices are recorded, so that they can be repeated, and what passes on its
ports at each clock edge, with the time in ns since the bench was set up.
"""
import atexit
import json
import os
import sys
from unittest import mock

import cocotb

cocotb.__path__.append(os.environ["COCOTB_1_4"])

import cocotb.wavedrom  # noqa: E402
from cocotb.binary import BinaryValue  # noqa: E402
from cocotb.bus import Bus  # noqa: E402
from cocotb.drivers import BitDriver, avalon  # noqa: E402
from cocotb.generators import byte  # noqa: E402
from cocotb.triggers import RisingEdge  # noqa: E402
from cocotb.utils import get_sim_time  # noqa: E402

_init = BinaryValue.__init__


def _one_bit(self, value=None, n_bits=None, *args, **kwargs):
    """BinaryValue(0) had one bit; later versions give it none."""
    _init(self, value, 1 if n_bits is None and type(value) is int and value == 0 else n_bits, *args, **kwargs)


BinaryValue.__init__ = _one_bit
# Waves of a bus need the class of buses, which is looked for in the other package.
cocotb.wavedrom.Bus = Bus
sys.modules.update({name: mock.MagicMock() for name in ("pytest", "cocotb_test", "cocotb_test.simulator")})
runs = []


def recorded(make, key, note=lambda value: value):
    """A function like `make` whose result is noted in the present run."""

    def call(*args, **kwargs):
        value = make(*args, **kwargs)
        runs[-1][key].append(note(value))
        return value

    return call


def noted(pairs, key):
    run = runs[-1]
    for pair in pairs:
        run[key].append(pair)
        yield pair


def before(owner, name, hook):
    """Calls hook with the arguments of a method before it; what it gives takes the place of the second one."""
    method = getattr(owner, name)

    def call(self, *args, **kwargs):
        args = hook(self, *args) or args
        return method(self, *args, **kwargs)

    setattr(owner, name, call)


def is_one(signal):
    return signal.value.binstr == "1"


async def watch(dut, log):
    start = get_sim_time("ns")
    while True:
        await RisingEdge(dut.clk)
        if not is_one(dut.reset_n):
            continue
        time = round(get_sim_time("ns") - start)
        for name in ("stream_in", "stream_out"):
            valid, ready, first, last, empty, data = (
                getattr(dut, f"{name}_{part}")
                for part in ("valid", "ready", "startofpacket", "endofpacket", "empty", "data")
            )
            if is_one(valid) and is_one(ready):
                skip = int(empty.value) if is_one(last) else 0
                log.append(f"{time} {name} {int(is_one(first))}{int(is_one(last))}{skip} {data.value.binstr}")
        if is_one(dut.csr_read):
            log.append(f"{time} read {int(dut.csr_address.value)} {int(dut.csr_waitrequest.value)}")
        if is_one(dut.csr_write):
            log.append(f"{time} write {int(dut.csr_writedata.value)} {int(dut.csr_waitrequest.value)}")
        if is_one(dut.csr_readdatavalid):
            log.append(f"{time} data {int(dut.csr_readdata.value)}")


def open_run(driver, dut, *_):
    name = cocotb.regression_manager._test.__qualname__
    runs.append({"name": name, "packets": [], "valid": [], "ready": [], "writes": [], "log": []})
    cocotb.start_soon(watch(dut, runs[-1]["log"]))


byte.get_bytes = recorded(byte.get_bytes, "packets", bytes.hex)
before(avalon.AvalonSTPkts, "__init__", open_run)
before(avalon.AvalonSTPkts, "set_valid_generator", lambda _, pairs=None: pairs and (noted(pairs, "valid"),))
before(BitDriver, "start", lambda _, pairs=None: pairs and (noted(pairs, "ready"),))
before(avalon.AvalonMaster, "write", lambda _, address, value: runs[-1]["writes"].append(value))


@atexit.register
def save():
    if "RECORDED" in os.environ:
        with open(os.environ["RECORDED"], "w") as file:
            json.dump(runs, file)

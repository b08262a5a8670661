"""Builds and runs the bench with cocotb's own runner: run.py SIMULATOR FOLDER."""

import sys
from pathlib import Path

try:
    from cocotb_tools.runner import get_runner
except ImportError:
    from cocotb.runner import get_runner

simulator, folder = sys.argv[1:]
here = Path(__file__).resolve().parent
runner = get_runner(simulator)
runner.build(
    verilog_sources=[here / "fir.sv"],
    hdl_toplevel="fir",
    build_dir=folder,
    build_args=["-Wno-fatal"] if simulator == "verilator" else [],
    timescale=("1ps", "1ps"),
)
runner.test(hdl_toplevel="fir", test_module="test_fir", build_dir=folder, test_dir=folder)

# Runs the cocotb bench of small_net: `make -C cocotb`, or `make -C cocotb SIM=verilator`.
#
# cocotb 1.9 and 2.x; cocotb-config must be on the PATH. cocotb 2.x wants Verilator 5.036 or later.
# SPDX-License-Identifier: Apache-2.0
DESIGN := $(abspath $(dir $(lastword $(MAKEFILE_LIST)))..)

ifneq ($(CURDIR),$(DESIGN))

# Memory files are read relative to the folder of the design, so the simulation runs there.
.PHONY: all clean
all clean:
	@$(MAKE) --no-print-directory -C $(DESIGN) -f cocotb/Makefile $@

else

SIM ?= icarus
TOPLEVEL_LANG := verilog
VERILOG_SOURCES := $(shell cat filelist.f)

# The older names are those of cocotb 1.9.
TOPLEVEL := small_net
COCOTB_TOPLEVEL := $(TOPLEVEL)
MODULE := test_small_net
COCOTB_TEST_MODULES := $(MODULE)

SIM_BUILD := cocotb/sim_build_$(SIM)
COCOTB_RESULTS_FILE := cocotb/results.xml
export PYTHONPATH := $(DESIGN)/cocotb:$(PYTHONPATH)

# cocotb 1.9 does not turn a failed test into an exit status.
all: sim
	@! grep -E '<(failure|error)' $(COCOTB_RESULTS_FILE) > /dev/null

include $(shell cocotb-config --makefiles)/Makefile.sim

endif

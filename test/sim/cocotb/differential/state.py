"""What the steps of a program act on in cocotb: signals, triggers, writes, and the log."""

import cocotb
from cocotb.clock import Clock
from cocotb.handle import Deposit, Force, Freeze, Immediate, Release
from cocotb.queue import LifoQueue, PriorityQueue, Queue
from cocotb.simtime import get_sim_time
from cocotb.triggers import (
    ClockCycles,
    Combine,
    Event,
    FallingEdge,
    First,
    Lock,
    NextTimeStep,
    NullTrigger,
    ReadOnly,
    ReadWrite,
    RisingEdge,
    Timer,
    ValueChange,
    current_gpi_trigger,
)
from cocotb.types import LogicArray

EDGES = {"rising": RisingEdge, "falling": FallingEdge, "change": ValueChange}
QUEUES = {"fifo": Queue, "priority": PriorityQueue, "lifo": LifoQueue}
INPUTS = ("a", "b", "d", "e", "f", "s", "l", "w", "mem0", "mem1", "mem2", "mem3")
OUTPUTS = ("q", "count", "r2", "div", "r3", "wq", "y", "x", "fy", "sy", "ly", "wy", "my", "h", "hy")
SIGNED = ("s", "sy")


def keep_next_time_step():
    """Lets the callback of NextTimeStep fire for nobody when its waiters are cancelled: simulators crash on removing it."""
    kind = type(NextTimeStep())
    prime, react = kind._prime, kind._react
    armed = False

    def prime_once(self):
        nonlocal armed
        if not armed:
            armed = True
            prime(self)

    def react_once(self):
        nonlocal armed
        armed = False
        react(self)

    kind._prime, kind._react, kind._unprime = prime_once, react_once, lambda self: None


keep_next_time_step()

STARTED = []


def remember_clocks():
    """Keeps the simulator's clocks, which run on when the task of a Clock is cancelled before it has run."""
    create = cocotb.simulator.clock_create

    def remembered(handle):
        STARTED.append(create(handle))
        return STARTED[-1]

    cocotb.simulator.clock_create = remembered


def stop_clocks():
    while STARTED:
        STARTED.pop().stop()


remember_clocks()


def phase():
    trigger = current_gpi_trigger()
    if isinstance(trigger, (Timer, NextTimeStep)):
        return "begin"
    if isinstance(trigger, ReadWrite):
        return "settle"
    return "end" if isinstance(trigger, ReadOnly) else "change"


class State:
    def __init__(self, dut, program, log):
        self.dut = dut
        self.program = program
        self.lines = log
        self.icarus = program["simulator"] == "icarus"
        self.events = [Event() for _ in range(3)]
        self.locks = [Lock() for _ in range(2)]
        self.queues = [QUEUES[q["kind"]](q["maxsize"]) for q in program["queues"]]
        self.clocks = [
            Clock(
                self.signal(c["signal"]),
                c["period"],
                "step",
                period_high=c["high"],
                set_action=Immediate if c["immediate"] else Deposit,
            )
            for c in program["clocks"]
        ]
        self.running = {}
        self.handles = {}
        self.watched = self.watched_signals()
        self.written = -1
        self.start = 0
        self.ending = False

    def watched_signals(self):
        found = set()

        def look(item):
            if isinstance(item, dict):
                if item.get("op") == "edge":
                    found.add(item["signal"])
                for value in item.values():
                    look(value)
            elif isinstance(item, list):
                for value in item:
                    look(value)

        look(self.program["tasks"])
        return found

    def now(self):
        return int(get_sim_time("step")) - self.start

    def log(self, name, what):
        self.lines.append(f"{self.now()} {phase()} {name} {what}")

    def signal(self, name):
        return self.dut.mem[int(name[3])] if name.startswith("mem") else getattr(self.dut, name)

    def values(self, names):
        def value(name):
            now = self.signal(name).value
            return now.to_signed() if name in SIGNED else int(now)

        return " ".join(f"{n}={value(n)}" for n in names)

    def read(self):
        # In the middle of a change only time and phase are alike on all simulators.
        return "" if self.icarus and phase() == "change" else self.values(INPUTS + OUTPUTS)

    async def clock(self):
        if not self.icarus:
            await Timer(1, "step")
        await Timer(2 if self.icarus else 1, "step")
        for i, clock in enumerate(self.program["clocks"]):
            if "start" in clock:
                self.start_clock(i, clock["start"])
        if self.icarus:
            await Timer(2, "step")
        while True:
            await Timer(4 if self.icarus else 1, "step")

    def start_clock(self, clock, high):
        # A clock of Immediate writes even where nothing must be written.
        refused = phase() == "end" and self.program["clocks"][clock]["immediate"]
        if refused or clock in self.running:
            return False
        self.clocks[clock].start(start_high=high)
        self.running[clock] = self.now()
        return True

    def stop_clock(self, clock):
        # A clock stopped before its task has run goes on.
        if self.running.get(clock, self.now()) == self.now():
            return False
        self.clocks[clock].stop()
        del self.running[clock]
        return True

    def trigger(self, w):
        op = w["op"]
        if op == "edge":
            return EDGES[w["kind"]](self.signal(w["signal"]))
        if op == "timer":
            return Timer(w["n"], "step")
        if op == "grid":
            return Timer(4 * w["n"] - self.now() % 4, "step")
        if op == "clockCycles":
            return ClockCycles(self.signal(w["signal"]), w["n"], EDGES[w["kind"]])
        if op == "readOnly":
            return ReadOnly()
        if op == "readWrite":
            if self.icarus and phase() == "settle":
                self.dut.poke.value = 1 - int(self.dut.poke.value)
            return ReadWrite()
        if op == "nextTimeStep":
            early = self.icarus and phase() == "begin"
            return Timer(4 - self.now() % 4, "step") if early else NextTimeStep()
        if op == "null":
            return NullTrigger()
        if op == "event":
            return self.events[w["event"]].wait()
        if op == "complete":
            handle = self.handles.get(w["task"])
            return NullTrigger() if handle is None else handle.complete
        kind = First if op == "first" else Combine
        return kind(*(self.trigger(x) for x in w["of"]))

    def write(self, name, step):
        signal = step["signal"]
        if self.icarus:
            watched = signal in self.watched
            busy = phase() == "begin" and self.now() % 4 == 2
            hidden = signal in ("e", "w") and phase() == "change"
            if hidden or (watched and (busy or self.written == self.now())):
                return self.log(name, f"no write of {signal}")
        handle = self.signal(signal)
        value = given = int(step["value"])
        if step["as"] != "integer":
            given = LogicArray.from_unsigned(value % 2 ** len(handle), len(handle))
        if step["as"] == "bits":
            given = str(given)
        self.assign(name, signal, Immediate(given) if step["immediate"] else given, f"write {signal}={value}")

    def action(self, name, step):
        op, signal = step["op"], step["signal"]
        action = Force(step["value"]) if op == "force" else Freeze() if op == "freeze" else Release()
        self.assign(name, signal, action, f"{op} {signal}")

    def assign(self, name, signal, value, what):
        try:
            self.signal(signal).value = value
        except RuntimeError:
            return self.log(name, f"{what} refused")
        if signal in self.watched:
            self.written = self.now()
        self.log(name, what)

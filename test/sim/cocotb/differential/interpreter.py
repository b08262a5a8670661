"""Runs the programs named by PROGRAMS in cocotb, and writes their logs to LOGS."""

import json
import os
from asyncio import CancelledError

import cocotb
from cocotb.clock import Clock
from cocotb.handle import Immediate
from cocotb.queue import LifoQueue, PriorityQueue, Queue, QueueEmpty, QueueFull
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
    SimTimeoutError,
    Timer,
    ValueChange,
    current_gpi_trigger,
    gather,
    select,
    wait,
    with_timeout,
)

with open(os.environ["PROGRAMS"]) as file:
    PROGRAMS = json.load(file)
LOGS = []
EDGES = {"rising": RisingEdge, "falling": FallingEdge, "change": ValueChange}
QUEUES = {"fifo": Queue, "priority": PriorityQueue, "lifo": LifoQueue}
WHEN = {
    "waitFirst": "FIRST_COMPLETED",
    "waitAll": "ALL_COMPLETED",
    "waitError": "FIRST_EXCEPTION",
}
CLASSES = {
    **{"RisingEdge": "edge", "FallingEdge": "edge", "ValueChange": "edge", "Timer": "timer"},
    **{"ClockCycles": "clockCycles", "ReadOnly": "readOnly", "ReadWrite": "readWrite"},
    **{"_Event": "event", "NullTrigger": "null", "Combine": "combine", "TaskComplete": "complete"},
    **{"NextTimeStep": "nextTimeStep"},
}
INPUTS = ("a", "b", "d", "e")
OUTPUTS = ("q", "count", "y", "x")


class Boom(Exception):
    pass


def keep_next_time_step():
    """Lets the callback of NextTimeStep fire for nobody when its waiters are cancelled: Icarus crashes on removing it."""
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


def phase():
    trigger = current_gpi_trigger()
    if isinstance(trigger, (Timer, NextTimeStep)):
        return "begin"
    if isinstance(trigger, ReadWrite):
        return "settle"
    return "end" if isinstance(trigger, ReadOnly) else "change"


class Run:
    def __init__(self, dut, program, log):
        self.dut = dut
        self.program = program
        self.lines = log
        self.events = [Event() for _ in range(3)]
        self.locks = [Lock() for _ in range(2)]
        self.queues = [QUEUES[q["kind"]](q["maxsize"]) for q in program["queues"]]
        self.handles = {}
        self.cancelled = set()
        self.watched = self.watched_signals()
        self.written = -1
        self.start = 0

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

    def values(self, names):
        return " ".join(f"{n}={int(getattr(self.dut, n).value)}" for n in names)

    def trigger(self, w):
        op = w["op"]
        if op == "edge":
            return EDGES[w["kind"]](getattr(self.dut, w["signal"]))
        if op == "timer":
            return Timer(w["n"], "step")
        if op == "grid":
            return Timer(4 * w["n"] - self.now() % 4, "step")
        if op == "clockCycles":
            return ClockCycles(self.dut.clk, w["n"])
        if op == "readOnly":
            return ReadOnly()
        if op == "readWrite":
            if phase() == "settle":
                self.dut.poke.value = 1 - int(self.dut.poke.value)
            return ReadWrite()
        if op == "nextTimeStep":
            return Timer(4 - self.now() % 4, "step") if phase() == "begin" else NextTimeStep()
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
        if signal in self.watched:
            busy = phase() == "begin" and self.now() % 4 == 2
            if busy or self.written == self.now():
                return self.log(name, f"no write of {signal}")
        if signal == "e" and phase() == "change":
            return self.log(name, "no write of e")
        value = step["value"]
        try:
            getattr(self.dut, signal).value = Immediate(value) if step["immediate"] else value
        except RuntimeError:
            return self.log(name, f"write {signal} refused")
        if signal in self.watched:
            self.written = self.now()
        self.log(name, f"write {signal}={value}")

    def read(self, name):
        now = phase()
        # In the middle of a change only time and phase are alike on all simulators.
        names = () if now == "change" else INPUTS + OUTPUTS
        self.log(name, f"read {self.values(names)}")

    async def body(self, name, steps):
        try:
            for i, step in enumerate(steps):
                await self.step(name, f"{name}.{i}", step)
            self.log(name, "end")
            return len(steps)
        except CancelledError:
            self.log(name, "cancelled")
            raise

    async def step(self, name, at, step):
        op = step["op"]
        if op in ("edge", "timer", "grid", "clockCycles", "readOnly", "readWrite", "nextTimeStep", "null", "event", "complete", "first", "combine"):
            try:
                result = await self.trigger(step)
            except RuntimeError:
                return self.log(name, f"{op} refused")
            except CancelledError:
                self.log(name, f"{op} interrupted")
                raise
            if op == "edge" and step["signal"] == "clk":
                return self.log(name, f"edge {self.values(('clk', 'q', 'count'))}")
            if op == "edge":
                return self.log(name, f"edge {self.values((step['signal'],))}")
            if op == "first":
                return self.log(name, f"first {CLASSES.get(type(result).__name__)}")
            return self.log(name, op)
        if op == "write":
            return self.write(name, step)
        if op == "read":
            return self.read(name)
        if op == "raise":
            self.log(name, "raise")
            raise Boom
        if op == "set":
            self.log(name, f"set {step['event']}")
            return self.events[step["event"]].set()
        if op == "clear":
            self.log(name, f"clear {step['event']}")
            return self.events[step["event"]].clear()
        if op == "isSet":
            return self.log(name, f"isSet {int(self.events[step['event']].is_set())}")
        if op in ("put", "putNowait", "get", "getNowait"):
            return await self.queue(name, step)
        if op == "spawn":
            return self.spawn(name, step["task"])
        if op == "cancel":
            return self.cancel(name, step["task"])
        if op == "join":
            return await self.join(name, step["task"])
        if op == "lock":
            return await self.locked(name, at, step)
        if op == "repeat":
            for i in range(step["n"]):
                for j, inner in enumerate(step["body"]):
                    await self.step(name, f"{at}.{i}.{j}", inner)
            return None
        if op in ("timeout", "timeoutTask"):
            return await self.timeout(name, at, step)
        return await self.together(name, at, step)

    async def queue(self, name, step):
        op, queue = step["op"], self.queues[step["queue"]]
        try:
            if op == "put":
                await queue.put(step["value"])
                result = ""
            elif op == "get":
                result = await queue.get()
            elif op == "putNowait":
                queue.put_nowait(step["value"])
                result = ""
            else:
                result = queue.get_nowait()
        except (QueueFull, QueueEmpty) as error:
            result = type(error).__name__
        self.log(name, f"{op} {step['queue']} {result}")

    def spawn(self, name, task):
        if task in self.handles:
            return self.log(name, f"spawn {task} again")
        body = self.program["tasks"][task]["steps"]
        self.handles[task] = cocotb.start_soon(self.body(str(task), body))
        return self.log(name, f"spawn {task}")

    def cancel(self, name, task):
        handle = self.handles.get(task)
        if handle is None or name.split(":")[0] == str(task):
            return self.log(name, f"no cancel of {task}")
        self.cancelled.add(task)
        return self.log(name, f"cancel {task} {int(handle.cancel())}")

    async def join(self, name, task):
        handle = self.handles.get(task)
        if handle is None or name.split(":")[0] == str(task):
            return self.log(name, f"no join of {task}")
        try:
            result = await handle
        except CancelledError:
            if self.ending or not handle.cancelled() or ":" in name or int(name) in self.cancelled:
                raise
            return self.log(name, f"join {task} cancelled")
        return self.log(name, f"join {task} {result}")

    async def locked(self, name, at, step):
        lock = self.locks[step["lock"]]
        await lock.acquire()
        self.log(name, f"acquired {step['lock']}")
        try:
            for i, inner in enumerate(step["body"]):
                await self.step(name, f"{at}.{i}", inner)
        finally:
            lock.release()
            self.log(name, f"released {step['lock']}")

    async def timeout(self, name, at, step):
        try:
            if step["op"] == "timeout":
                what = self.body(f"{name}:{at}", step["body"])
            else:
                what = self.handles.get(step["task"])
                if what is None or what.done() or name.split(":")[0] == str(step["task"]):
                    return self.log(name, "no timeout")
            result = await with_timeout(what, 4 * step["n"], "step")
        except SimTimeoutError:
            result = "over"
        except Boom:
            result = "boom"
        return self.log(name, f"{step['op']} {result}")

    async def together(self, name, at, step):
        op = step["op"]
        bodies = [self.body(f"{name}:{at}.{i}", body) for i, body in enumerate(step["of"])]
        try:
            if op == "select":
                index, value = await select(*bodies)
                result = f"{index} {value}"
            elif op == "gather":
                result = " ".join(str(value) for value in await gather(*bodies))
            else:
                index, tasks = await wait(*bodies, return_when=WHEN[op])
                states = " ".join("cancelled" if t.cancelled() else "failed" if t.exception() else str(t.result()) for t in tasks)
                result = f"{'none' if index is None else index} {states}"
        except Boom:
            result = "boom"
        return self.log(name, f"{op} {result}")

    async def main(self):
        dut, program = self.dut, self.program
        self.ending = False
        for signal in ("clk", "poke", *INPUTS):
            getattr(dut, signal).value = 0
        dut.rst.value = 0
        await Timer(4, "step")
        dut.rst.value = 1
        await Timer(4, "step")
        dut.rst.value = 0
        await Timer(8, "step")
        self.start = int(get_sim_time("step"))
        cocotb.start_soon(self.clock())
        for task in range(program["roots"]):
            self.spawn("main", task)
        await Timer(program["end"], "step")
        self.log("main", "end")
        self.ending = True

    async def clock(self):
        # Half periods of 4, edges at 2, 6, 10 and so on; a time step at each multiple of 4.
        await Timer(2, "step")
        Clock(self.dut.clk, 8, "step").start(start_high=self.program["startHigh"])
        await Timer(2, "step")
        while True:
            await Timer(4, "step")


@cocotb.test()
@cocotb.parametrize(index=range(len(PROGRAMS)))
async def program(dut, index):
    log = []
    LOGS.append(log)
    await Run(dut, PROGRAMS[index], log).main()


@cocotb.test()
async def write_logs(dut):
    with open(os.environ["LOGS"], "w") as file:
        json.dump(LOGS, file)

"""Runs the programs named by PROGRAMS in cocotb, and writes their logs to LOGS."""

import json
import os
from asyncio import CancelledError

import cocotb
from cocotb.handle import Release
from cocotb.queue import QueueEmpty, QueueFull
from cocotb.simtime import get_sim_time
from cocotb.triggers import SimTimeoutError, TaskManager, Timer, gather, select, wait, with_timeout
from state import EDGES, INPUTS, State, stop_clocks

with open(os.environ["PROGRAMS"]) as file:
    PROGRAMS = json.load(file)
LOGS = []
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
WAITS = (
    *("edge", "timer", "grid", "clockCycles", "readOnly", "readWrite", "nextTimeStep"),
    *("null", "event", "complete", "first", "combine"),
)


class Boom(Exception):
    pass


def outcome(task):
    try:
        return task.result()
    except CancelledError as error:
        return error


class Run(State):
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
        if op in WAITS:
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
            return self.log(name, f"read {self.read()}")
        if op in ("force", "freeze", "release"):
            return self.action(name, step)
        if op == "clockStart":
            return self.log(name, f"clockStart {step['clock']} {int(self.start_clock(step['clock'], step['high']))}")
        if op == "clockStop":
            return self.log(name, f"clockStop {step['clock']} {int(self.stop_clock(step['clock']))}")
        if op in ("round", "cycles"):
            return await self.measured(name, step)
        if op == "raise":
            self.log(name, "raise")
            raise Boom
        if op == "set":
            self.log(name, f"set {step['event']}")
            return self.events[step["event"]].set()
        if op == "clear":
            self.log(name, f"clear {step['event']}")
            return self.events[step["event"]].clear()
        if op == "pulse":
            self.log(name, f"pulse {step['event']}")
            self.events[step["event"]].set()
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
        if op == "state":
            return self.log(name, f"state {step['task']} {self.state_of(step['task'])}")
        if op in ("child", "cleanup", "manager"):
            return await getattr(self, op)(name, at, step)
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
        if handle is None:
            return self.log(name, f"no cancel of {task}")
        try:
            result = int(handle.cancel())
        except RuntimeError:
            result = "refused"
        return self.log(name, f"cancel {task} {result}")

    def state_of(self, task):
        handle = self.handles.get(task)
        return "none" if handle is None else "cancelled" if handle.cancelled() else "done" if handle.done() else "open"

    async def join(self, name, task):
        handle = self.handles.get(task)
        if handle is None or name.split(":")[0] == str(task):
            return self.log(name, f"no join of {task}")
        try:
            result = await handle
        except Boom:
            return self.log(name, f"join {task} boom")
        except RuntimeError:
            return self.log(name, f"join {task} wrong")
        except CancelledError as error:
            # The cancellation of the other task, not of this one.
            if not (handle.cancelled() and outcome(handle) is error):
                raise
            return self.log(name, f"join {task} cancelled")
        return self.log(name, f"join {task} {result}")

    async def measured(self, name, step):
        op = step["op"]
        try:
            if op == "round":
                await Timer(step["time"], "fs", round_mode=step["mode"])
            else:
                await self.clocks[step["clock"]].cycles(step["n"], EDGES[step["kind"]])
        except ValueError:
            return self.log(name, f"{op} refused")
        except CancelledError:
            self.log(name, f"{op} interrupted")
            raise
        return self.log(name, op)

    async def child(self, name, at, step):
        task = cocotb.create_task(self.body(f"{name}:{at}", step["body"]))
        if step["soon"]:
            cocotb.start_soon(task)
        try:
            result = await task
        except Boom:
            result = "boom"
        return self.log(name, f"child {result}")

    async def steps(self, name, at, steps):
        for i, step in enumerate(steps):
            await self.step(name, f"{at}.{i}", step)

    async def cleanup(self, name, at, step):
        try:
            await self.steps(name, at, step["body"])
        finally:
            self.log(name, "cleanup")
            await self.steps(name, f"{at}.after", step["after"])

    async def manager(self, name, at, step):
        bodies = [self.body(f"{name}:{at}.{i}", body) for i, body in enumerate(step["of"])]
        try:
            async with TaskManager(default_continue_on_error=step["continues"]) as manager:
                for body in bodies:
                    manager.start_soon(body)
                await self.steps(name, at, step["body"])
            result = "done"
        except BaseExceptionGroup as error:
            # A failure among its tasks hides the end of the test from the block, which would run on.
            if self.ending:
                raise CancelledError from error
            result = f"errors {len(error.exceptions)}"
        return self.log(name, f"manager {result}")

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
        # The simulation goes on from the program before, and with what that left: clocks whose tasks had not run yet, and
        # times of cancelled timers, at which NextTimeStep would fire.
        stop_clocks()
        await Timer(200, "step")
        for signal in ("clk", "clk2", "poke", *INPUTS):
            self.signal(signal).value = 0
        if not self.icarus:
            dut.f.value = Release()
            dut.h.value = Release()
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

// The kernel: cocotb's tasks, triggers and phases over a compiled model.
export { Action, type ActionType, Deposit, Force, Freeze, Immediate, Release } from './actions.ts';
export { ArrayHandle } from './array-handle.ts';
export { Awaitable, type Steps } from './awaitable.ts';
export { BitHandle } from './bit-handle.ts';
export type { Coroutine, Startable } from './body.ts';
export { Breath } from './breath.ts';
export { Clock, type ClockOptions } from './clock.ts';
export { type Gathered, gather, type ReturnWhen, Selected, select, type Waited, wait } from './combine.ts';
export { Edge, EdgeTrigger, type EdgeType, FallingEdge, RisingEdge, ValueChange } from './edges.ts';
export type { ArrayValue, LogicValue } from './encode.ts';
export * from './errors.ts';
export { type Assigned, LogicHandle, type Read } from './handle.ts';
export { type Dut, HierarchyHandle, hierarchy, type SignalHandle } from './hierarchy.ts';
export { Kernel } from './kernel.ts';
export { ParameterHandle } from './parameter-handle.ts';
export { NextTimeStep, PhaseTrigger, ReadOnly, ReadWrite } from './phase-triggers.ts';
export { handleOf, type Port } from './port.ts';
export { AbstractQueue, LifoQueue, PriorityQueue, Queue } from './queue.ts';
export { type RunOptions, Simulation, simulate } from './simulate.ts';
export { Event, Lock, NullTrigger } from './sync.ts';
export { Task, type TaskState } from './task.ts';
export { type ManagedOptions, TaskManager, type TaskManagerOptions, taskManager } from './task-manager.ts';
export {
  atTestEnd,
  createTask,
  currentTask,
  fork,
  isSimulation,
  Join,
  start,
  startSoon,
  type TaskFunction,
} from './tasks.ts';
export type { Ending } from './test-run.ts';
export {
  convert,
  getSimTime,
  type RoundMode,
  type TimeOptions,
  type TimeUnit,
  type TimeValue,
  timePrecision,
} from './time.ts';
export { Timer, TimerTrigger } from './timer.ts';
export { Trigger, type Waiter } from './trigger.ts';
export { Waitable } from './waitable.ts';
export { ClockCycles, Combine, First, withTimeout } from './waiters.ts';

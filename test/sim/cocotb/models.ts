// Small models in plain JavaScript behind the interface of a compiled one, to test the kernel without a simulator.
import type { ForceInfo, Instance, Model, SignalInfo } from '../../../src/sim/model/types.ts';

/** Values of a model's signals by name, one number each. */
export type Nets = Record<string, number>;

/** Behaviour: what an evaluation does with the nets, and times at which the model acts by itself. */
export interface Behaviour {
  readonly signals: readonly (Partial<SignalInfo> & { readonly path: string })[];
  /** Called at each evaluation; `net` reads and writes values. */
  create(net: Net): { eval(time: number): void; nextEvent?(): number | undefined };
  readonly forceable?: readonly string[];
}

/** Access to the storage of a model. */
export interface Net {
  get(path: string): number;
  set(path: string, value: number): void;
  /** Reports $error. */
  error(): void;
}

/** What a test can ask about an instance. */
export interface Watched extends Instance {
  readonly evals: number;
  readonly freed: boolean;
}

/** A model from its behaviour; steps of 1 ps. */
export function jsModel(behaviour: Behaviour, opened: Watched[] = []): Model {
  return {
    top: 'top',
    simulator: 'js',
    version: '0',
    precision: -12,
    open: () => {
      const instance = new JsInstance(behaviour);
      opened.push(instance);
      return instance;
    },
  };
}

class JsInstance implements Watched {
  readonly signals: readonly SignalInfo[];
  evals = 0;
  freed = false;
  private time = 0;
  private errorCount = 0;
  private readonly views = new Map<string, { get(): number; set(value: number): void }>();
  private readonly forces = new Map<string, ForceInfo>();
  private readonly body: { eval(time: number): void; nextEvent?(): number | undefined };

  constructor(behaviour: Behaviour) {
    this.signals = behaviour.signals.map((signal) => {
      const width = signal.width ?? 1;
      const bytes = width <= 8 ? 1 : width <= 16 ? 2 : width <= 32 ? 4 : Math.ceil(width / 64) * 8;
      const storage = new Uint8Array(bytes * (signal.elements ?? 1));
      const view = new DataView(storage.buffer);
      const size = Math.min(bytes, 4);
      const read = size === 1 ? 'getUint8' : size === 2 ? 'getUint16' : 'getUint32';
      const write = size === 1 ? 'setUint8' : size === 2 ? 'setUint16' : 'setUint32';
      this.views.set(signal.path, {
        get: () => view[read](0, true),
        set: (value) => view[write](0, value, true),
      });
      if (behaviour.forceable?.includes(signal.path)) {
        this.forces.set(signal.path, { enable: new Uint8Array(bytes), value: new Uint8Array(bytes) });
      }
      return { direction: 'in', signed: false, ...signal, width, storage } as SignalInfo;
    });
    this.body = behaviour.create({
      get: (path) => {
        const force = this.forces.get(path);
        return force !== undefined && force.enable[0] !== 0 ? force.value[0]! : this.views.get(path)!.get();
      },
      set: (path, value) => this.views.get(path)!.set(value),
      error: () => {
        this.errorCount++;
      },
    });
  }

  eval(): void {
    this.evals++;
    this.body.eval(this.time);
  }
  evalEnd(): void {}
  setTime(steps: number): void {
    this.time = steps;
  }
  nextEvent(): number | undefined {
    return this.body.nextEvent?.();
  }
  force(path: string): ForceInfo | undefined {
    return this.forces.get(path);
  }
  errors(): number {
    return this.errorCount;
  }
  firstError(): string {
    return '';
  }
  takeLog(): readonly string[] {
    return [];
  }
  traceOpen(): void {}
  traceDump(): void {}
  traceClose(): void {}
  free(): void {
    this.freed = true;
  }
}

/** One signal of a model. */
const sig = (path: string, width = 1, direction: SignalInfo['direction'] = 'in') => ({ path, width, direction });

/**
 * The design that most tests use: `q` is a register of `d` on the rising edge of `clk`, `nq` its inverse, `y` is `d + 1`
 * without a register, `count` counts rising edges, and `half` is a clock of half the rate.
 */
export const bench: Behaviour = {
  signals: [
    sig('clk'),
    sig('rst'),
    sig('d', 8),
    sig('q', 8, 'out'),
    sig('y', 8, 'out'),
    sig('count', 16, 'out'),
    sig('half', 1, 'out'),
    sig('wide', 48),
    sig('vast', 100),
    { path: 'mem', width: 8, elements: 4, direction: 'in' },
    sig('u_core.state_q', 4, 'internal'),
    { path: 'delta', width: 8, direction: 'in', signed: true },
  ],
  forceable: ['u_core.state_q'],
  create(net) {
    let clk = 0;
    return {
      eval: () => {
        const rising = net.get('clk') === 1 && clk === 0;
        clk = net.get('clk');
        if (rising) {
          net.set('q', net.get('d'));
          net.set('count', (net.get('count') + 1) & 0xffff);
          net.set('half', 1 - net.get('half'));
          net.set('u_core.state_q', (net.get('u_core.state_q') + 1) & 15);
        }
        net.set('y', (net.get('d') + 1) & 255);
      },
    };
  },
};

/** A model that drives `tick` by itself: it toggles every 7 steps, from step 7 on. */
export const selfTimed: Behaviour = {
  signals: [sig('tick', 1, 'out'), sig('edges', 16, 'out'), sig('in', 1)],
  create(net) {
    let next = 7;
    return {
      eval: (time) => {
        if (time < next) return;
        next += 7;
        net.set('tick', 1 - net.get('tick'));
        net.set('edges', net.get('edges') + 1);
      },
      nextEvent: () => next,
    };
  },
};

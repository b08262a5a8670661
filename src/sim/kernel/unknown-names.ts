// Makes a misspelt property an error, where JavaScript would give undefined or keep what is assigned.

/** Names that test frameworks and `await` look for on any object. */
const probes = new Set([
  'then',
  'toJSON',
  '$$typeof',
  'asymmetricMatch',
  'nodeType',
  'tagName',
  'inspect',
  'constructor',
]);

/** What stands for attributes of cocotb's handles that have another form here. */
const counterparts: Readonly<Record<string, string>> = {
  _log: 'a test logs with log of its second argument, (dut, { log }) => ...',
  _id: 'names are found by get(name)',
  _name: 'its name is .name',
  _path: 'its path is .path',
  _type: 'its class is that of the handle',
  _range: 'the indices of an array are .range',
  _discover_all: 'all names of the model are there from the start',
  integer: 'its value is .value',
  binstr: 'its bits as a text are those of .logic',
  signed_integer: 'its value in two complement is .signed',
};

/** A hint for who writes as in cocotb, if there is one for that name. */
export function counterpart(name: string): string | undefined {
  return Object.hasOwn(counterparts, name) ? counterparts[name] : undefined;
}

/**
 * A prototype that stands for `target` and throws what `unknown` makes of any name that neither it nor an object below it has.
 * What exists is found before it, so it costs nothing there.
 */
export function refusingUnknown(target: object, unknown: (name: string, receiver: object) => Error): object {
  return new Proxy(target, {
    get(_target, key, receiver) {
      if (typeof key === 'symbol' || key in target || probes.has(key) || key.startsWith('@@')) {
        return Reflect.get(target, key, receiver);
      }
      throw unknown(key, receiver);
    },
    set(_target, key, _value, receiver) {
      throw unknown(String(key), receiver);
    },
    // Without this an object would not be an instance of its class.
    getPrototypeOf: () => target,
  });
}

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

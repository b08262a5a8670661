// Writes the bytes of an ONNX model of one MatMulInteger layer: the protobuf wire format, by hand.

/** Field of a protobuf message: a varint, or bytes with their length. */
function field(number: number, value: number | Uint8Array | string): Uint8Array {
  if (typeof value === 'number') return Uint8Array.from([...varint(number * 8), ...varint(value)]);
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return join([Uint8Array.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const message = (...fields: readonly Uint8Array[]): Uint8Array => join(fields);
const int8 = 3;
const int32 = 6;

/** ValueInfoProto of a matrix. */
function value(name: string, type: number, dims: readonly number[]): Uint8Array {
  const shape = message(...dims.map((dim) => field(1, field(1, dim))));
  return message(field(1, name), field(2, field(1, message(field(1, type), field(2, shape)))));
}

/** Y = A B with A int8 [rows, inputs], B int8 [inputs, outputs] constant, Y int32. */
export function matMulInteger(rows: number, inputs: number, outputs: number, weights: Int8Array): Uint8Array {
  const node = message(field(1, 'A'), field(1, 'B'), field(2, 'Y'), field(4, 'MatMulInteger'));
  const tensor = message(
    field(1, inputs),
    field(1, outputs),
    field(2, int8),
    field(8, 'B'),
    field(9, new Uint8Array(weights.buffer, weights.byteOffset, weights.length)),
  );
  const graph = message(
    field(1, node),
    field(2, 'layer'),
    field(5, tensor),
    field(11, value('A', int8, [rows, inputs])),
    field(12, value('Y', int32, [rows, outputs])),
  );
  // IR version 8 with operator set 10, the one that brought MatMulInteger.
  return message(field(1, 8), field(7, graph), field(8, message(field(1, ''), field(2, 10))));
}

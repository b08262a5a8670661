// The streams of a process as plain data for HLS templates.
import { isSigned, isVariable, maxRows, maxSize, rowLength, type StreamType, widthOf } from '../../ir/index.ts';
import { type PortData, portData } from '../ports.ts';

/** One stream as HLS templates see it. */
export interface HlsPort extends PortData {
  /** Type of an element, such as `ap_int<8>`, and of a beat. */
  readonly elem: string;
  readonly type: string;
  /** Elements of a row, rows and elements of a tensor at most, and the beats that they take. */
  readonly row: number;
  readonly rows: number;
  readonly size: number;
  readonly beats: number;
}

/** Describes a stream under its port name. */
export function hlsPort(name: string, type: StreamType, lanes: number, depth: number): HlsPort {
  const data = portData(name, type, lanes, depth);
  const element = `${isSigned(type.elem) ? 'ap_int' : 'ap_uint'}<${widthOf(type.elem)}>`;
  const [rows, size] = [maxRows(type), maxSize(type)];
  // Events: an element each at most, and an empty beat a row.
  const closing = isVariable(type) ? 1 : 0;
  return {
    ...data,
    elem: element,
    type: data.events ? `dendra::Event<${element}, ${data.indexBits}>` : `dendra::Beat<${element}, ${lanes}>`,
    row: rowLength(type),
    rows,
    size,
    beats: (data.events ? size + rows : Math.ceil(size / lanes)) + closing,
  };
}

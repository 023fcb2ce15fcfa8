/** Short spellings of the operators that scorers are made of. */
import type { Graph } from '@anodec/onnx';

const FLOAT = 1;
const DOUBLE = 11;

/** Rounds to single precision, as typed arrays do when they are written to. */
export function toFloat(graph: Graph, value: string): string {
  return graph.node('Cast', [value], { to: FLOAT });
}

/** Widens to double precision, in which everything but the network computes. */
export function toDouble(graph: Graph, value: string): string {
  return graph.node('Cast', [value], { to: DOUBLE });
}

/** Constants in double precision, one for each channel. */
export function doubles(graph: Graph, values: Iterable<number>): string {
  const data = Float64Array.from(values);
  return graph.constant([data.length], data);
}

/** One number in double precision. */
export function double(graph: Graph, value: number): string {
  return graph.constant([], Float64Array.of(value));
}

/** One number in single precision. */
export function float(graph: Graph, value: number): string {
  return graph.constant([], Float32Array.of(value));
}

/** `value` where `condition` is false, a single-precision number where it is true. */
export function replaceWhere(
  graph: Graph,
  condition: string,
  replacement: number,
  value: string,
): string {
  return graph.node('Where', [condition, float(graph, replacement), value]);
}

/** Rows from `start` to before `end` of the second axis. */
export function rowsOf(graph: Graph, value: string, start: number, end: number): string {
  const bounds = [graph.integers(start), graph.integers(end), graph.integers(1)];
  return graph.node('Slice', [value, ...bounds]);
}

/** The last row of the second axis, which goes. */
export function lastRow(graph: Graph, value: string, rows: number): string {
  return graph.node('Squeeze', [rowsOf(graph, value, rows - 1, rows), graph.integers(1)]);
}

/** From readings in sensor units to the inputs of a detector. */
import type { Graph } from '@anodec/onnx';
import type { LinearScaling } from '../linear-scaling.js';
import { double, doubles, replaceWhere, toDouble, toFloat } from './arithmetic.js';

/** Windows of inputs. */
export interface WindowInputs {
  /** (B, R, C), scaled, single precision, 0 where a reading is missing. */
  readonly values: string;
  /** (B, R, C), true where a reading is missing. */
  readonly missing: string;
  /** R, rows of a window of readings: those that a detector looks back on, and the scored one. */
  readonly rows: number;
}

/**
 * Scales readings as the scaler does, to the bit.
 *
 * @param readings (B, R, C), double precision, NaN where one is missing
 */
export function scaleReadings(
  graph: Graph,
  readings: string,
  { shifts, offsets, scales, clip }: LinearScaling,
  rows: number,
): WindowInputs {
  const kept = toFloat(graph, graph.node('Sub', [readings, doubles(graph, shifts)]));
  const missing = graph.node('IsNaN', [kept]);
  const known = toDouble(graph, replaceWhere(graph, missing, 0, kept));
  const centred = graph.node('Sub', [known, doubles(graph, offsets)]);
  const scaled = graph.node('Div', [centred, doubles(graph, scales)]);
  const cut =
    clip === null
      ? scaled
      : graph.node('Clip', [scaled, double(graph, -clip), double(graph, clip)]);
  const values = replaceWhere(graph, missing, 0, toFloat(graph, cut));
  return { values, missing, rows };
}

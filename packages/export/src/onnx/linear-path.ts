/** What the linear path expects, as operators; see `@anodec/classic`. */
import { type LinearPath, shareOfOthers } from '@anodec/classic';
import type { Graph } from '@anodec/onnx';
import { double, doubles, rowsOf, toDouble, toFloat } from './arithmetic.js';
import type { WindowInputs } from './readings.js';

/**
 * The readings that the path expects in all rows but the first L, which it looks back on.
 *
 * @returns (B, R − L, C), single precision
 */
export function expectLinear(
  graph: Graph,
  { means, components, own, coefficients, shares }: LinearPath,
  { values, missing, rows }: WindowInputs,
): string {
  const C = means.length;
  const L = coefficients.length / (C * C);
  const K = components.length / C;
  const centre = doubles(graph, means);
  const known = toDouble(graph, values);
  // the mean stands for a missing reading
  const deviations = graph.node('Sub', [known, centre]);
  const centred = graph.node('Where', [missing, double(graph, 0), deviations]);
  const row = rowsOf(graph, centred, L, rows);
  const matrix = graph.constant([K, C], Float64Array.from(components));
  const weights = graph.node('MatMul', [row, graph.node('Transpose', [matrix], { perm: [1, 0] })]);
  const projected = leaveOut(graph, own, row, graph.node('MatMul', [weights, matrix]));
  const expected = graph.node('Add', [centre, projected]);
  if (L === 0) return toFloat(graph, expected);
  let forecast: string | undefined;
  for (let l = 0; l < L; l++) {
    const before = rowsOf(graph, centred, L - l - 1, rows - l - 1);
    const lagged = coefficients.subarray(l * C * C, (l + 1) * C * C);
    const product = graph.node('MatMul', [
      before,
      graph.constant([C, C], Float64Array.from(lagged)),
    ]);
    forecast = forecast === undefined ? product : graph.node('Add', [forecast, product]);
  }
  const difference = graph.node('Sub', [forecast ?? projected, projected]);
  const added = graph.node('Mul', [doubles(graph, shares), difference]);
  return toFloat(graph, graph.node('Add', [expected, added]));
}

/** What the other channels say of each, from a projection (B, R, C) of centred rows. */
function leaveOut(graph: Graph, own: Float32Array, row: string, projected: string): string {
  if (own.every((share) => share === 0)) return projected;
  const others = graph.node('Sub', [projected, graph.node('Mul', [doubles(graph, own), row])]);
  const divisors = Float64Array.from(own, (share) => shareOfOthers(share));
  return graph.node('Div', [others, graph.constant([own.length], divisors)]);
}

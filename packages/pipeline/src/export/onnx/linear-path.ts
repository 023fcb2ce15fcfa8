/** What the linear path expects, as operators; see `@anodec/classic`. */
import type { LinearPath } from '@anodec/classic';
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
  { means, components, coefficients, shares }: LinearPath,
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
  const own = rowsOf(graph, centred, L, rows);
  const matrix = graph.constant([K, C], Float64Array.from(components));
  const weights = graph.node('MatMul', [own, graph.node('Transpose', [matrix], { perm: [1, 0] })]);
  const projected = graph.node('MatMul', [weights, matrix]);
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

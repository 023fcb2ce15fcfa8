/** Detectors as operators: the errors of the channels in the last row of each window. */
import type { LinearPath } from '@anodec/classic';
import { ConfigError, type DetectorState } from '@anodec/core';
import { AutoencoderConfig } from '@anodec/model';
import type { Graph } from '@anodec/onnx';
import { checkKnownNetwork } from '../known-network.js';
import { remedyFor } from '../other-format.js';
import {
  double,
  doubles,
  float,
  lastRow,
  replaceWhere,
  rowsOf,
  toDouble,
  toFloat,
} from './arithmetic.js';
import { expectLinear } from './linear-path.js';
import { reconstructWindows } from './network.js';
import type { WindowInputs } from './readings.js';

/** Writes the errors of the last row, (B, C), single precision, NaN where there is none. */
type ErrorGraph = (graph: Graph, state: DetectorState, inputs: WindowInputs) => string;

/** Largest residual that a network on a linear path reads, in spreads. */
const LARGEST = 10;

/** To add a detector: one function, one line here. */
const detectors: Readonly<Record<string, ErrorGraph>> = {
  autoencoder: networkErrors,
  untrained: networkErrors,
  'linear-path': (graph, { arrays }, inputs) => {
    const path = pathOf(arrays, '');
    const expected = lastRow(graph, expectLinear(graph, path, inputs), 1);
    return errorsOfRow(graph, expected, inputs, 'squared');
  },
  pca: (graph, { arrays, config }, inputs) => {
    const { means, components } = arrays;
    const none = new Float32Array(0);
    const own = new Float32Array(means.data.length);
    const path = { means: means.data, components: components.data, own, coefficients: none };
    const expected = expectLinear(graph, { ...path, shares: none, spreads: none }, inputs);
    return errorsOfRow(graph, lastRow(graph, expected, 1), inputs, config.scoreError);
  },
  norm: (graph, { arrays, config }, inputs) => {
    const expected = graph.constant([arrays.means.data.length], arrays.means.data);
    return errorsOfRow(graph, expected, inputs, config.scoreError);
  },
};

/** @throws ConfigError when the detector or one of its settings cannot be exported */
export function detectorErrors(graph: Graph, state: DetectorState, inputs: WindowInputs): string {
  const make = detectors[state.detector];
  if (make) return make(graph, state, inputs);
  throw new ConfigError(
    `The detector must be one of ${Object.keys(detectors).join(', ')} to be exported as ONNX, got ` +
      `${state.detector}. ${remedyFor(state)}`,
  );
}

/** The errors of the last row from what is expected of it, (B, C) or (C). */
function errorsOfRow(
  graph: Graph,
  expected: string,
  { values, missing, rows }: WindowInputs,
  kind: unknown,
): string {
  const difference = differenceOf(graph, lastRow(graph, values, rows), expected);
  return replaceWhere(graph, lastRow(graph, missing, rows), NaN, errorOf(graph, difference, kind));
}

/** Reading − expected in double precision. */
function differenceOf(graph: Graph, reading: string, expected: string): string {
  return graph.node('Sub', [toDouble(graph, reading), toDouble(graph, expected)]);
}

function errorOf(graph: Graph, difference: string, kind: unknown): string {
  return toFloat(graph, exactErrorOf(graph, difference, kind));
}

/** In double precision. */
function exactErrorOf(graph: Graph, difference: string, kind: unknown): string {
  return kind === 'absolute'
    ? graph.node('Abs', [difference])
    : graph.node('Mul', [difference, difference]);
}

function networkErrors(graph: Graph, state: DetectorState, inputs: WindowInputs): string {
  checkKnownNetwork(state, 'ONNX');
  const config = AutoencoderConfig.parse(state.config);
  const { fold, windowSize: W, reverseTarget, scoreError } = config;
  if (fold !== 'last' && fold !== 'window') {
    throw new ConfigError(
      `\`fold\` must be last or window to be exported as ONNX, got ${fold}, which waits for later rows. ` +
        'Export the run as web, or train with another fold.',
    );
  }
  const path = config.linearPath ? pathOf(state.arrays, 'linear.') : undefined;
  const { target, spreads } = path
    ? residuals(graph, path, inputs)
    : { target: inputs.values, spreads: undefined };
  const missing = rowsOf(graph, inputs.missing, inputs.rows - W, inputs.rows);
  const read = path
    ? graph.node('Clip', [target, float(graph, -LARGEST), float(graph, LARGEST)])
    : target;
  const decodesLastFirst = reverseTarget && config.direction === 'forward';
  const R = fold === 'last' && decodesLastFirst ? 1 : W;
  const arrays = Object.fromEntries(
    Object.entries(state.arrays).filter(([name]) => !name.startsWith('linear.')),
  );
  const decoded = reconstructWindows(graph, config, arrays, read, R);
  const outputs = decoded.map((rows, i) => inOrder(graph, rows, R, reverseTarget === (i === 0)));
  const targets = rowsOf(graph, target, W - R, W);
  const errors = outputs.map((rows) =>
    exactErrorOf(graph, differenceOf(graph, targets, rows), scoreError),
  );
  const error = toFloat(graph, meanOfDecoders(graph, errors));
  const known = replaceWhere(graph, rowsOf(graph, missing, W - R, W), NaN, error);
  const alone = fold === 'last' ? lastRow(graph, known, R) : meanOfKnown(graph, known);
  const folded = path ? mixPath(graph, alone, lastRow(graph, targets, R), config) : alone;
  if (!spreads) return folded;
  const factors = spreads.map((spread) => (scoreError === 'squared' ? spread ** 2 : spread));
  return graph.node('Mul', [folded, graph.constant([factors.length], factors)]);
}

/** Decoded rows, (R, B, C), in the order of the input, (B, R, C). */
function inOrder(graph: Graph, decoded: string, R: number, isReversed: boolean): string {
  const order = Array.from({ length: R }, (_, r) => (isReversed ? R - 1 - r : r));
  const sorted = graph.node('Gather', [decoded, graph.integers(...order)], { axis: 0 });
  return graph.node('Transpose', [sorted], { perm: [1, 0, 2] });
}

/** The mean error of one decoder or two, in double precision. */
function meanOfDecoders(graph: Graph, [first, second]: readonly string[]): string {
  if (second === undefined) return first;
  return graph.node('Div', [graph.node('Add', [first, second]), double(graph, 2)]);
}

/** What the linear path leaves over, in spreads: (B, W, C), single precision, 0 where a reading is missing. */
function residuals(graph: Graph, path: LinearPath, inputs: WindowInputs) {
  const L = path.coefficients.length / path.means.length ** 2;
  const expected = expectLinear(graph, path, inputs);
  const readings = rowsOf(graph, inputs.values, L, inputs.rows);
  const difference = differenceOf(graph, readings, expected);
  const left = toFloat(graph, graph.node('Div', [difference, doubles(graph, path.spreads)]));
  const missing = rowsOf(graph, inputs.missing, L, inputs.rows);
  return { target: replaceWhere(graph, missing, 0, left), spreads: path.spreads };
}

/** The errors of the network mixed with those of the linear path alone, which `residual` is: (B, C). */
function mixPath(
  graph: Graph,
  errors: string,
  residual: string,
  { pathShare, scoreError }: AutoencoderConfig,
): string {
  if (pathShare === 0) return errors;
  const exact = toDouble(graph, residual);
  const path =
    scoreError === 'squared' ? graph.node('Mul', [exact, exact]) : graph.node('Abs', [exact]);
  const network = toDouble(graph, errors);
  const difference = graph.node('Sub', [path, network]);
  const added = graph.node('Mul', [double(graph, pathShare), difference]);
  return toFloat(graph, graph.node('Add', [network, added]));
}

/** The mean over the rows of a window of what is not missing, (B, W, C) to (B, C). */
function meanOfKnown(graph: Graph, errors: string): string {
  const isMissing = graph.node('IsNaN', [errors]);
  const known = toDouble(graph, graph.node('Not', [isMissing]));
  const zeroed = toDouble(graph, replaceWhere(graph, isMissing, 0, errors));
  const overRows = graph.integers(1);
  const sum = graph.node('ReduceSum', [zeroed, overRows], { keepdims: 0 });
  const count = graph.node('ReduceSum', [known, overRows], { keepdims: 0 });
  return toFloat(graph, graph.node('Div', [sum, count]));
}

function pathOf(arrays: DetectorState['arrays'], prefix: string): LinearPath {
  const data = (name: string): Float32Array => arrays[prefix + name].data;
  return {
    means: data('means'),
    components: data('components'),
    own: arrays[`${prefix}own`]?.data ?? new Float32Array(data('means').length), // stored before it was left out
    coefficients: data('coefficients'),
    shares: data('shares'),
    spreads: data('spreads'),
  };
}

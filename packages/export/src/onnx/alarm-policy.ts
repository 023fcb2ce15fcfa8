/** From the errors of channels to the score of a row, as operators: normalisation and pooling. */
import { ConfigError } from '@anodec/core';
import type { FittedAlarmPolicy } from '@anodec/eval';
import type { Graph } from '@anodec/onnx';
import { z } from 'zod';
import { double, doubles, replaceWhere, toDouble, toFloat } from './arithmetic.js';

const Scale = z.strictObject({ centre: z.number(), spread: z.number() });

/**
 * The scores of channels: (error − centre) / spread.
 *
 * @param errors (B, C), single precision
 * @returns (B, C), single precision
 * @throws ConfigError when the normalisation is not of this form
 */
export function normaliseErrors(
  graph: Graph,
  { norms, config }: FittedAlarmPolicy,
  errors: string,
): string {
  const scales = norms.map(({ scale }) => Scale.safeParse(scale));
  const known = scales.flatMap(({ data }) => (data ? [data] : []));
  if (known.length < scales.length || scales.length === 0) {
    throw new ConfigError(
      '`normalisation` must subtract one number and divide by another to be exported as ONNX, as mean, gaussian, ' +
        `robust, tail and none do, got ${config.normalisation.kind}. Export the run as web, or train with another one.`,
    );
  }
  const centres = doubles(
    graph,
    known.map(({ centre }) => centre),
  );
  const spreads = doubles(
    graph,
    known.map(({ spread }) => spread),
  );
  const centred = graph.node('Sub', [toDouble(graph, errors), centres]);
  return toFloat(graph, graph.node('Div', [centred, spreads]));
}

/** Channel scores with what poolings need to know about them. */
interface PooledScores {
  readonly graph: Graph;
  /** (B, C), single precision, NaN where there is none. */
  readonly scores: string;
  /** (B, C), true where there is none. */
  readonly missing: string;
  /** (B), double precision, channels with a score. */
  readonly count: string;
  readonly C: number;
}

/** Gives the score of each row, (B), NaN for a row without any channel. */
type PoolGraph = (scores: PooledScores, settings: Readonly<Record<string, unknown>>) => string;

/** To add a pooling: one line here. */
const poolings: Readonly<Record<string, PoolGraph>> = {
  mean: (all) => meanOf(all, sumOfKnown(all, toDouble)),
  euclidean: (all) => all.graph.node('Sqrt', [meanOf(all, sumOfKnown(all, square))]),
  max: (all) => meanOfLargest(all, 1),
  topk: (all, { k }) => meanOfLargest(all, Math.min(Number(k), all.C)),
};

/**
 * The score of each row from those of its channels.
 *
 * @param scores (B, C), single precision
 * @returns (B), single precision
 * @throws ConfigError when the pooling is not one of those
 */
export function poolScores(graph: Graph, { config }: FittedAlarmPolicy, scores: string, C: number) {
  const pool = poolings[config.pooling.kind];
  if (!pool) {
    throw new ConfigError(
      `\`pooling\` must be one of ${Object.keys(poolings).join(', ')} to be exported as ONNX, got ` +
        `${config.pooling.kind}. Export the run as web, or train with another one.`,
    );
  }
  const missing = graph.node('IsNaN', [scores]);
  const known = toDouble(graph, graph.node('Not', [missing]));
  const count = graph.node('ReduceSum', [known, graph.integers(1)], { keepdims: 0 });
  return toFloat(graph, pool({ graph, scores, missing, count, C }, config.pooling));
}

function square(graph: Graph, scores: string): string {
  const exact = toDouble(graph, scores);
  return graph.node('Mul', [exact, exact]);
}

function sumOfKnown(
  { graph, scores, missing }: PooledScores,
  value: (graph: Graph, scores: string) => string,
): string {
  const zeroed = value(graph, replaceWhere(graph, missing, 0, scores));
  return graph.node('ReduceSum', [zeroed, graph.integers(1)], { keepdims: 0 });
}

/** NaN where no channel has a score, 0 / 0. */
function meanOf({ graph, count }: PooledScores, sum: string): string {
  return graph.node('Div', [sum, count]);
}

function meanOfLargest({ graph, scores, missing, count }: PooledScores, k: number): string {
  const lowest = replaceWhere(graph, missing, -Infinity, scores);
  const [largest] = graph.nodeOf('TopK', [lowest, graph.integers(k)], { axis: 1, largest: 1 }, 2);
  const isNone = graph.node('IsInf', [largest], { detect_negative: 1, detect_positive: 0 });
  const zeroed = toDouble(graph, replaceWhere(graph, isNone, 0, largest));
  const sum = graph.node('ReduceSum', [zeroed, graph.integers(1)], { keepdims: 0 });
  return graph.node('Div', [sum, graph.node('Min', [count, double(graph, k)])]);
}

/**
 * The choice of a detector without labels, by two signs: how well it ranks injected anomalies above normal rows, and
 * how much it agrees with the other candidates on rows without any.
 *
 * Source: Goswami, Challu, Callot, Minorics & Kan 2023, "Unsupervised Model Selection for Time-series Anomaly
 * Detection", sections 3.2 and 3.3: synthetic anomalies and centrality. Injected anomalies are not the ones to come,
 * so a small lead means little; it is therefore reported with its standard error.
 */
import { concatenate, ConfigError, type Listeners, mean, standardDeviation } from '@anodec/core';
import { rankingMetrics, rankScores } from '@anodec/metrics';
import {
  createDetector,
  detectorEntry,
  detectorNames,
  inputOf,
  type NormalData,
  scoreFrame,
} from '@anodec/pipeline';
import { type PreparedFrame, prepareFrame } from '@anodec/preprocess';
import { injectAnomalies, InjectConfig } from '@anodec/simulator';
import { z } from 'zod';

/** Candidates that take seconds. */
const USUAL = ['pca', 'knn', 'isolation-forest', 'ecod', 'gaussian-mixture', 'linear-path'];

/** Settings of the search. */
export const DetectorSearch = z.strictObject({
  candidates: z
    .array(z.enum(detectorNames()))
    .min(2)
    .default(USUAL)
    .describe('Detectors to choose from, each with its defaults'),
  rounds: z.int().min(2).default(4).describe('Draws of injected anomalies'),
  ...InjectConfig.pick({ count: true, kinds: true, size: true, length: true }).shape,
  // a name of its own: the detectors have a seed, too
  searchSeed: z.int().min(0).default(42).describe('Random seed of the injected anomalies'),
});

export type DetectorSearch = z.output<typeof DetectorSearch>;

/** How a candidate did. */
export interface RatedDetector {
  readonly name: string;
  readonly title: string;
  /** Mean over the rounds of the average precision on rows with injected anomalies. */
  readonly auprc: number;
  /** Standard error of the difference to the best one over the rounds; 0 for the best. */
  readonly error: number;
  /** Mean rank correlation with the other candidates on held-out normal rows; NaN where there is none. */
  readonly agreement: number;
}

/** Held-out rows: as they are, and each time with other anomalies. */
interface Probes {
  readonly plain: readonly PreparedFrame[];
  readonly rounds: readonly (readonly PreparedFrame[])[];
}

/**
 * Rates detectors on the held-out rows of normal operation; no label of a test recording is looked at.
 *
 * @returns the best first
 * @throws ConfigError when a candidate is named twice
 * @throws DataError when anomalies do not fit into the held-out rows
 */
export async function rateDetectors(
  normal: NormalData,
  search: DetectorSearch,
  listeners: Listeners = {},
): Promise<RatedDetector[]> {
  const { candidates } = search;
  const twice = candidates.find((name, i) => candidates.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new ConfigError(`candidates must be distinct, got ${twice} twice. Leave one out.`);
  }
  const probes = injectedProbes(normal, search);
  const precisions: number[][] = [];
  const plainScores: Float32Array[] = [];
  for (const name of candidates) {
    const { input } = detectorEntry(name);
    const frames = normal.training.map((frame) => inputOf(frame, input));
    const fitted = await createDetector(name).fit(frames, listeners);
    const score = async (side: readonly PreparedFrame[]): Promise<Float32Array> => {
      const rows: Float32Array[] = [];
      for (const frame of side) {
        const scores = await scoreFrame(fitted, frame, input, normal.preprocessing, listeners);
        rows.push(scores.rows);
      }
      return concatenate(rows);
    };
    plainScores.push(await score(probes.plain));
    const own: number[] = [];
    for (const round of probes.rounds) own.push(precisionOf(round, await score(round)));
    precisions.push(own);
  }
  return rate(candidates, precisions, plainScores);
}

function injectedProbes({ validation, preprocessing }: NormalData, search: DetectorSearch): Probes {
  const rounds = Array.from({ length: search.rounds }, (_, round) =>
    validation.map(({ raw }) => {
      const config = { ...search, share: 0.3, seed: search.searchSeed + round };
      return prepareFrame(injectAnomalies(raw, config).frame, preprocessing);
    }),
  );
  return { plain: validation, rounds };
}

/** Average precision of the rows that have a score. */
function precisionOf(frames: readonly PreparedFrame[], scores: Float32Array): number {
  const labels = frames.flatMap(({ raw }) => [...(raw.labels ?? [])]);
  const scored = [...scores.keys()].filter((t) => !Number.isNaN(scores[t]));
  const ranking = rankScores(
    scored.map((t) => labels[t]),
    Float32Array.from(scored, (t) => scores[t]),
  );
  return rankingMetrics(ranking).auprc ?? NaN;
}

function rate(
  names: readonly string[],
  precisions: readonly number[][],
  scores: readonly Float32Array[],
): RatedDetector[] {
  const ranks = scores.map(ranksOf);
  const rated = names.map((name, i) => {
    const others = ranks.flatMap((rank, j) => (j === i ? [] : [correlation(ranks[i], rank)]));
    return { name, auprc: mean(precisions[i]), agreement: mean(others), precisions: precisions[i] };
  });
  rated.sort((a, b) => b.auprc - a.auprc || b.agreement - a.agreement);
  const [best] = rated;
  return rated.map(({ name, auprc, agreement, precisions: own }) => {
    const leads = own.map((precision, round) => best.precisions[round] - precision);
    const error = standardDeviation(leads) / Math.sqrt(leads.length - 1);
    return { name, title: detectorEntry(name).title({}), auprc, error, agreement };
  });
}

/** (T), mid-ranks of the scores; NaN where there is none. */
function ranksOf(scores: Float32Array): Float64Array {
  const order = [...scores.keys()].filter((t) => !Number.isNaN(scores[t]));
  order.sort((a, b) => scores[a] - scores[b]);
  const ranks = new Float64Array(scores.length).fill(NaN);
  for (let first = 0; first < order.length; ) {
    let end = first + 1;
    while (end < order.length && scores[order[end]] === scores[order[first]]) end++;
    for (let i = first; i < end; i++) ranks[order[i]] = (first + end - 1) / 2;
    first = end;
  }
  return ranks;
}

/** Pearson's correlation over the rows in which both are there. */
function correlation(a: Float64Array, b: Float64Array): number {
  const both = [...a.keys()].filter((t) => !Number.isNaN(a[t]) && !Number.isNaN(b[t]));
  const [x, y] = [both.map((t) => a[t]), both.map((t) => b[t])];
  const [mx, my] = [mean(x), mean(y)];
  const product = mean(x.map((value, i) => (value - mx) * (y[i] - my)));
  return product / (standardDeviation(x) * standardDeviation(y));
}

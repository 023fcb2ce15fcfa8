/**
 * Areas under ROC and precision–recall curves that forgive scores a little before or after an attack,
 * and their means over the width of this tolerance: the volumes under the surface (VUS).
 *
 * Labels are extended on both sides of an attack by half a buffer, with weights that fall from 1. Counted
 * are 250 thresholds at evenly spaced ranks and buffers from 0 to 100 rows, as TSB-AD does by default.
 *
 * Only rows near an attack change with the buffer. So each of them is put once into the first threshold
 * that flags it, and a curve is a running sum over thresholds: 450,000 rows take no longer than the rows
 * near attacks do.
 *
 * Source: Paparrizos et al. 2022, "Volume Under the Surface: A New Accuracy Evaluation Measure for Time-Series Anomaly
 * Detection", as TSB-AD computes it ("opt").
 */
import { onceForEach } from './once-for-each.js';
import type { EvaluatedRows, Ranking } from './rows.js';
import { attackRuns, recordingsOf } from './runs.js';

/** Thresholds of a curve. */
const THRESHOLDS = 250;
/** The longest buffer, in rows. */
const LONGEST = 100;

/** Areas under the ROC and the precision–recall curve. */
export interface CurveAreas {
  readonly roc: number;
  readonly pr: number;
}

/** The areas at the longest buffer, and their means over buffers of every length up to it. */
export interface RangeAreas {
  readonly range: CurveAreas;
  readonly volume: CurveAreas;
}

/** The areas of evaluated rows; null where one of the two classes has no row. */
export const rangeAreasOf = onceForEach((rows: EvaluatedRows) => rangeAreas(rows));

/**
 * The areas for buffers from 0 to `longest` rows.
 *
 * @returns null where one of the two classes has no row
 */
export function rangeAreas(
  rows: EvaluatedRows,
  longest = LONGEST,
  thresholds = THRESHOLDS,
): RangeAreas | null {
  const steps = thresholdSteps(rows.ranking(), thresholds);
  const attackRows = steps.hits[thresholds - 1] ?? 0;
  if (attackRows === 0 || attackRows === rows.labels.length) return null;
  const surroundings = surroundingsOf(rows, steps, longest >> 1);
  const scratch = new Float64Array(surroundings.bucket.length);
  const areas = Array.from({ length: longest + 1 }, (_, buffer) =>
    areasAt(buffer, { steps, surroundings, scratch }),
  );
  const meanOf = (key: keyof CurveAreas): number =>
    areas.reduce((sum, area) => sum + area[key], 0) / areas.length;
  return { range: areas[longest], volume: { roc: meanOf('roc'), pr: meanOf('pr') } };
}

/** Scores at evenly spaced ranks, largest first, with the rows and attack rows that reach them. */
interface ThresholdSteps {
  readonly scores: Float32Array;
  readonly flagged: Uint32Array;
  readonly hits: Uint32Array;
}

function thresholdSteps({ scores, flagged, hits }: Ranking, thresholds: number): ThresholdSteps {
  const rows = flagged.at(-1) ?? 0;
  const steps = {
    scores: new Float32Array(thresholds),
    flagged: new Uint32Array(thresholds),
    hits: new Uint32Array(thresholds),
  };
  if (rows === 0) return steps;
  let at = 0;
  for (let k = 0; k < thresholds; k++) {
    const rank = k === thresholds - 1 ? rows - 1 : Math.trunc(k * ((rows - 1) / (thresholds - 1)));
    while (flagged[at] <= rank) at++;
    steps.scores[k] = scores[at];
    steps.flagged[k] = flagged[at];
    steps.hits[k] = hits[at];
  }
  return steps;
}

/** The normal rows near attacks. */
interface Surroundings {
  /** For each such row the first threshold that flags it. */
  readonly bucket: Uint16Array;
  /** One entry for each pair of such a row and an attack near it: the row, and how far it is. */
  readonly row: Uint32Array;
  readonly distance: Uint16Array;
  readonly attacks: readonly AttackSurroundings[];
}

interface AttackSurroundings {
  readonly start: number;
  readonly end: number;
  readonly recording: number;
  /** The first threshold that flags a row at most this far from the attack. */
  readonly firstWithin: Uint16Array;
}

/** @param reach half of the longest buffer */
function surroundingsOf(rows: EvaluatedRows, steps: ThresholdSteps, reach: number): Surroundings {
  const { scores, labels, starts } = rows;
  const runs = attackRuns(rows);
  const recordings = recordingsOf(runs, starts);
  const indexOf = new Map<number, number>();
  const [bucket, row, distance]: [number[], number[], number[]] = [[], [], []];
  const near = (t: number, d: number): void => {
    if (labels[t] !== 0) return; // its weight is 1 already
    let index = indexOf.get(t);
    if (index === undefined) {
      index = bucket.push(firstThreshold(steps.scores, scores[t])) - 1;
      indexOf.set(t, index);
    }
    row.push(index);
    distance.push(d);
  };
  const attacks = runs.map(({ start, end }, i) => {
    const recording = recordings[i];
    const last = starts.at(recording + 1) ?? labels.length;
    let highest = -Infinity;
    for (let t = start; t < end; t++) if (scores[t] > highest) highest = scores[t];
    const firstWithin = new Uint16Array(reach + 1);
    firstWithin[0] = firstThreshold(steps.scores, highest);
    for (let d = 1; d <= reach; d++) {
      for (const t of [start - d, end - 1 + d]) {
        if (t < starts[recording] || t >= last) continue;
        near(t, d);
        if (scores[t] > highest) highest = scores[t];
      }
      firstWithin[d] = firstThreshold(steps.scores, highest);
    }
    return { start, end, recording, firstWithin };
  });
  return {
    bucket: Uint16Array.from(bucket),
    row: Uint32Array.from(row),
    distance: Uint16Array.from(distance),
    attacks,
  };
}

/** The first of the descending thresholds that a score reaches. */
function firstThreshold(thresholds: Float32Array, score: number): number {
  let [low, high] = [0, thresholds.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (thresholds[middle] <= score) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What all buffers share; `scratch` is overwritten. */
interface Shared {
  readonly steps: ThresholdSteps;
  readonly surroundings: Surroundings;
  readonly scratch: Float64Array;
}

/** The two areas for one buffer. */
function areasAt(buffer: number, { steps, surroundings, scratch }: Shared): CurveAreas {
  const gained = gainedWeight(buffer, surroundings, scratch, steps.flagged.length);
  const met = segmentsMet(buffer, surroundings, steps.flagged.length);
  const rows = steps.flagged[steps.flagged.length - 1];
  const attackRows = steps.hits[steps.hits.length - 1];
  let [roc, pr, weight, segments] = [0, 0, 0, 0];
  let [rateBefore, falseRateBefore] = [0, 0];
  for (let k = 0; k < gained.length; k++) {
    weight += gained[k];
    segments += met.at[k];
    const truePositives = steps.hits[k] + weight;
    const positives = attackRows + weight / 2; // half-way between plain and extended labels
    const rate = Math.min(truePositives / positives, 1) * (segments / met.total);
    const falseRate = (steps.flagged[k] - truePositives) / (rows - positives);
    roc += ((falseRate - falseRateBefore) * (rate + rateBefore)) / 2;
    pr += (rate - rateBefore) * (truePositives / steps.flagged[k]);
    [rateBefore, falseRateBefore] = [rate, falseRate];
  }
  roc += ((1 - falseRateBefore) * (1 + rateBefore)) / 2; // the curve ends at (1, 1)
  return { roc, pr };
}

/** The weight of normal rows near attacks that each threshold adds to the ones before. */
function gainedWeight(
  buffer: number,
  { bucket, row, distance }: Surroundings,
  weights: Float64Array,
  thresholds: number,
): Float64Array {
  const reach = buffer >> 1;
  const weightAt = Float64Array.from({ length: reach + 1 }, (_, d) => Math.sqrt(1 - d / buffer));
  weights.fill(0);
  for (let i = 0; i < row.length; i++) {
    if (distance[i] <= reach) weights[row[i]] += weightAt[distance[i]];
  }
  const gained = new Float64Array(thresholds);
  for (let i = 0; i < bucket.length; i++) gained[bucket[i]] += Math.min(1, weights[i]);
  return gained;
}

/** How many attacks with their buffers there are, touching ones joined, and which threshold meets each first. */
function segmentsMet(
  buffer: number,
  { attacks }: Surroundings,
  thresholds: number,
): { total: number; at: Uint32Array } {
  const reach = buffer >> 1;
  const at = new Uint32Array(thresholds);
  let total = 0;
  let first = thresholds;
  attacks.forEach(({ end, recording, firstWithin }, i) => {
    first = Math.min(first, firstWithin[reach]);
    const next = attacks.at(i + 1);
    const joined = next?.recording === recording && end - 1 + reach >= next.start - reach;
    if (joined) return;
    at[first]++;
    total++;
    first = thresholds;
  });
  return { total, at };
}

/**
 * The NAB score: early detections within an attack earn most, rows in false alarms cost more the
 * farther they are after the last attack.
 *
 * The intervals of the attacks take the place of NAB's windows, which are made of a fixed share of each series; no
 * rows at the beginning are left out, as detectors were trained on other rows. 100 is what a detector
 * reaches that raises its alarms exactly with the attacks (NAB's own scale ends a few tenths of a per
 * cent above it), 0 one without alarms.
 *
 * Source: Lavin & Ahmad 2015, "Evaluating Real-Time Anomaly Detection Algorithms", and the
 * profiles of the benchmark's program.
 */
import type { Segment } from '@anodec/core';
import type { EvaluatedRows } from './rows.js';
import { onceForEach } from './once-for-each.js';
import { alarmRuns, attackRuns, lengthOf, recordingsOf } from './runs.js';

/** What hits, rows in false alarms and misses weigh. */
export interface NabProfile {
  readonly hit: number;
  readonly falseRow: number;
  readonly miss: number;
}

/** The three profiles of the benchmark. */
export const NAB_PROFILES = {
  standard: { hit: 1, falseRow: 0.11, miss: 1 },
  rewardLowFalsePositives: { hit: 1, falseRow: 0.22, miss: 1 },
  rewardLowFalseNegatives: { hit: 1, falseRow: 0.11, miss: 2 },
} as const;

/** Sums that every profile weighs. */
interface NabSums {
  /** Sigmoid of the first alarmed row of each attack, summed. */
  readonly hits: number;
  /** What the hits would be if each attack were detected in its first row. */
  readonly best: number;
  /** Sigmoid of each row in a false alarm, summed: at most 0. */
  readonly falseRows: number;
  readonly misses: number;
  readonly attacks: number;
}

/** The score, at most 100; null where there is no attack. */
export function nabScore(rows: EvaluatedRows, { hit, falseRow, miss }: NabProfile): number | null {
  const { hits, best, falseRows, misses, attacks } = nabSums(rows);
  if (attacks === 0) return null;
  const raw = hit * hits + falseRow * falseRows - miss * misses;
  const none = -miss * attacks;
  return (100 * (raw - none)) / (hit * best - none);
}

const nabSums = onceForEach((rows: EvaluatedRows): NabSums => {
  const { alarmed } = rows;
  const runs = attackRuns(rows);
  let [hits, best, misses] = [0, 0, 0];
  for (const run of runs) {
    best += scaledSigmoid(positionWithin(run, run.start));
    const first = alarmed.subarray(run.start, run.end).indexOf(1);
    if (first < 0) misses++;
    else hits += scaledSigmoid(positionWithin(run, run.start + first));
  }
  return { hits, best, falseRows: falseRowSum(rows, runs), misses, attacks: runs.length };
});

/** The position of a row in an attack: −1 at its first row, 0 at its last; −2 for the only one. */
function positionWithin(run: Segment, row: number): number {
  return lengthOf(run) === 1 ? -2 : -(run.end - 1 - row) / (lengthOf(run) - 1);
}

/** Over alarmed rows outside attacks; a row before the first attack of its recording costs 1. */
function falseRowSum(rows: EvaluatedRows, attacks: readonly Segment[]): number {
  const alarms = alarmRuns(rows);
  const [ofAttacks, ofAlarms] = [attacks, alarms].map((runs) => recordingsOf(runs, rows.starts));
  let sum = 0;
  let next = 0; // the first attack that begins after the row at hand
  alarms.forEach(({ start, end }, i) => {
    for (let t = start; t < end; t++) {
      while (next < attacks.length && attacks[next].start <= t) next++;
      if (rows.labels[t] !== 0) continue;
      const before = next > 0 && ofAttacks[next - 1] === ofAlarms[i];
      sum += before ? scaledSigmoid(positionAfter(attacks[next - 1], t)) : -1;
    }
  });
  return sum;
}

/** How far a row lies after an attack, in lengths of the attack; 2 where that is a single row. */
function positionAfter(run: Segment, row: number): number {
  return lengthOf(run) === 1 ? 2 : (row - (run.end - 1)) / (lengthOf(run) - 1);
}

/** From 1 far before to −1 far after position 0. */
function scaledSigmoid(position: number): number {
  if (position > 3) return -1;
  if (position < -3) return 1;
  return 2 / (1 + Math.exp(5 * position)) - 1;
}

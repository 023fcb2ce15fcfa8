/**
 * Two models on the same rows, without labels. Scores of two models have no common unit, so what is compared
 * are their alarms and their p-values: an alarm that both raise at some row is believed to be an attack, one that only one
 * of them raises is believed false; and the stability index says how far p-values are from those of normal rows.
 */
import type { Calibration } from '@anodec/eval';
import { stabilityIndex } from '@anodec/explore';
import { MOVED, normalPValues, STEADY } from '../fit-watch.js';
import type { ScoredRows } from '../live-scorer.js';

/** Fewest rows that are compared. */
export const LEAST_ROWS = 500;
/** P-values that are kept, the last ones: a day of one row a second and more. */
const KEPT = 100_000;

/** What one of them said. */
export interface ModelNumbers {
  readonly alarms: number;
  /** Alarms during which the other raised none. */
  readonly alone: number;
  /** Stability index of its p-values; NaN where it keeps no normal scores. */
  readonly index: number;
}

/** What both said of the same rows. */
export interface Comparison {
  /** Rows that both gave a score. */
  readonly rows: number;
  readonly inUse: ModelNumbers;
  readonly shadow: ModelNumbers;
}

/** Compares two models as rows come. */
export interface Comparing {
  /** Takes what both gave for rows with the same times; others are left out. */
  push(inUse: ScoredRows, shadow: ScoredRows): void;
  numbers(): Comparison;
}

/** Starts comparing. @param inUse,shadow their normal scores; undefined where a run keeps none */
export function startComparing(
  inUse: Calibration | undefined,
  shadow: Calibration | undefined,
): Comparing {
  const sides = [startSide(inUse), startSide(shadow)] as const;
  let rows = 0;
  return {
    push(first, second) {
      const places = new Map(Array.from(second.timestamps, (time, t) => [time, t]));
      for (const [t, time] of first.timestamps.entries()) {
        const place = places.get(time);
        if (place === undefined) continue;
        if (Number.isNaN(first.score[t]) || Number.isNaN(second.score[place])) continue;
        rows++;
        const on = [first.inAlarm[t] !== 0, second.inAlarm[place] !== 0] as const;
        const shared = on[0] && on[1];
        sides[0].push(first.pValues[t], on[0], shared);
        sides[1].push(second.pValues[place], on[1], shared);
      }
    },
    numbers: () => ({ rows, inUse: sides[0].numbers(), shadow: sides[1].numbers() }),
  };
}

function startSide(calibration: Calibration | undefined) {
  const normal = calibration && normalPValues(calibration);
  const pValues: number[] = [];
  let [seen, alarms, shared] = [0, 0, 0];
  let [wasOn, isShared] = [false, false];
  return {
    push(pValue: number, on: boolean, both: boolean): void {
      if (!Number.isNaN(pValue)) pValues[seen++ % KEPT] = pValue;
      if (on && !wasOn) {
        alarms++;
        isShared = false;
      }
      if (both && !isShared) {
        shared++;
        isShared = true;
      }
      wasOn = on;
    },
    numbers(): ModelNumbers {
      const index =
        normal && pValues.length > 0
          ? stabilityIndex(normal, Float64Array.from(pValues).sort())
          : NaN;
      return { alarms, alone: alarms - shared, index };
    },
  };
}

/** What the rule says of a shadow. */
export interface Verdict {
  readonly promoted: boolean;
  /** Why, in a sentence. */
  readonly reason: string;
}

/**
 * The rule without labels by which a shadow takes over: it raises no more alarms that the other does not share, and its
 * p-values are those of normal rows, or nearer to them than those of the other.
 */
export function judge({ inUse, shadow }: Comparison): Verdict {
  const faults: string[] = [];
  if (shadow.alone > inUse.alone) {
    faults.push(
      `it raised ${shadow.alone} alarms that the model in use did not, against ${inUse.alone}`,
    );
  }
  const fits = shadow.index <= STEADY || (shadow.index <= MOVED && shadow.index < inUse.index);
  if (!fits) {
    faults.push(
      `its stability index is ${text(shadow.index)}, against ${text(inUse.index)} of the model in use; at most ${STEADY} ` +
        `fits, or up to ${MOVED} where it is the smaller one`,
    );
  }
  if (faults.length > 0) return { promoted: false, reason: `${sentence(faults.join(', and '))}.` };
  return {
    promoted: true,
    reason:
      `It raised ${shadow.alone} alarms that the model in use did not, against ${inUse.alone}, and its stability ` +
      `index is ${text(shadow.index)}, against ${text(inUse.index)}.`,
  };
}

function text(index: number): string {
  return Number.isNaN(index) ? 'not known' : index.toFixed(2);
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

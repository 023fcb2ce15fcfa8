/**
 * Thresholds from labelled validation rows: rows with known attacks that are neither test rows nor
 * rows the detector learned from. They take another type of scores than thresholds from normal rows.
 */
import {
  checkShape,
  DataError,
  parseConfig,
  type Variant,
  type VariantSettings,
} from '@anodec/core';
import type { z } from 'zod';
import type { PickedThreshold } from '../threshold.js';

/** Scores and labels of validation rows. */
export interface LabelledScores {
  /** (N), NaN where there is none. */
  readonly score: Float32Array;
  /** (N), 1 under attack, 0 normal; rows with any other value are not looked at. */
  readonly labels: Uint8Array;
}

/** How rows are told apart by a threshold; all of them together are the rows with score and label. */
export interface Separation {
  /** Rows under attack above the threshold, and all. */
  readonly truePositives: number;
  readonly positives: number;
  /** Normal rows above the threshold, and all. */
  readonly falsePositives: number;
  readonly negatives: number;
}

/** An entry of the table of labelled thresholds. */
export interface LabelledThresholdRule<Settings extends VariantSettings = VariantSettings>
  extends Variant<Settings> {
  /** Picks a threshold. @throws DataError when rows of both kinds are not there */
  pick(settings: unknown, validation: LabelledScores): PickedThreshold;
}

/** Makes a rule that takes the threshold with the largest gain. */
export function defineLabelledThreshold<Settings extends VariantSettings>(
  settings: Settings,
  gain: (settings: z.output<Settings>) => {
    readonly of: (separation: Separation) => number;
    readonly name: string;
  },
): LabelledThresholdRule<Settings> {
  return {
    settings,
    pick(given, validation) {
      const { of, name } = gain(parseConfig(settings, given));
      const { value, best, rows } = bestThreshold(validation, of);
      return {
        value,
        rule: `the threshold with the largest ${name}, ${best.toFixed(3)}, on ${rows} labelled validation rows`,
      };
    },
  };
}

/**
 * The threshold with the largest gain, half-way between two scores; of several the highest one.
 *
 * @throws DataError when there is no row under attack, or no normal one
 */
export function bestThreshold(
  { score, labels }: LabelledScores,
  gain: (separation: Separation) => number,
) {
  checkShape('labels', labels, score.length);
  const known = [...score.keys()].filter((t) => !Number.isNaN(score[t]) && labels[t] <= 1);
  const order = known.sort((a, b) => score[b] - score[a]);
  const positives = order.filter((t) => labels[t] === 1).length;
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) {
    throw new DataError(
      'A threshold from labelled validation rows needs scored rows under attack and normal ones, got ' +
        `${positives} and ${negatives}. Give other rows, or choose a threshold from normal rows.`,
    );
  }
  let [truePositives, falsePositives, best, value] = [0, 0, -Infinity, NaN];
  order.forEach((t, i) => {
    if (labels[t] === 1) truePositives++;
    else falsePositives++;
    const next = i + 1 < order.length ? score[order[i + 1]] : -Infinity;
    if (next === score[t]) return; // a threshold lies between two scores
    const reached = gain({ truePositives, positives, falsePositives, negatives });
    if (reached > best) {
      best = reached;
      value = next === -Infinity ? score[t] - 1 : (score[t] + next) / 2;
    }
  });
  return { value, best, rows: order.length };
}

/**
 * What the same alarms would reach at random times: flagged rows, rotated around the recording by a
 * random number of rows. Number, length and spacing of the alarms stay; only the time is random.
 *
 * A floor of independently flagged rows would be easier to beat: real alarms come in runs.
 */
import { createRandom, flagSegments, mean, overlaps, quantiles, type Segment } from '@anodec/core';
import { type Confusion, countRows, pointMetrics } from './pointwise.js';

/** A distribution over draws. */
export interface Band {
  readonly mean: number;
  /** 2.5 % and 97.5 % quantile. */
  readonly low: number;
  readonly high: number;
}

/** Metrics of randomly placed alarms. */
export interface RandomFloor {
  readonly draws: number;
  /** Point-wise F1; 0 where nothing is flagged. */
  readonly f1: Band;
  /** Attacks with an effect that are overlapped by chance. */
  readonly caught: Band;
}

/** One recording: what is rotated, and what it is compared with. */
export interface RandomFloorParts {
  /** (T), 1 where the score lies above the threshold. */
  readonly flags: Uint8Array;
  /** (T), 1 where an alarm was raised: after merging and dropping. */
  readonly alarmed: Uint8Array;
  /** (T), 1 where the row is under attack; rows with an unknown label are not counted. */
  readonly labels: Uint8Array;
  /** Rows of the attacks with an effect. */
  readonly attacks: readonly Segment[];
}

/**
 * Draws the random floor; the same seed gives the same floor.
 *
 * @param recordings each is rotated within itself, by a number of rows of its own
 */
export function randomFloor(
  recordings: readonly RandomFloorParts[],
  draws = 200,
  seed = 42,
): RandomFloor {
  const random = createRandom(seed).stream('random floor');
  const f1s = new Float64Array(draws);
  const caughts = new Float64Array(draws);
  for (let d = 0; d < draws; d++) {
    const confusions: Confusion[] = [];
    for (const { flags, alarmed, labels, attacks } of recordings) {
      const shift = random.integer(Math.max(1, flags.length));
      confusions.push(countRows(labels, rotate(flags, shift)));
      const runs = flagSegments(rotate(alarmed, shift));
      caughts[d] += attacks.filter((rows) => runs.some((run) => overlaps(run, rows))).length;
    }
    f1s[d] = pointMetrics(confusions.reduce(addConfusions)).f1 ?? 0;
  }
  return { draws, f1: bandOf(f1s), caught: bandOf(caughts) };
}

function addConfusions(a: Confusion, b: Confusion): Confusion {
  return {
    truePositives: a.truePositives + b.truePositives,
    falsePositives: a.falsePositives + b.falsePositives,
    falseNegatives: a.falseNegatives + b.falseNegatives,
    trueNegatives: a.trueNegatives + b.trueNegatives,
  };
}

/** The values moved on by `shift` rows; what leaves at the end enters at the beginning. */
function rotate(values: Uint8Array, shift: number): Uint8Array {
  const rotated = new Uint8Array(values.length);
  rotated.set(values.subarray(values.length - shift));
  rotated.set(values.subarray(0, values.length - shift), shift);
  return rotated;
}

function bandOf(values: Float64Array): Band {
  const [low, high] = quantiles(values, [0.025, 0.975]);
  return { mean: mean(values), low, high };
}

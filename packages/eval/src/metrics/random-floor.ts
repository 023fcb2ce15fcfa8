/**
 * What the same alarms would reach at the wrong time: the flagged rows, turned around the recording
 * by a random number of rows. Number, length and spacing of the alarms stay, only the time is chance.
 *
 * A floor of independently flagged rows would be easier to beat: real alarms come in runs.
 */
import { createRandom, flagSegments, mean, overlaps, quantiles, type Segment } from '@anodec/core';
import { pointFigures } from './pointwise.js';

/** A distribution over draws. */
export interface Band {
  readonly mean: number;
  /** 2.5 % and 97.5 % quantile. */
  readonly low: number;
  readonly high: number;
}

/** Figures of randomly placed alarms. */
export interface RandomFloor {
  readonly draws: number;
  /** Point-wise F1; 0 where nothing is flagged. */
  readonly f1: Band;
  /** Attacks that leave a trace and are overlapped by chance. */
  readonly caught: Band;
}

/** What is turned around, and what it is held against. */
export interface RandomFloorParts {
  /** (T), 1 where the score lies above the threshold. */
  readonly flags: Uint8Array;
  /** (T), 1 where an alarm was raised: after merging and dropping. */
  readonly alarmed: Uint8Array;
  /** (T), 1 where the row is under attack. */
  readonly labels: Uint8Array;
  /** Rows of the attacks that leave a trace. */
  readonly attacks: readonly Segment[];
}

/** Draws the random floor; the same seed gives the same floor. */
export function randomFloor(parts: RandomFloorParts, draws = 200, seed = 42): RandomFloor {
  const { flags, alarmed, labels, attacks } = parts;
  const random = createRandom(seed).stream('random floor');
  const f1s = new Float64Array(draws);
  const caughts = new Float64Array(draws);
  for (let d = 0; d < draws; d++) {
    const shift = random.integer(Math.max(1, flags.length));
    f1s[d] = pointFigures(labels, turn(flags, shift)).f1 ?? 0;
    const runs = flagSegments(turn(alarmed, shift));
    caughts[d] = attacks.filter((rows) => runs.some((run) => overlaps(run, rows))).length;
  }
  return { draws, f1: bandOf(f1s), caught: bandOf(caughts) };
}

/** The values moved on by `shift` rows; what falls off the end comes in at the beginning. */
function turn(values: Uint8Array, shift: number): Uint8Array {
  const turned = new Uint8Array(values.length);
  turned.set(values.subarray(values.length - shift));
  turned.set(values.subarray(0, values.length - shift), shift);
  return turned;
}

function bandOf(values: Float64Array): Band {
  const [low, high] = quantiles(values, [0.025, 0.975]);
  return { mean: mean(values), low, high };
}

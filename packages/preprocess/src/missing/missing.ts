/**
 * Missing readings: carried on as they are, or replaced by a rule that somebody chose. Nothing is
 * filled unless a rule was asked for by name, and whatever was filled is counted.
 *
 * No rule reaches over a gap in time: the reading before a gap says nothing about the one after it.
 */
import { lookup, type TimeSeriesFrame } from '@anodec/core';
import { drop } from './drop.js';
import { forwardFill } from './forward-fill.js';
import { linear } from './linear.js';
import { mask } from './mask.js';
import { refuse } from './refuse.js';
import { countMissing, type MissingTreatment } from './treatment.js';

/** To add a rule: one file beside this one, one line here. */
export const missingRules = {
  mask,
  'forward-fill': forwardFill,
  linear,
  drop,
  refuse,
};

export type MissingRule = keyof typeof missingRules;

/** A frame after its rule, with what the rule did. */
export interface TreatedFrame {
  readonly frame: TimeSeriesFrame;
  /** Missing readings before. */
  readonly missing: number;
  /** Missing readings that have a value now. */
  readonly filled: number;
  /** Rows that were left out. */
  readonly dropped: number;
}

/**
 * Applies a rule to the missing readings of a frame.
 *
 * @param what the frame is, for an error
 * @throws ConfigError when there is no such rule
 * @throws DataError when the rule refuses missing readings, or leaves no row
 */
export function treatMissing(
  frame: TimeSeriesFrame,
  rule: MissingRule,
  what = 'the recording',
): TreatedFrame {
  const treat = lookup<MissingTreatment>('rule for missing readings', missingRules, rule);
  const treated = treat(frame, what);
  const missing = countMissing(frame);
  const dropped = frame.timestamps.length - treated.timestamps.length;
  const filled = dropped > 0 ? 0 : missing - countMissing(treated);
  return { frame: treated, missing, filled, dropped };
}

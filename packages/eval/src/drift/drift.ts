/**
 * Drift rules: what happens to a channel whose error stays high permanently. A sensor ages, a set
 * point is moved, and from then on the error is high in every row. Without a rule such a channel
 * raises one alarm that never ends.
 *
 * A rule depends on the channel's own errors up to a row: no name, no label, no later row.
 */
import { parseConfig, type Variant, type VariantSettings } from '@anodec/core';
import type { z } from 'zod';
import type { RowTime } from '../span.js';

/** Errors of one channel on normal rows. */
export interface NormalErrors {
  /** (N), the errors that the normalisation is fitted to, all numbers, at least one. */
  readonly errors: Float32Array;
  /** Smallest error scale, in the unit of the error. */
  readonly floor: number;
  /** Every normal recording from its beginning to its end, errors (T), NaN where there is none. */
  readonly recordings: readonly { readonly errors: Float32Array; readonly time: RowTime }[];
}

/** Takes the error of the next row, NaN where there is none, and returns what factor of it is left. */
export type Attenuate = (error: number) => number;

/** An entry of the table of drift rules. */
export interface DriftRule<Settings extends VariantSettings = VariantSettings>
  extends Variant<Settings> {
  /** Schema of the fitted state. */
  readonly state: z.ZodType;
  /** Fits the rule to one channel; the state survives JSON. */
  fit(settings: unknown, normal: NormalErrors): unknown;
  /** Begins a recording of one channel; factors are in [0, 1]. */
  start(settings: unknown, state: unknown, time: RowTime): Attenuate;
}

/** What a drift rule is made from. */
export interface DriftRuleParts<Settings extends VariantSettings, State extends z.ZodType> {
  readonly settings: Settings;
  readonly state: State;
  readonly fit: (settings: z.output<Settings>, normal: NormalErrors) => z.output<State>;
  readonly start: (
    settings: z.output<Settings>,
    state: z.output<State>,
    time: RowTime,
  ) => Attenuate;
}

/** Makes a drift rule from its settings, its fit and what it does at the beginning of a recording. */
export function defineDriftRule<Settings extends VariantSettings, State extends z.ZodType>({
  settings,
  state,
  fit,
  start,
}: DriftRuleParts<Settings, State>): DriftRule<Settings> {
  return {
    settings,
    state,
    fit: (given, normal) => fit(parseConfig(settings, given), normal),
    start: (given, fitted, time) =>
      start(parseConfig(settings, given), parseConfig(state, fitted, 'the drift state'), time),
  };
}

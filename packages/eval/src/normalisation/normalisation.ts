/** Normalisations: from the errors of a channel to its scores, fitted to its errors on normal rows. */
import { parseConfig, type Variant, type VariantSettings } from '@anodec/core';
import { z } from 'zod';
import type { RowTime } from '../span.js';

/** Takes the error of the next row, NaN where there is none, and returns the score of the channel. */
export type Normalise = (error: number) => number;

/** The scale of a channel: its score is (error − centre) / spread. */
export const ChannelScale = z.strictObject({
  /** In the unit of the error. */
  centre: z.number(),
  /** In the unit of the error, above zero. */
  spread: z.number().positive(),
});

/** The scale of a channel: its score is (error − centre) / spread. */
export type ChannelScale = z.infer<typeof ChannelScale>;

/** Options of every normalisation, `none` included: the drift rule is fitted with them, too. */
export const fitOptions = {
  rows: z
    .enum(['training', 'all'])
    .default('all')
    .describe('Normal rows used for fitting: training rows only, or held-out rows as well'),
  floor: z
    .number()
    .positive()
    .default(1e-4)
    .describe('Smallest error scale of a channel, in the unit of its error'),
};

type NormalisationSettings = VariantSettings<string, typeof fitOptions>;

/** An entry of the table of normalisations. */
export interface Normalisation<Settings extends NormalisationSettings = NormalisationSettings>
  extends Variant<Settings> {
  /** Schema of the fitted state. */
  readonly state: z.ZodType;
  /** Whether scores are −ln of the probability that a normal error is at least as large. */
  readonly givesSurprise: boolean;
  /**
   * Fits one channel; the state survives JSON.
   *
   * @param errors (N), the channel's errors on normal rows, all numbers, at least one
   */
  fit(settings: unknown, errors: Float32Array): unknown;
  /** Begins a recording of one channel. */
  start(settings: unknown, state: unknown, time: RowTime): Normalise;
}

/** What a normalisation with a state of its own is made from. */
export interface NormalisationParts<
  Settings extends NormalisationSettings,
  State extends z.ZodType,
> {
  readonly settings: Settings;
  readonly state: State;
  /** Whether scores are −ln of the probability that a normal error is at least as large. */
  readonly givesSurprise: boolean;
  readonly fit: (errors: Float32Array, settings: z.output<Settings>) => z.output<State>;
  readonly start: (
    settings: z.output<Settings>,
    state: z.output<State>,
    time: RowTime,
  ) => Normalise;
}

/** Makes a normalisation from its settings, its fit and what it does at the beginning of a recording. */
export function defineFittedNormalisation<
  Settings extends NormalisationSettings,
  State extends z.ZodType,
>({
  settings,
  state,
  givesSurprise,
  fit,
  start,
}: NormalisationParts<Settings, State>): Normalisation<Settings> {
  return {
    settings,
    state,
    givesSurprise,
    fit: (given, errors) => fit(errors, parseConfig(settings, given)),
    start: (given, fitted, time) =>
      start(
        parseConfig(settings, given),
        parseConfig(state, fitted, 'the normalisation state'),
        time,
      ),
  };
}

/**
 * Makes a normalisation by two numbers, centre and spread.
 *
 * @param fit gets the errors of one channel, (N), all numbers, at least one; `floor` keeps the spread
 *   of a channel without errors above zero
 */
export function defineNormalisation<Settings extends NormalisationSettings>(
  settings: Settings,
  fit: (errors: Float32Array, settings: z.output<Settings>) => ChannelScale,
): Normalisation<Settings> {
  return defineFittedNormalisation({
    settings,
    state: ChannelScale,
    givesSurprise: false,
    fit,
    start:
      (_, { centre, spread }) =>
      (error) =>
        (error - centre) / spread,
  });
}

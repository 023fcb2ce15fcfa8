/** Normalisations: two numbers per channel, fitted to its errors on normal rows. */
import { parseConfig, type Variant, type VariantSettings } from '@anodec/core';
import { z } from 'zod';

/** How a channel's error is normalised: (error − centre) / spread. */
export interface ChannelScale {
  /** In the unit of the error. */
  readonly centre: number;
  /** In the unit of the error, above zero. */
  readonly spread: number;
}

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
  /**
   * Fits the scale of one channel.
   *
   * @param errors (N), the channel's errors on normal rows, all numbers, at least one
   */
  fit(settings: unknown, errors: Float32Array): ChannelScale;
}

/**
 * Makes a normalisation from its settings and its fit.
 *
 * @param fit gets the errors of one channel, (N), all numbers, at least one; `floor` keeps the spread
 *   of a channel without errors above zero
 */
export function defineNormalisation<Settings extends NormalisationSettings>(
  settings: Settings,
  fit: (errors: Float32Array, settings: z.output<Settings>) => ChannelScale,
): Normalisation<Settings> {
  return { settings, fit: (given, errors) => fit(errors, parseConfig(settings, given)) };
}

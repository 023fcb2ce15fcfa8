/** Poolings: one score per row from the scores of its channels. */
import { parseConfig, type Variant, type VariantSettings } from '@anodec/core';
import { z } from 'zod';

/**
 * The score of a row. Both arrays hold the next row afterwards: what is kept has to be copied.
 *
 * @param values (K), scores of the channels that have one, at least one; may be overwritten
 * @param present (K), which channels these are, from 0, ascending; not to be written to
 */
export type PoolRow = (values: Float32Array, present: Int32Array) => number;

/** Normalised channel scores of normal recordings, each (T, C), NaN where there is none. */
export type NormalChannelScores = readonly Float32Array[];

/** An entry of the table of poolings. */
export interface Pooling<Settings extends VariantSettings = VariantSettings>
  extends Variant<Settings> {
  /** Schema of the fitted state; null for poolings that learn nothing. */
  readonly state: z.ZodType;
  /** Whether `fit` looks at channel scores. */
  readonly learns: boolean;
  /** Whether channel scores must be −ln of a tail probability (`Normalisation.givesSurprise`). */
  readonly needsSurprise: boolean;
  /** Fits the pooling to normal rows of C channels; the state survives JSON. */
  fit(settings: unknown, normal: NormalChannelScores, C: number): unknown;
  /** Makes the function that pools rows; rows do not depend on each other. */
  pool(settings: unknown, state: unknown): PoolRow;
}

/**
 * Makes a pooling that learns nothing.
 *
 * @param options.needsSurprise whether channel scores must be −ln of a tail probability
 */
export function definePooling<Settings extends VariantSettings>(
  settings: Settings,
  pool: (settings: z.output<Settings>) => PoolRow,
  { needsSurprise = false }: { readonly needsSurprise?: boolean } = {},
): Pooling<Settings> {
  return {
    settings,
    state: z.null(),
    learns: false,
    needsSurprise,
    fit: () => null,
    pool: (given) => pool(parseConfig(settings, given)),
  };
}

/** What a pooling that learns is made from. */
export interface FittedPoolingParts<Settings extends VariantSettings, State extends z.ZodType> {
  readonly settings: Settings;
  readonly state: State;
  readonly fit: (
    settings: z.output<Settings>,
    normal: NormalChannelScores,
    C: number,
  ) => z.output<State>;
  readonly pool: (settings: z.output<Settings>, state: z.output<State>) => PoolRow;
}

/** Makes a pooling that learns from the channel scores of normal rows. */
export function defineFittedPooling<Settings extends VariantSettings, State extends z.ZodType>({
  settings,
  state,
  fit,
  pool,
}: FittedPoolingParts<Settings, State>): Pooling<Settings> {
  return {
    settings,
    state,
    learns: true,
    needsSurprise: false,
    fit: (given, normal, C) => fit(parseConfig(settings, given), normal, C),
    pool: (given, fitted) =>
      pool(parseConfig(settings, given), parseConfig(state, fitted, 'the pooling state')),
  };
}

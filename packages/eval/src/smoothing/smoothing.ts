/** Smoothings: trailing filters over row scores; a row depends on itself and on rows before it. */
import { parseConfig, type Variant, type VariantSettings } from '@anodec/core';
import type { z } from 'zod';
import { type RowTime, rowsIn, Span } from '../span.js';

/** Takes the next score of a stretch, a number, and returns the smoothed one. */
export type Filter = (score: number) => number;

/** An entry of the table of smoothings. */
export interface Smoothing<Settings extends VariantSettings = VariantSettings>
  extends Variant<Settings> {
  /** Makes filters: a new one for each stretch without a gap in time and without a missing score. */
  filters(settings: unknown, time: RowTime): () => Filter;
}

/** Makes a smoothing from its settings and what it does at the beginning of a stretch. */
export function defineSmoothing<Settings extends VariantSettings>(
  settings: Settings,
  start: (settings: z.output<Settings>, time: RowTime) => Filter,
): Smoothing<Settings> {
  return {
    settings,
    filters(given, time) {
      const own = parseConfig(settings, given);
      return () => start(own, time);
    },
  };
}

/** The option of smoothings over a window of rows. */
export const windowOptions = {
  over: Span.default(6).describe('Smoothing window, as a duration or in rows'),
};

/** Rows of the window, at least 1; at the beginning of a stretch there are fewer. */
export function windowRows({ over }: { readonly over: Span }, time: RowTime): number {
  return Math.max(1, rowsIn(over, time));
}

/** What the ways to make up malicious messages have in common. */
import type { Random, Variant, VariantSettings } from '@anodec/core';
import { z } from 'zod';
import type { Messages } from '../messages.js';

/** A message that is made up: class index, millimetres. */
export interface Candidate {
  readonly kind: number;
  readonly length: number;
  readonly width: number;
}

/** One way to make up malicious messages. */
export interface Strategy<Settings extends VariantSettings = VariantSettings>
  extends Variant<Settings> {
  /** One candidate. @param genuine cleaned messages, at least one */
  draw(config: z.output<Settings>, genuine: Messages, random: Random): Candidate;
}

/** The setting by which a candidate keeps away from what is genuine. */
export const clearanceSetting = z
  .number()
  .min(0)
  .max(3)
  .default(0.25)
  .describe(
    'Smallest distance to a genuine message of the class, in standard deviations of its lengths and widths; 0 for any',
  );

/** The largest length and width of any class. */
export function largestSize({ lengths, widths }: Messages): { length: number; width: number } {
  return { length: largestOf(lengths), width: largestOf(widths) };
}

function largestOf(sizes: Float64Array): number {
  return sizes.reduce((most, size) => Math.max(most, size), 0);
}

/** Class indices that occur. */
export function kindsThatOccur({ kinds }: Messages): number[] {
  return [...new Set(kinds)].sort((a, b) => a - b);
}

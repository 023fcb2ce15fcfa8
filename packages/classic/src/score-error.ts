/** The error of a reading that scores are made of. */
import { z } from 'zod';

/** The setting of detectors whose scores are differences from an expected reading. */
export const scoreErrorOption = {
  scoreError: z
    .enum(['squared', 'absolute'])
    .default('squared')
    .describe('Error of a reading that scores are made of'),
};

/** To add an error: one line here, its name in the setting. */
const errors = {
  squared: (difference: number) => difference ** 2,
  absolute: (difference: number) => Math.abs(difference),
};

/** The error of a difference from the expected reading, at least 0. */
export function errorOf(kind: keyof typeof errors): (difference: number) => number {
  return errors[kind];
}

/** The setting that extreme-value thresholds share. */
import { z } from 'zod';

/** How rare a row above the threshold is to be. */
export const riskOptions = {
  risk: z
    .number()
    .gt(0)
    .lt(1)
    .default(1e-3)
    .describe('Probability that a normal row lies above the threshold'),
};

/** Number as people write it: 0.001, 1e-7. */
export function share(value: number): string {
  return String(Number(value.toPrecision(3)));
}

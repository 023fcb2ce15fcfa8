/** Peaks over threshold on a stream: the tail learns from the rows that it does not flag. */
import { z } from 'zod';
import { excessQuantile, fitGeneralisedPareto } from '../tail/generalised-pareto.js';

/** A tail in the middle of a stream; plain data. */
export const SpotState = z.strictObject({
  /** In the unit of the score. */
  level: z.number(),
  /** Excesses over the level so far, above zero. */
  peaks: z.array(z.number().positive()),
  /** Scores so far. */
  count: z.int().min(1),
});

/** A tail in the middle of a stream; plain data. */
export type SpotState = z.infer<typeof SpotState>;

/** Up to so many peaks the tail is fitted anew with every peak, then after this growth of their number. */
const EACH = 200;
const GROWTH = 1.02;

/** A limit that learns. */
export interface SpotLimit {
  limit(): number;
  /** Takes a score that is not above the limit. */
  learn(score: number): void;
}

/**
 * Continues a tail. Scores above the limit are left out of it, scores between level and limit are new
 * peaks, all others only count.
 *
 * Beyond 200 peaks the tail is fitted after each two percent more of them, which move it by about a seventh of
 * its standard error; fitting takes as long as there are peaks.
 *
 * Source: Siffer, Fouque, Termier & Largouët 2017, "Anomaly Detection in Streams with Extreme Value
 * Theory", algorithm 2 (SPOT).
 */
export function startSpot({ level, peaks, count }: SpotState, risk: number): SpotLimit {
  let excesses = new Float64Array(Math.max(16, 2 * peaks.length));
  excesses.set(peaks);
  let known = peaks.length;
  let total = count;
  let fittedTo = 0;
  let tail = { shape: 0, scale: 1 };
  let limit = Infinity;
  const move = (): void => {
    if (known === 0) return;
    if (known !== fittedTo && (known <= EACH || known >= fittedTo * GROWTH)) {
      tail = fitGeneralisedPareto(excesses.subarray(0, known), fittedTo > 0 ? tail : undefined);
      fittedTo = known;
    }
    // where the level is already rarer than the risk, it is the limit
    const beyond = Math.min(1, (risk * total) / known);
    limit = level + excessQuantile(tail, beyond);
  };
  move();
  return {
    limit: () => limit,
    learn(score) {
      total++;
      if (score > level) {
        if (known === excesses.length) {
          const larger = new Float64Array(2 * known);
          larger.set(excesses);
          excesses = larger;
        }
        excesses[known++] = score - level;
        move();
      }
    },
  };
}

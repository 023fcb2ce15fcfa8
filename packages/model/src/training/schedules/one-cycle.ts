/** One rise and one long fall, both along a cosine. */
import type { RateCourse } from '../schedule.js';

/** Share of the steps in which the rate rises; how much smaller it begins; and how much smaller still it ends. */
const [RISE, START_DIVISOR, END_DIVISOR] = [0.3, 25, 1e4];

/**
 * From a 25th of `learningRate` up to it in three tenths of the steps, and down to a 250,000th, which steps after
 * the last one planned keep. Momentum stays as it is.
 *
 * Source: Smith & Topin 2018, "Super-Convergence"; torch.optim.lr_scheduler.OneCycleLR with two phases.
 */
export function oneCycleRate(
  { learningRate }: { learningRate: number },
  totalSteps: number,
): RateCourse {
  const first = learningRate / START_DIVISOR;
  const top = RISE * totalSteps - 1;
  const end = totalSteps - 1;
  return ({ step }) => {
    if (step <= top) return between(first, learningRate, step / top);
    return between(learningRate, first / END_DIVISOR, Math.min(1, (step - top) / (end - top)));
  };
}

/** @param done share of the way, from 0 to 1 */
function between(from: number, to: number, done: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * done))) / 2;
}

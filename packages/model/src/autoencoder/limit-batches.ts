/** How many batches an epoch has, and how many a validation, by the limits in the settings. */
import type { LimitsConfig } from '../config/limits.js';

/**
 * Batches of an epoch, or of a validation, out of all that there are.
 *
 * @param share part of them up to 1, their number above, as Lightning's `limit_train_batches`
 */
export function limitBatches(
  batches: number,
  share: number,
  { fastDevRun, overfitBatches }: Pick<LimitsConfig, 'fastDevRun' | 'overfitBatches'>,
): number {
  const trial = Number(fastDevRun);
  if (trial > 0) return Math.min(batches, trial);
  const limit = overfitBatches > 0 ? overfitBatches : share;
  if (limit > 1) return Math.min(batches, Math.floor(limit));
  return Math.min(batches, Math.max(1, Math.floor(batches * limit)));
}

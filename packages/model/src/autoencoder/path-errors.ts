/**
 * The errors of a network on a linear path mixed with those of the path alone.
 *
 * A network that reads the row itself learns to follow slow changes and new levels, and then misses what the
 * path sees; where it explains what normal rows do, it sees more. The mean of both errors keeps both.
 */
import type { TimeSeriesFrame } from '@anodec/core';
import type { AutoencoderConfig } from '../config.js';

/**
 * Mixes the errors of the path into those of the network.
 *
 * @param errors (T, C), of the network in spreads, squared or absolute as `scoreError` says; overwritten, NaN stays
 */
export function mixPathErrors(
  errors: Float32Array,
  { values }: Pick<TimeSeriesFrame, 'values'>,
  { pathShare, scoreError }: Pick<AutoencoderConfig, 'pathShare' | 'scoreError'>,
): void {
  if (pathShare === 0) return;
  for (let i = 0; i < errors.length; i++) {
    const alone = scoreError === 'squared' ? values[i] ** 2 : Math.abs(values[i]);
    errors[i] += pathShare * (alone - errors[i]);
  }
}

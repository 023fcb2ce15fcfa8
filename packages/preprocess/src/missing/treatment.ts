import type { TimeSeriesFrame } from '@anodec/core';

/**
 * What becomes of a frame; the frame itself where nothing is to be done, otherwise a copy.
 *
 * @param what the frame is, for an error
 */
export type MissingTreatment = (frame: TimeSeriesFrame, what: string) => TimeSeriesFrame;

/** The number of missing readings of all channels. */
export function countMissing({ values }: TimeSeriesFrame): number {
  let count = 0;
  for (const value of values) if (Number.isNaN(value)) count++;
  return count;
}

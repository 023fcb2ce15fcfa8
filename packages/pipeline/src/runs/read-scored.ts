/** Recordings with the scores that a run keeps of them. */
import type { TimeSeriesFrame } from '@anodec/core';
import type { ScoredFrame } from '@anodec/eval';
import type { TrainedRun } from './trained-run.js';

/**
 * Reads the scores that the primary detector gave recordings.
 *
 * @param frames all recordings of the side, in order
 * @throws DataError where they are not in the run, as in early versions for normal rows
 */
export function readScored(
  { run, detectors: [{ name }] }: TrainedRun,
  side: 'training' | 'validation' | 'test',
  frames: readonly TimeSeriesFrame[],
): Promise<ScoredFrame[]> {
  return Promise.all(
    frames.map(async (frame, index) => {
      const scores = await run.readScores({ detector: name, side, index });
      return { frame, scores };
    }),
  );
}

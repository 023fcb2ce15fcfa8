/** A prepared recording through a detector. */
import type { FittedDetector, ScoreOptions, Scores } from '@anodec/core';
import { type PreparedFrame, type Preprocessing, sumOneHot } from '@anodec/preprocess';

/** What a detector receives: preprocessed inputs, or readings in the units of the sensors. */
export type DetectorInput = 'raw' | 'inputs';

/**
 * Scores a recording; the scores of the columns of a one-hot channel are added up.
 *
 * @param input what the detector receives
 * @returns rows (T), channels (T, C) of the raw frame
 */
export async function scoreFrame(
  detector: FittedDetector,
  prepared: PreparedFrame,
  input: DetectorInput,
  { oneHot }: Preprocessing,
  options: ScoreOptions,
): Promise<Scores> {
  const scores = await detector.score(prepared[input], options);
  if (input === 'raw' || !oneHot || !scores.channels) return scores;
  return { rows: scores.rows, channels: sumOneHot(oneHot, scores.channels) };
}

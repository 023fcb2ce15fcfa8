/** A prepared recording through a detector. */
import type { ScoredFrame } from '@anodec/eval';
import type {
  DetectorInput,
  FittedDetector,
  ScoreOptions,
  Scores,
  TimeSeriesFrame,
} from '@anodec/core';
import { type PreparedFrame, type Preprocessing, sumOneHot } from '@anodec/preprocess';
import { scoreInPieces } from './score-in-pieces.js';

export type { DetectorInput };

/** The form of a recording that a detector reads. */
export function inputOf({ raw, inputs }: PreparedFrame, input: DetectorInput): TimeSeriesFrame {
  return input === 'raw' ? raw : inputs;
}

/**
 * Scores a recording; the scores of the columns of a one-hot channel are added up.
 *
 * @returns rows (T), channels (T, C) of the raw frame
 */
export async function scoreFrame(
  detector: FittedDetector,
  prepared: PreparedFrame,
  input: DetectorInput,
  { oneHot }: Preprocessing,
  options: ScoreOptions = {},
): Promise<Scores> {
  const scores = await scoreInPieces(detector, inputOf(prepared, input), options);
  if (input === 'raw' || !oneHot || !scores.channels) return scores;
  return { rows: scores.rows, channels: sumOneHot(oneHot, scores.channels) };
}

/** Recordings, each with its scores, as alarm policies read them. */
export function pairScores(
  frames: readonly PreparedFrame[],
  scores: readonly Scores[],
): ScoredFrame[] {
  return frames.map(({ raw }, i) => ({ frame: raw, scores: scores[i] }));
}

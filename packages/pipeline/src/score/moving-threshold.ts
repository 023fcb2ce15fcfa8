/** A run whose threshold moves with the rows, in place of the one that it was trained with. */
import {
  ConfigError,
  createFrame,
  DataError,
  type Scores,
  type TimeSeriesFrame,
} from '@anodec/core';
import { fitThreshold, type ScoredFrame, thresholds } from '@anodec/eval';
import type { TrainedRun } from '../runs/trained-run.js';

/**
 * Learns a threshold that moves from the scores that the run keeps of its held-out normal rows, as a training with it
 * would, but for one thing: the times of those rows are not kept, so they count as a period apart, without a gap.
 *
 * @param kind of the threshold, one that moves; options are its defaults
 * @throws ConfigError when it does not move; DataError when the run keeps no scores of normal rows
 */
export async function withMovingThreshold(trained: TrainedRun, kind: string): Promise<TrainedRun> {
  if (!thresholds.get(kind).moves) {
    const moving = thresholds.kinds().filter((name) => thresholds.get(name).moves);
    throw new ConfigError(
      `A threshold that moves must be one of ${moving.join(', ')}, got ${kind}.`,
    );
  }
  const [primary, ...others] = trained.detectors;
  const { alarmPolicy } = primary;
  const config = { ...alarmPolicy.config, threshold: thresholds.schema.parse({ kind }) };
  const fitted = fitThreshold({ ...alarmPolicy, config }, await heldOut(trained));
  return {
    ...trained,
    detectors: [{ ...primary, alarmPolicy: { ...alarmPolicy, config, ...fitted } }, ...others],
  };
}

async function heldOut({
  run,
  learnedFrom,
  detectors,
  preprocessing,
}: TrainedRun): Promise<ScoredFrame[]> {
  const [{ name }] = detectors;
  const parts: ScoredFrame[] = [];
  for (const index of learnedFrom.keys()) {
    const scores = await run
      .readScores({ detector: name, side: 'validation', index })
      .catch((error: unknown) => {
        throw new DataError(
          `${run.path} must keep the scores of its held-out normal rows for a threshold to be learned from, got none. ` +
            'Train anew, with that threshold.',
          { cause: error },
        );
      });
    parts.push({ scores, frame: frameFor(scores, preprocessing.channels, preprocessing.period) });
  }
  if (parts.length > 0) return parts;
  throw new DataError(
    `${run.path} must say what it was learned from, got a run of an early version.`,
  );
}

/** A frame with as many rows, a period apart; no reading of it is looked at. */
function frameFor(
  { rows }: Scores,
  channels: readonly string[],
  period: number | undefined,
): TimeSeriesFrame {
  const values = new Float32Array(rows.length * channels.length);
  if (period === undefined) return createFrame({ channels, values });
  const timestamps = Float64Array.from(rows, (_, t) => t * period);
  return createFrame({ channels, values, timestamps, clock: 'elapsed' });
}

/** How normal operation was split, as the rows themselves show it. */
import { frameLength, type TimeSeriesFrame } from '@anodec/core';
import type { NormalSides } from '@anodec/preprocess';
import type { RowSpan, SplitResult } from '@anodec/report';
import { drawsFromAll } from '../data/normal-data.js';
import type { StoredRecordings } from '../data/recordings.js';
import { windowSizeOf } from '../detectors/registry.js';
import type { EvaluatedRecordings } from '../runs/evaluated-recordings.js';
import type { TrainedRun } from '../runs/trained-run.js';

/** First and last rows of both sides and of the tests, and what lies between the sides. */
export function splitResult(
  { settings, detectors: [primary] }: TrainedRun,
  { normal, sides, tests, prepared }: EvaluatedRecordings,
): SplitResult {
  const { config, norms } = primary.alarmPolicy;
  return {
    training: spansOf(sides.training, normal),
    validation: spansOf(sides.validation, normal),
    test: spansOf(
      prepared.map(({ raw }) => raw),
      tests,
    ),
    purge: purgeOf(normal.frames, sides),
    windowSize: windowSizeOf(settings.detector),
    drawnFromAll: drawsFromAll(settings),
    normalisation: norms.length === 0 ? null : config.normalisation.rows,
  };
}

function spansOf(frames: readonly TimeSeriesFrame[], { recorded }: StoredRecordings): RowSpan[] {
  return frames.map((frame, i) => ({
    source: recorded[i].source,
    from: frame.timestamps[0],
    to: frame.timestamps[frameLength(frame) - 1],
    rows: frameLength(frame),
  }));
}

/** The fewest rows of a recording that belong to neither side. */
function purgeOf(
  frames: readonly TimeSeriesFrame[],
  { training, validation }: NormalSides<TimeSeriesFrame>,
): number {
  const between = frames.map(
    (frame, i) => frameLength(frame) - frameLength(training[i]) - frameLength(validation[i]),
  );
  return Math.min(...between);
}

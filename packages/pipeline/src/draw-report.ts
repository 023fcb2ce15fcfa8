/** Draws the charts of a report: training, score, and the sensors of each alarm beside what was expected. */
import { frameLength, type Listeners, type Segment, sliceFrame } from '@anodec/core';
import { type Charts, drawCharts } from '@anodec/report';
import { type Detection } from '@anodec/eval';
import { expectedReadings, type PreparedFrame } from '@anodec/preprocess';
import type { ArtifactDetector } from './artifact.js';
import type { EvaluatedRecordings } from './evaluated-recordings.js';
import { inputOf } from './score-frame.js';
import type { TrainedRun } from './trained-run.js';

/** Rows reconstructed around an alarm, at least; as many as the alarm has, if these are more. */
const MARGIN = 240;

/** Draws all charts of a report. @throws StoppedError when the signal was raised */
export async function drawReport(
  { run, detectors: [primary], preprocessing }: TrainedRun,
  { prepared, tests, attacks = [] }: EvaluatedRecordings,
  detections: readonly Detection[],
  listeners: Listeners,
): Promise<Charts> {
  const metrics = await run.readMetrics().catch(() => []);
  const points = metrics.map(({ epoch, train_loss, val_loss }) => ({
    epoch: epoch ?? NaN,
    trainLoss: train_loss ?? NaN,
    ...(val_loss !== undefined && { validLoss: val_loss }),
  }));
  const best = await run.bestCheckpoint();
  const recordings = [];
  for (const [i, frame] of prepared.entries()) {
    const scaled = await expectedAround(primary, frame, detections[i]);
    const expected = scaled && expectedReadings(preprocessing, scaled, frame.inputs);
    recordings.push({
      name: tests.recorded[i].source,
      frame: frame.raw,
      detection: detections[i],
      attacks,
      ...(expected && { expected }),
    });
  }
  const training = { points, ...(best && { bestEpoch: best.epoch }) };
  return drawCharts({ recordings, training }, listeners);
}

/**
 * What the detector expected around alarms, (T, C) scaled, NaN elsewhere; undefined for detectors that
 * expect nothing, or read sensor units.
 */
async function expectedAround(
  { detector, input }: ArtifactDetector,
  prepared: PreparedFrame,
  { alarms }: Detection,
): Promise<Float32Array | undefined> {
  if (!detector.reconstruct || input === 'raw') return undefined;
  const inputs = inputOf(prepared, input);
  const C = inputs.channels.length;
  const expected = new Float32Array(inputs.values.length).fill(NaN);
  for (const { rows } of alarms) {
    const margin = Math.max(MARGIN, rows.end - rows.start) + detector.lookback;
    const around = widen(rows, margin, frameLength(inputs));
    const part = await detector.reconstruct(sliceFrame(inputs, around));
    const known = Math.min(detector.lookback, rows.start - around.start);
    expected.set(part.subarray(known * C), (around.start + known) * C);
  }
  return expected;
}

function widen({ start, end }: Segment, rows: number, T: number): Segment {
  return { start: Math.max(0, start - rows), end: Math.min(T, end + rows) };
}

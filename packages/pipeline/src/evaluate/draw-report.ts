/** Draws the charts of a report: training, score, and the sensors of each alarm beside what was expected. */
import { checkStopped, type Listeners } from '@anodec/core';
import type { Detection } from '@anodec/eval';
import { attacksFromLabels, placeAttacks, type RankingCurves } from '@anodec/metrics';
import { expectedReadings } from '@anodec/preprocess';
import { type ChartRecording, type Charts, drawCharts, type NearestNormal } from '@anodec/report';
import { findNearestNormals } from '../diagnostics/nearest-normal.js';
import type { EvaluatedRecordings } from '../runs/evaluated-recordings.js';
import type { TrainedRun } from '../runs/trained-run.js';
import { readTrainingPoints } from '../train/training-points.js';
import { expectedAround } from './expected-around.js';

/** What is drawn, and the table that belongs to it. */
export interface DrawnReport {
  readonly charts: Charts;
  readonly nearest: readonly NearestNormal[];
}

/** Draws all charts of a report. @throws StoppedError when the signal was raised */
export async function drawReport(
  { run, detectors: [primary], preprocessing }: TrainedRun,
  evaluated: EvaluatedRecordings,
  { detections, curves }: { detections: readonly Detection[]; curves?: RankingCurves | undefined },
  listeners: Listeners,
): Promise<DrawnReport> {
  const { prepared, tests, attacks } = evaluated;
  const recordings: ChartRecording[] = [];
  for (const [i, frame] of prepared.entries()) {
    checkStopped(listeners.signal, 'drawing the report');
    const listed = attacks ?? attacksFromLabels(frame.raw);
    const places = [
      ...detections[i].alarms.map(({ rows }) => rows),
      ...placeAttacks(frame.raw, listed).map(({ rows }) => rows),
    ];
    const scaled = await expectedAround(primary, frame, places);
    const expected = scaled && expectedReadings(preprocessing, scaled, frame.inputs);
    recordings.push({
      name: tests.recorded[i].source,
      frame: frame.raw,
      detection: detections[i],
      attacks: listed,
      ...(expected && { expected }),
    });
  }
  const training = await readTrainingPoints(run);
  const nearest = await findNearestNormals(preprocessing, evaluated, recordings, listeners);
  const drawn = recordings.map((one, i) => ({ ...one, nearest: nearest.drawn[i] }));
  const parts = { recordings: drawn, training, ...(curves && { curves }) };
  return { charts: await drawCharts(parts, listeners), nearest: nearest.listed };
}

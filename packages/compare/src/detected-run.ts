/** Detections of a run on its test recordings, from the scores that it keeps. */
import {
  checkStopped,
  type Clock,
  DataError,
  finishWithPauses,
  type Listeners,
} from '@anodec/core';
import { applyAlarmPolicy } from '@anodec/eval';
import {
  type DetectorOutcome,
  detectorOutcome,
  evaluationInPieces,
  type Evaluation,
  type TestRecording,
} from '@anodec/metrics';
import {
  type EvaluatedRecordings,
  readEvaluated,
  type RecordedFrame,
  type TrainedRun,
} from '@anodec/pipeline';
import { checkDataThere } from './check-data-there.js';

/** A detector of a run on the test recordings. */
export interface DetectedRun {
  readonly trained: TrainedRun;
  /** Name of the detector in tables. */
  readonly title: string;
  readonly clock: Clock;
  /** The test recordings, by content. */
  readonly recorded: readonly RecordedFrame[];
  readonly evaluation: Evaluation;
  readonly outcome: DetectorOutcome;
}

/**
 * Evaluates the primary detector of a run and, if asked, its baselines.
 *
 * @throws DataError when the run was not scored, its data set is gone, or holds other recordings now
 * @throws StoppedError when the signal was raised
 */
export async function detectRun(
  trained: TrainedRun,
  withBaselines: boolean,
  { signal }: Listeners = {},
): Promise<DetectedRun[]> {
  await checkDataThere(trained);
  const recordings = await readEvaluated(trained);
  const chosen = withBaselines ? trained.detectors : trained.detectors.slice(0, 1);
  const detected: DetectedRun[] = [];
  for (const [d, { title }] of chosen.entries()) {
    checkStopped(signal, `evaluating ${title}`);
    const tests = await detect(trained, recordings, d);
    detected.push({
      trained,
      title,
      clock: recordings.prepared[0].raw.clock,
      recorded: recordings.tests.recorded,
      evaluation: await finishWithPauses(
        evaluationInPieces(tests),
        { signal },
        `evaluating ${title}`,
      ),
      outcome: detectorOutcome(tests),
    });
  }
  if (detected.length > 0) return detected;
  throw new DataError(`${trained.run.path} must have a detector, got none. Train anew.`);
}

/** Scores of one detector as detections, beside what is known about attacks. */
async function detect(
  { run, detectors }: TrainedRun,
  { prepared, tests, attacks }: EvaluatedRecordings,
  index: number,
): Promise<TestRecording[]> {
  const { name, alarmPolicy } = detectors[index];
  const recordings: TestRecording[] = [];
  for (const [i, { raw: frame }] of prepared.entries()) {
    const scores = await run.readScores({ detector: name, side: 'test', index: i });
    const detection = applyAlarmPolicy(alarmPolicy, { frame, scores });
    recordings.push({
      name: tests.recorded[i].source,
      frame,
      detection,
      ...(attacks && { attacks }),
    });
  }
  return recordings;
}

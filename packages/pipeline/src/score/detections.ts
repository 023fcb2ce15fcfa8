/** Alarms of the detectors of a run, from its stored scores. */
import { applyAlarmPolicy, type Detection } from '@anodec/eval';
import type { PreparedFrame } from '@anodec/preprocess';
import type { Run } from '@anodec/runs';
import type { ArtifactDetector } from '../runs/artifact.js';

/** The alarms of a detector on each test recording. */
export function readDetections(
  run: Run,
  { name, alarmPolicy }: ArtifactDetector,
  prepared: readonly PreparedFrame[],
): Promise<Detection[]> {
  return Promise.all(
    prepared.map(async ({ raw: frame }, index) => {
      const scores = await run.readScores({ detector: name, side: 'test', index });
      return applyAlarmPolicy(alarmPolicy, { frame, scores });
    }),
  );
}

/** A detection without the scores of rows that the primary detector does not score: all stand on the same rows. */
export function onRowsOf(primary: Detection, detection: Detection): Detection {
  const score = detection.score.map((value, t) => (Number.isNaN(primary.score[t]) ? NaN : value));
  return { ...detection, score };
}

/** The step that scores a recording and raises alarms. */
import { frameLength, type Listeners } from '@anodec/core';
import { writeErrors } from '@anodec/tables';
import { applyVerdict, type Verdict } from '@anodec/eval';
import { LEARNER } from './fit-detectors.js';
import { neighbours } from './baselines.js';
import { ATTACK_KEY, processedStore } from './paths.js';
import { prepareFrame, type PreparedFrame } from '@anodec/preprocess';
import { scoreFrame } from './score-frame.js';
import { readRecordings } from './recordings.js';
import { saveScores, type TrainedRun } from './trained-run.js';

/** What came of scoring. */
export interface Scoring {
  readonly recording: PreparedFrame;
  /** The learned detector's. */
  readonly verdict: Verdict;
}

/** Where the scores of the judged recording lie among the files of a run. */
export function scoresName(detector: string): string {
  return `${detector}-attack`;
}

/**
 * Scores the recording to be judged with every detector of a run, and keeps the scores: in the run,
 * and the learned detector's in the processed store under `df_errors_N`, as the original did.
 *
 * @throws DataError when the recording is not there or lacks a channel
 */
export async function scoreRun(trained: TrainedRun, listeners: Listeners): Promise<Scoring> {
  const { run, settings, preprocessing, detectors } = trained;
  const { progress, signal } = listeners;
  const store = processedStore(settings.place);
  const { frames } = await readRecordings(store, ATTACK_KEY, settings.recording);
  const recording = prepareFrame(frames[0], preprocessing);
  const { raw } = recording;
  let learned: Verdict | undefined;
  for (const { name, detector, verdict } of detectors) {
    const input = name === LEARNER ? 'inputs' : neighbours[name].input;
    const options = { progress, signal };
    const scores = await scoreFrame(detector, recording, input, preprocessing, options);
    await saveScores(run, scoresName(name), scores);
    if (name !== LEARNER) continue;
    learned = applyVerdict(verdict, { frame: raw, scores });
    if (run.version !== undefined) {
      const { timestamps, clock } = raw;
      await writeErrors(store, run.version, { timestamps, clock, mse: scores.rows });
    }
  }
  if (!learned) throw new Error(`${run.path} has no ${LEARNER}`);
  await run.writeJson('alarms', { alarms: learned.alarms });
  return { recording, verdict: learned };
}

/** The words of a scoring for its line. */
export function describeScoring({ recording, verdict }: Scoring): string {
  const rows = frameLength(recording.raw).toLocaleString('en');
  const { alarms } = verdict;
  return `${rows} rows: ${alarms.length} ${alarms.length === 1 ? 'alarm' : 'alarms'}`;
}

/** Completes a run whose training was stopped, from its best checkpoint. */
import { DataError, type DetectorState, type Listeners } from '@anodec/core';
import { decodeDetector } from '@anodec/model';
import type { Run } from '@anodec/runs';
import { prepareNormalData } from '../data/normal-data.js';
import { checkSameRecordings } from '../data/recorded-frame.js';
import { readRecordings } from '../data/recordings.js';
import { detectorEntry, restoreDetector } from '../detectors/registry.js';
import { writeModelCard } from '../model-card/model-card.js';
import { writeArtifact } from '../runs/artifact.js';
import type { TrainedRun } from '../runs/trained-run.js';
import { NORMAL_KEY, processedStore } from '../settings/paths.js';
import { calibrateAll } from './fit-detectors.js';
import { findResumable } from './resumable.js';

/** Whether a run has no detector yet, because its training was stopped. */
export function isUnfinished({ detectors }: TrainedRun): boolean {
  return detectors.length === 0;
}

/**
 * Takes the best weights so far as the detector of a stopped run, fits alarm policies and baselines
 * on its normal recordings, and writes the artifact.
 *
 * @returns the run, ready to score
 * @throws DataError when no epoch was finished, or the data set is another one now
 */
export async function recoverRun(
  trained: TrainedRun,
  listeners: Listeners = {},
): Promise<TrainedRun> {
  const { run, settings, preprocessing, learnedFrom, tables } = trained;
  const state = await bestWeights(run, settings.paths.logs);
  const recordings = await readRecordings(
    processedStore(settings.paths),
    NORMAL_KEY,
    settings.preprocess,
  );
  checkSameRecordings(learnedFrom, recordings.recorded, {
    run: run.path,
    did: 'was trained on',
    remedy: 'Restore its data set, or train anew.',
    labels: true,
  });
  const normal = prepareNormalData(recordings, settings);
  const { title, input } = detectorEntry(state.detector);
  const primary = {
    name: state.detector,
    title: title(state.config),
    input,
    detector: restoreDetector(state),
  };
  const detectors = await calibrateAll(run, primary, settings, normal, listeners);
  await writeArtifact(run, { preprocessing, learnedFrom, tables, detectors });
  await writeModelCard(run);
  return { ...trained, detectors };
}

/** The weights of the best epoch so far: a checkpoint of their own, or a part of the latest one. */
async function bestWeights(run: Run, logs: string): Promise<DetectorState> {
  if (await run.bestCheckpoint()) return decodeDetector(await run.readCheckpoint('best'), run.path);
  const found = await findResumable(run, logs);
  const best = found?.checkpoint.training.best;
  if (found && best) return { ...found.checkpoint.detector, arrays: best.arrays };
  throw new DataError(
    `${run.path} must have finished an epoch to be scored, but its training ended before. ` +
      'Resume it, or train anew.',
  );
}

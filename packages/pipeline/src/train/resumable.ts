/** Where a training continues that was stopped, was killed or failed. */
import { ConfigError, DataError } from '@anodec/core';
import {
  checkKeptSettings,
  type Checkpoint,
  decodeCheckpoint,
  holdsTraining,
  remainingWork,
  TrainConfig,
} from '@anodec/model';
import { listRuns, openRun as findRun, type Run } from '@anodec/runs';
import { checkSameRecordings } from '../data/recorded-frame.js';
import type { StoredRecordings } from '../data/recordings.js';
import { readArtifact } from '../runs/artifact.js';
import type { TrainSettings } from '../settings/settings.js';

/** The run to resume; `last` passes over runs that were killed before they had written their settings. */
export async function openResumable(logs: string, which: string): Promise<Run> {
  const last = await findRun(logs, which);
  if (which !== 'last' || last.hasConfig()) return last;
  for (const { version } of (await listRuns(logs)).toReversed()) {
    const run = await findRun(logs, version);
    if (run.hasConfig()) return run;
  }
  return last;
}

/** A state to continue from, and the run that it was found in. */
export interface Resumable {
  readonly run: Run;
  readonly checkpoint: Checkpoint;
}

/**
 * Checks that a run can be resumed with these settings, and finds the state to continue from.
 *
 * @returns undefined where the run was killed before its first step, and begins anew
 * @throws ConfigError where nothing is left to do in a finished run, the detector does not train by epochs, or a
 *   setting that the checkpoint depends on has changed
 * @throws DataError where a checkpoint is damaged, or the settings say that none is kept
 */
export async function readResumable(
  resume: Run,
  { detector, paths }: TrainSettings,
): Promise<Resumable | undefined> {
  if (!('maxEpochs' in detector)) {
    throw new ConfigError(
      `A training that is resumed must be one by epochs, but ${detector.kind} is fitted in one step. ` +
        'Train anew.',
    );
  }
  const found = await findResumable(resume, paths.logs);
  if (!found) return undefined;
  checkKeptSettings(found.checkpoint, detector);
  const { data: config } = TrainConfig.loose().safeParse(detector);
  const left = config && remainingWork(found.checkpoint, config);
  // with all epochs trained, one that did not finish still lacks its thresholds or baselines
  if (!left?.done || (await resume.readStatus()) !== 'finished') return found;
  throw new ConfigError(
    `There is nothing left to train in ${resume.path}, and nothing was changed. ${left.message}`,
  );
}

/**
 * The latest checkpoint of a run; the best one where the latest was not to be kept; that of the run which
 * it continues itself, where it was killed before its first, or holds no more than the weights that it took over.
 */
export async function findResumable(run: Run, logs: string): Promise<Resumable | undefined> {
  const kept = run.hasLastCheckpoint() ? 'last' : (await run.bestCheckpoint()) ? 'best' : undefined;
  const bytes = kept && (await run.readCheckpoint(kept));
  if (bytes && holdsTraining(bytes, run.path)) {
    return { run, checkpoint: decodeCheckpoint(bytes, run.path) };
  }
  const { resumedFrom } = Object(await run.readConfig()) as { resumedFrom?: unknown };
  if (typeof resumedFrom === 'string') {
    return findResumable(await findRun(logs, resumedFrom), logs);
  }
  if ((await run.readStatus()) !== 'finished') return undefined;
  throw new DataError(
    `${run.path} must hold a checkpoint to be resumed, got none: its settings keep none (saveLast, ` +
      'saveTopK). Train anew.',
  );
}

/** @throws DataError that names the recording which differs from what the run was trained on */
export async function checkResumedData(
  { run }: Resumable,
  { recorded }: StoredRecordings,
): Promise<void> {
  const { learnedFrom } = await readArtifact(run);
  if (learnedFrom.length === 0) return; // of an earlier format, which did not know its data
  checkSameRecordings(learnedFrom, recorded, {
    run: run.path,
    did: 'was trained on',
    remedy: 'Resume it with its own data set, or train anew.',
    labels: true,
  });
}

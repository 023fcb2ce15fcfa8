/** A run read back from disk, ready to score and to evaluate. */
import { ConfigError } from '@anodec/core';
import { openRun as findRun, type Run } from '@anodec/runs';
import { checkSameRecordings, type RecordedFrame } from '../data/recorded-frame.js';
import { identifyRecordings } from '../data/recordings.js';
import type { ComputeChoice } from '../detectors/computing.js';
import { NORMAL_KEY, PathsConfig, processedStore } from '../settings/paths.js';
import { parseTrainSettings, settingsOf, type TrainSettings } from '../settings/settings.js';
import { type Artifact, readArtifact } from './artifact.js';

/** A run with its settings and its artifact. */
export interface TrainedRun extends Artifact {
  readonly run: Run;
  readonly settings: TrainSettings;
}

/** Where to look for a run, and where it computes. */
export interface OpenRunOptions {
  /** Folder of the runs. */
  readonly logs?: string;
  readonly compute?: ComputeChoice;
}

/**
 * Opens a trained run, also one of an earlier format.
 *
 * @param which a number, `last`, a name such as `version_3`, or the path of a run directory
 * @throws DataError when there is no such run, or a file of it is missing or damaged
 * @throws ConfigError when its settings are not valid
 */
export async function openRun(
  which: number | string = 'last',
  { logs = PathsConfig.parse({}).logs, compute }: OpenRunOptions = {},
): Promise<TrainedRun> {
  return loadTrainedRun(await findRun(logs, which), compute);
}

/** Reads the settings and the artifact of a run; see `openRun`. */
export async function loadTrainedRun(run: Run, compute: ComputeChoice = {}): Promise<TrainedRun> {
  const stored = await readSettings(run);
  const artifact = await readArtifact(run, compute);
  const given = Object.entries(compute).filter(([, value]) => value !== undefined);
  const { detector } = stored;
  const chosen = given.filter(([name]) => name in detector);
  return {
    run,
    settings: { ...stored, detector: { ...detector, ...Object.fromEntries(chosen) } },
    ...artifact,
  };
}

/** The settings that a run was made with. @throws ConfigError when they are not valid */
export async function readSettings(run: Run): Promise<TrainSettings> {
  const config = await run.readConfig();
  if (typeof config !== 'object' || config === null) {
    throw new ConfigError(`config.json of ${run.path} must hold settings, got something else.`);
  }
  return parseTrainSettings(settingsOf(config, `config.json of ${run.path}`));
}

/**
 * Checks that a run's data set still holds the normal recordings that the run was trained on.
 *
 * @param read the recordings of the data set, where they were read already
 * @throws DataError that names the recording that differs, or when the data set is gone
 */
export async function checkTrainedData(
  { run, settings, learnedFrom }: TrainedRun,
  read?: readonly RecordedFrame[],
): Promise<void> {
  if (learnedFrom.length === 0) return; // of an earlier format, which did not know its data
  const { paths } = settings;
  const now = read ?? (await identifyRecordings(processedStore(paths), NORMAL_KEY));
  checkSameRecordings(learnedFrom, now, {
    run: run.path,
    did: 'was trained on',
    remedy: `Restore the data set ${paths.dataset}, or score other tables with the artifact of the run.`,
  });
}

/** Trains a detector with several seeds, each an ordinary run, tied together by a group. */
import { ConfigError, DataError, StoppedError } from '@anodec/core';
import { decodeCheckpoint, remainingWork, TrainConfig } from '@anodec/model';
import {
  isUnfinished,
  loadTrainedRun,
  parseTrainSettings,
  settingsOf,
  type Training,
  TrainingStoppedError,
  type TrainListeners,
  trainRun,
  type TrainSettings,
} from '@anodec/pipeline';
import { createGroup, type Run, type RunGroup } from '@anodec/runs';

/** Listeners of several trainings. */
export interface SeedListeners extends TrainListeners {
  /** Receives each seed when its run is trained; no training where it had been before. */
  onSeed?(event: SeedEvent): void;
}

/** A seed whose run is trained. */
export interface SeedEvent {
  readonly seed: number;
  readonly run: Run;
  /** Absent where the run had been trained before. */
  readonly training?: Training;
}

/**
 * Makes a group of runs that are not trained yet.
 *
 * @throws ConfigError when the detector has no seed
 */
export async function createSeedGroup(settings: TrainSettings, seeds: number): Promise<RunGroup> {
  const { seed } = settings.detector;
  if (typeof seed !== 'number') {
    throw new ConfigError(
      `\`seeds\` must come with a detector that depends on chance, got ${settings.detector.kind}, which ` +
        'has no seed. Leave it out.',
    );
  }
  const members = Array.from({ length: seeds }, (_, i) => ({ seed: seed + i, version: null }));
  return createGroup(settings.paths.logs, { config: settings, members });
}

/**
 * Trains the seeds of a group that are not trained yet, one after the other. What was stopped goes on
 * where it ended; a seed whose run is gone is trained anew.
 *
 * @throws StoppedError when the signal was raised; the group can be resumed
 */
export async function trainSeeds(group: RunGroup, listeners: SeedListeners = {}): Promise<void> {
  const settings = await readGroupSettings(group);
  const { members } = await group.read();
  for (const [i, { seed }] of members.entries()) {
    const own = settingsOfSeed(settings, seed, i > 0);
    try {
      const { run, training } = await trainMember(group, i, own, listeners);
      listeners.onSeed?.({ seed, run, ...(training && { training }) });
    } catch (error) {
      throw await groupRemedy(error, group, i);
    }
  }
}

/** The settings of a group, with its first seed. @throws ConfigError when they are not valid */
export async function readGroupSettings(group: RunGroup): Promise<TrainSettings> {
  const { config } = await group.read();
  return parseTrainSettings(settingsOf(config, `group.json of ${group.path}`));
}

/** Seeds of a group whose training was not begun, or was begun and has epochs left. */
export async function untrainedSeeds(group: RunGroup): Promise<number[]> {
  const settings = await readGroupSettings(group);
  const { members } = await group.read();
  const untrained: number[] = [];
  for (const [i, { seed, version }] of members.entries()) {
    const run = version === null ? undefined : await openMember(group, version);
    const left = run ? await workLeft(run, settingsOfSeed(settings, seed, i > 0)) : 'all';
    if (left !== 'none') untrained.push(seed);
  }
  return untrained;
}

/** The settings of one seed; baselines do not depend on it and belong to the first run. */
function settingsOfSeed(
  { detector, baselines, ...settings }: TrainSettings,
  seed: number,
  isFurther: boolean,
): TrainSettings {
  return {
    ...settings,
    detector: { ...detector, seed },
    baselines: isFurther ? { ...baselines, baselines: ['none'] } : baselines,
  };
}

async function trainMember(
  group: RunGroup,
  index: number,
  settings: TrainSettings,
  listeners: TrainListeners,
): Promise<{ run: Run; training?: Training }> {
  const { version } = (await group.read()).members[index];
  const before = version === null ? undefined : await openMember(group, version);
  const left = before && (await workLeft(before, settings));
  if (before && left === 'none') return { run: before };
  if (before && left === 'epochs') {
    const training = await trainRun(settings, listeners, before);
    await group.recordRun(index, training.run);
    return { run: training.run, training };
  }
  const onRun = async (run: Run): Promise<void> => {
    await group.recordRun(index, run);
    await listeners.onRun?.(run);
  };
  const training = await trainRun(settings, { ...listeners, onRun });
  return { run: training.run, training };
}

/** The run of a member; undefined where it is gone. */
async function openMember(group: RunGroup, version: number): Promise<Run | undefined> {
  const run = group.runOf(version);
  return run.readConfig().then(
    () => run,
    () => undefined,
  );
}

/**
 * What is left to do of a run: nothing, some epochs, or everything. A run that lacks its baselines alone
 * has nothing left to train; scoring completes it.
 */
async function workLeft(run: Run, settings: TrainSettings): Promise<'none' | 'epochs' | 'all'> {
  const trained = await loadTrainedRun(run).catch((error: unknown) => {
    if (error instanceof DataError) return undefined; // stopped before there was an artifact
    throw error;
  });
  if (trained && !isUnfinished(trained)) return 'none';
  const bytes = await run.readCheckpoint('last').catch(() => undefined);
  const { data: config } = TrainConfig.loose().safeParse(settings.detector);
  if (!bytes || !config) return 'all';
  return remainingWork(decodeCheckpoint(bytes, run.path), config).done ? 'none' : 'epochs';
}

/** Says how a stopped group goes on; a run that has epochs of its own is kept in the record. */
export async function groupRemedy(
  error: unknown,
  group: RunGroup,
  index: number,
): Promise<unknown> {
  if (!(error instanceof StoppedError)) return error;
  if (error instanceof TrainingStoppedError && typeof Object(error.next).run === 'number') {
    const { run } = error.next as { readonly run: number };
    await group.recordRun(index, group.runOf(run));
  }
  const { members } = await group.read();
  return new TrainingStoppedError(
    `Stopped at seed ${members[index].seed}, number ${index + 1} of ${members.length}. ` +
      `To continue, resume ${group.name}.`,
    { step: 'resume', run: group.name },
  );
}

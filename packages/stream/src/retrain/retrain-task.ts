/**
 * What the process of a training runs: chooses rows believed normal, trains on them with the settings of the model in
 * use, and checks that the new model still sees injected anomalies. Killed and started again, it goes on: the same
 * rows make the same data set, and the run that was begun on it is resumed.
 */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createFrame, DataError, sliceFrame, type TimeSeriesFrame } from '@anodec/core';
import { fingerprintFrame } from '@anodec/data';
import {
  ComputeChoice,
  loadTrainedRun,
  NORMAL_KEY,
  openRun,
  type PathsConfig,
  processedStore,
  readArtifact,
  type TrainedRun,
  trainRun,
  writeArtifact,
} from '@anodec/pipeline';
import { listRuns, liveFiles, removeRuns, type Run, runAt } from '@anodec/runs';
import { updateStore } from '@anodec/tables';
import type { OpenTask } from '@anodec/tune';
import { z } from 'zod';
import { readKeptRows } from '../live-store.js';
import { checkInjections } from './injection-check.js';
import { readMarks } from './read-marks.js';
import { selectNormalRows, type Selection } from './select-rows.js';

/** Part of the rows believed normal, from the end, that no model learns from: anomalies are injected there. */
const CHECKED_SHARE = 0.2;

/** Settings of the task. */
export const RetrainTaskSettings = z.strictObject({
  /** Folder of the live scoring. */
  folder: z.string(),
  /** Path of the run in use. */
  run: z.string(),
  number: z.int(),
  clock: z.enum(['utc', 'elapsed', 'rows']),
  from: z.int(),
  to: z.int(),
  row: z.int(),
  /** Time before and after an alarm, in the unit of the rows. */
  guard: z.number(),
  withMisfit: z.boolean(),
  leastRows: z.int(),
  /** What computes, as for the models that score. */
  compute: ComputeChoice.optional(),
});

export type RetrainTaskSettings = z.output<typeof RetrainTaskSettings>;

const Counts = {
  rows: z.int(),
  normal: z.int(),
  aroundAlarms: z.int(),
  misfit: z.int(),
  last: z.int(),
};

/** What came of it. */
export const Retrained = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('too few'), ...Counts }),
  z.strictObject({
    state: z.literal('trained'),
    ...Counts,
    run: z.string(),
    injected: z.int(),
    caughtInUse: z.int(),
    caughtNew: z.int(),
    missed: z.int(),
    falseInUse: z.int(),
    falseNew: z.int(),
  }),
]);

export type Retrained = z.output<typeof Retrained>;

/** @throws ConfigError when a setting is not valid */
export const openTask: OpenTask = (given) => {
  const settings = RetrainTaskSettings.parse(given);
  setPriority(constants.priority.PRIORITY_LOW); // rows that come are scored first
  return Promise.resolve({
    evaluate: async () => ({ value: 0, details: { ...(await retrain(settings)) } }),
  });
};

/** @throws DataError when the rows are too few for the settings of the model, or a file cannot be read */
async function retrain(settings: RetrainTaskSettings): Promise<Retrained> {
  const { compute = {} } = settings;
  const inUse = await openRun(settings.run, { compute });
  const { frame, selection } = await chooseRows(inUse, settings);
  const { kept: _, ...counts } = selection;
  const rows = settings.to - settings.from;
  if (selection.normal < settings.leastRows) return { state: 'too few', rows, ...counts };
  const learned = Math.round(selection.normal * (1 - CHECKED_SHARE));
  const training = sliceFrame(frame, { start: 0, end: learned });
  const checked = sliceFrame(frame, { start: learned, end: selection.normal });
  const trained = await trainOn(training, inUse, settings);
  const found = await checkInjections(checked, inUse, trained);
  return { state: 'trained', rows, ...counts, run: trained.run.path, ...found };
}

/** The rows believed normal, as one recording with gaps where others were. */
async function chooseRows(
  { preprocessing }: TrainedRun,
  { folder, clock, from, to, row, guard, withMisfit }: RetrainTaskSettings,
): Promise<{ readonly frame: TimeSeriesFrame; readonly selection: Selection }> {
  const { channels, offsets } = preprocessing;
  const files = liveFiles(folder);
  const C = channels.length;
  const { timestamps, values } = await readKeptRows(files.rows, C, from, to);
  const marks = await readMarks(files.lines, clock, row);
  const selection = selectNormalRows(timestamps, marks, { guard, withMisfit });
  const places = [...selection.kept.keys()].filter((t) => selection.kept[t] === 1);
  const frame = createFrame({
    channels,
    clock,
    timestamps: Float64Array.from(places, (t) => timestamps[t]),
    values: Float32Array.from({ length: places.length * C }, (_, i) => {
      return values[places[Math.floor(i / C)] * C + (i % C)];
    }),
    ...(offsets && { offsets: Float64Array.from(offsets) }),
  });
  return { frame, selection };
}

/** The data set of a training, in the folder of the live scoring. */
export function retrainPaths(folder: string, number: number, run: string): PathsConfig {
  return { dataRoot: join(folder, 'data'), dataset: `training-${number}`, logs: dirname(run) };
}

async function trainOn(
  frame: TimeSeriesFrame,
  inUse: TrainedRun,
  { folder, number, run: path }: RetrainTaskSettings,
): Promise<TrainedRun> {
  const paths = retrainPaths(folder, number, path);
  const source = `rows believed normal, training ${number} of ${folder}`;
  await updateStore(processedStore(paths), (draft) => {
    draft.remove(() => true);
    draft.writeFrame(NORMAL_KEY, frame);
    draft.setAttributes(NORMAL_KEY, { source });
  });
  const trained = await loadTrainedRun(await trainedRun(frame, inUse, paths));
  // tables are read as those of the first model were, of which the rows here know nothing
  await writeArtifact(trained.run, { ...trained, tables: inUse.tables });
  return { ...trained, tables: inUse.tables };
}

/** The run that an earlier process finished, or a new one, which goes on from what an earlier process left. */
async function trainedRun(
  frame: TimeSeriesFrame,
  inUse: TrainedRun,
  paths: PathsConfig,
): Promise<Run> {
  const { sha256 } = fingerprintFrame(frame);
  const same: Run[] = [];
  const begun = await runsOn(paths);
  for (const run of begun) {
    // a live scoring that began anew in the same folder counts its trainings from 1 again
    if ((await rowsOf(run)) !== sha256) continue;
    if ((await run.readStatus()) === 'finished') return run;
    same.push(run);
  }
  const hasEpochs = 'maxEpochs' in inUse.settings.detector;
  const last = same.findLast((run) => hasEpochs && run.hasLastCheckpoint());
  await removeUnfinished(begun.filter((run) => run !== last));
  const { run } = await trainRun(
    { ...inUse.settings, paths, baselines: { baselines: ['none'] } },
    {},
    last,
  );
  return run;
}

/** Digest of the rows that a run learned from; undefined where it was killed before it said so. */
function rowsOf(run: Run): Promise<string | undefined> {
  return readArtifact(run).then(
    ({ learnedFrom }) => learnedFrom.at(0)?.fingerprint.sha256,
    () => undefined,
  );
}

/** Runs that were trained, or begun, on a data set, the oldest first. */
async function runsOn(paths: PathsConfig): Promise<Run[]> {
  const runs: Run[] = [];
  for (const { path } of await listRuns(paths.logs)) {
    const run = runAt(path);
    const config = run.hasConfig() ? await run.readConfig().catch(() => undefined) : undefined;
    const found = Trained.safeParse(config).data?.paths;
    if (found?.dataset === paths.dataset && resolve(found.dataRoot) === resolve(paths.dataRoot)) {
      runs.push(run);
    }
  }
  return runs;
}

/** The group of config.json that says on what a run was trained. */
const Trained = z.object({ paths: z.object({ dataRoot: z.string(), dataset: z.string() }) });

/** Removes runs that were begun, unless another one was resumed from them. */
async function removeUnfinished(runs: readonly Run[]): Promise<void> {
  for (const run of runs.toReversed()) {
    if ((await run.readStatus()) !== 'finished') await removeRun(run);
  }
}

async function removeRun(run: Run): Promise<void> {
  await removeRuns({ runs: [run] }).catch((error: unknown) => {
    if (!(error instanceof DataError)) throw error; // resumed from, or kept by a group: it stays
  });
}

/**
 * Removes a training that nobody will use.
 *
 * @param path of its run, removed unless somebody has use for it; null where it has none
 */
export async function removeTraining(paths: PathsConfig, path: string | null): Promise<void> {
  await rm(processedStore(paths), { force: true });
  if (path !== null && existsSync(path)) await removeRun(runAt(path));
  await removeUnfinished(await runsOn(paths));
}

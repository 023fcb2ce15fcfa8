/**
 * What the process of a training runs: chooses rows believed normal, trains on them with the settings of the model in
 * use, and checks that the new model still sees injected anomalies. Killed and started again, it goes on: the same
 * rows make the same data set, and the run that was begun is resumed.
 */
import { existsSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { createFrame, DataError, sliceFrame, type TimeSeriesFrame } from '@anodec/core';
import { readJsonFile, writeJsonFile } from '@anodec/files';
import {
  loadTrainedRun,
  NORMAL_KEY,
  openRun,
  type PathsConfig,
  processedStore,
  type TrainedRun,
  trainRun,
  writeArtifact,
} from '@anodec/pipeline';
import { liveFiles, openRun as findRun, removeRuns, type Run } from '@anodec/runs';
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
  const inUse = await openRun(settings.run);
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

/** Where a training says which run it began. */
function begunFile(folder: string, number: number): string {
  return join(folder, 'data', `training-${number}.json`);
}

const Begun = z.strictObject({ run: z.string() });

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
  const begun = await runBegun(folder, number);
  if (begun && (await begun.readStatus()) === 'finished') return loadTrainedRun(begun);
  const { run } = await trainRun(
    { ...inUse.settings, paths, baselines: { baselines: ['none'] } },
    { onRun: (created) => writeJsonFile(begunFile(folder, number), { run: created.path }) },
    begun && (await isResumable(begun, inUse)) ? begun : undefined,
  );
  const trained = await loadTrainedRun(run);
  // tables are read as those of the first model were, of which the rows here know nothing
  await writeArtifact(run, { ...trained, tables: inUse.tables });
  return { ...trained, tables: inUse.tables };
}

/** The run that an earlier process began. */
async function runBegun(folder: string, number: number): Promise<Run | undefined> {
  const file = begunFile(folder, number);
  if (!existsSync(file)) return undefined;
  const { run } = Begun.parse(await readJsonFile(file));
  if (!existsSync(run)) return undefined;
  return findRun(dirname(run), run);
}

/** Whether there is something to go on from; a run without is removed, as nobody would miss it. */
async function isResumable(begun: Run, { settings }: TrainedRun): Promise<boolean> {
  if ('maxEpochs' in settings.detector && begun.hasConfig() && begun.hasLastCheckpoint())
    return true;
  await removeRuns({ runs: [begun] }).catch((error: unknown) => {
    if (!(error instanceof DataError)) throw error; // it stays, and does no harm
  });
  return false;
}

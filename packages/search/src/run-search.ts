/** A search from its settings to its best point: the study is made or gone on with, processes run the trials. */
import { join } from 'node:path';
import { ConfigError, formatTime, isRecord, isUserError, parseDuration } from '@anodec/core';
import { writeJsonFile } from '@anodec/files';
import { type GivenSettings, parseSections } from '@anodec/pipeline';
import {
  bindSpace,
  createEngine,
  createStudy,
  type EngineParts,
  type EngineSettings,
  type FinishedTrial,
  keyOf,
  listSettings,
  openStudy,
  rankTrials,
  readDescription,
  removeUnbegun,
  runStudy,
  type Space,
  type StudyDescription,
  type StudyEnding,
  type StudyListeners,
  type Trial,
  usualSpace,
  type Value,
  type WrittenDimension,
} from '@anodec/tune';
import type { z } from 'zod';
import { searchSections, type SearchSettings } from './config.js';
import { givenAt, withPoint } from './point-settings.js';
import { searchTask, type SearchTaskName } from './registry.js';
import { WorkerSettings } from './worker-task.js';

/** Name under which workers of other machines know trials. */
export const SEARCH_TASK = 'search';

/** The module that worker processes load, compiled. */
export const WORKER_TASK = new URL('../dist/worker-task.js', import.meta.url).href;

/** A search that has come to an end. */
export interface Search {
  readonly study: string;
  readonly description: StudyDescription;
  readonly trials: readonly Trial[];
  readonly ending: StudyEnding;
  /** The best trial; undefined where none came to its end. */
  readonly best?: FinishedTrial;
  /** File with the settings of the best trial by group; undefined where there is none. */
  readonly bestFile?: string;
  readonly notes: readonly string[];
}

/** Listeners of a search. */
export interface SearchListeners extends StudyListeners {
  /** Receives warnings for the user who waits, such as that no worker takes trials. */
  readonly note?: (line: string) => void;
  /** Receives what is going to be searched, before the first trial. */
  onStart?(description: StudyDescription, done: readonly Trial[]): void;
}

/**
 * Searches until a limit is reached.
 *
 * @param given settings by group, those of the search and of the task; with `search.resume` those that the study has may be
 *   left out
 * @param written the settings to vary; the usual ones of the task where none
 * @throws ConfigError when a setting is not known, or differs from that of the study
 * @throws DataError when the data are missing or too few
 * @throws StoppedError when the signal was raised; what has ended is kept
 */
export async function runSearch(
  task: SearchTaskName,
  given: GivenSettings,
  written: readonly WrittenDimension[] = [],
  listeners: SearchListeners = {},
): Promise<Search> {
  const { own, search } = partsOf(given);
  const { study: path, resume } = search.search;
  if (resume) await checkStudy(task, search, own, written);
  else await createStudy(path, describe(task, own, search, written));
  try {
    return await searchIn(path, search, listeners);
  } catch (error) {
    // settings that cannot work must not leave a folder that the right ones stumble over
    if (!resume && isUserError(error)) await removeUnbegun(path);
    throw error;
  }
}

async function searchIn(
  path: string,
  { search: { trials }, effort, engine: chosen }: SearchSettings,
  listeners: SearchListeners,
): Promise<Search> {
  const study = await openStudy(path);
  try {
    const { description } = study;
    listeners.onStart?.(description, study.trials);
    const parts = engineParts(path, description.settings, effort, listeners);
    const engine = await createEngine(chosen as EngineSettings, parts);
    const { retries, searchTime } = effort;
    const seconds = searchTime === undefined ? {} : { seconds: parseDuration(searchTime) / 1000 };
    const ending = await runStudy(study, engine, { trials, retries, ...seconds }, listeners);
    const done = { study: path, description, trials: study.trials, ending, notes: study.notes };
    const [best] = rankTrials(study.trials, description.direction);
    return best ? { ...done, best, bestFile: await writeBest(path, description, best) } : done;
  } finally {
    await study.close();
  }
}

/** Settings of the task and of the search. @throws ConfigError when one of the search is not valid */
function partsOf(given: GivenSettings): {
  readonly own: GivenSettings;
  readonly search: SearchSettings;
} {
  const entries = Object.entries(given);
  const search = Object.fromEntries(entries.filter(([name]) => isOfSearch(name)));
  return {
    own: Object.fromEntries(entries.filter(([name]) => !isOfSearch(name))),
    search: parseSections(searchSections, search),
  };
}

function isOfSearch(group: string): boolean {
  return Object.hasOwn(searchSections, group);
}

/** What the study will say of itself. @throws ConfigError when settings, space or criterion are not valid */
function describe(
  name: SearchTaskName,
  given: GivenSettings,
  { search, effort, engine, sampler, pruner }: SearchSettings,
  written: readonly WrittenDimension[],
): StudyDescription {
  const task = searchTask(name);
  parseSections(task.sections, given);
  const space = spaceOf(name, given, written);
  const seed = search.searchSeed;
  return {
    formatVersion: 1,
    created: formatTime(Date.now()),
    task: name,
    settings: {
      task: name,
      seed,
      given: jsonOf(given),
      limits: jsonOf({ search: { trials: search.trials }, effort, engine }),
    },
    space: [...space],
    ...task.judgedBy(given, space),
    sampler: sampler as StudyDescription['sampler'],
    pruner: pruner as StudyDescription['pruner'],
    seed,
  };
}

/** The settings that vary. @throws ConfigError when one is not known or has no range */
export function spaceOf(
  name: SearchTaskName,
  given: GivenSettings,
  written: readonly WrittenDimension[],
): Space {
  const task = searchTask(name);
  const schemas = Object.fromEntries(task.searched.map((group) => [group, task.sections[group]]));
  const kinds = listSettings(schemas).filter(({ name: path }) => path.endsWith('.kind'));
  const fixed = Object.fromEntries(
    kinds.map(({ name: path }) => [path, givenAt(given, path) as Value | undefined]),
  );
  if (written.length > 0) return bindSpace(written, schemas, fixed);
  return usualSpace(task.usualNames(given), schemas, fixed);
}

/** Without what JSON does not hold, such as settings that are undefined. */
function jsonOf(given: GivenSettings): GivenSettings {
  return JSON.parse(JSON.stringify(given)) as GivenSettings;
}

/** @throws ConfigError when a study is gone on with that searches something else, or otherwise */
async function checkStudy(
  name: SearchTaskName,
  { search, sampler, pruner }: SearchSettings,
  given: GivenSettings,
  written: readonly WrittenDimension[],
): Promise<void> {
  const { study: path, searchSeed } = search;
  const { task, settings, space, seed, ...description } = await readDescription(path);
  if (task !== name) {
    throw new ConfigError(
      `${path} must be a search of ${searchTask(name).title}, got one of ${task}.`,
    );
  }
  const stored = storedSettings(settings);
  const chosen = { ...jsonOf(given), search: { searchSeed }, sampler, pruner };
  const before = {
    ...stored,
    search: { searchSeed: seed },
    sampler: description.sampler,
    pruner: description.pruner,
  };
  const isOther = written.length > 0 && keyOf(spaceOf(name, stored, written)) !== keyOf(space);
  const differing = isOther ? 'space' : differences(before, chosen);
  if (differing === undefined) return;
  throw new ConfigError(
    `\`${differing}\` must be as in ${path} to go on with it, got another value. Leave it out, or name another folder ` +
      'with `study`.',
  );
}

/** The first of the given settings that a study has otherwise. */
function differences(stored: unknown, given: unknown, path = ''): string | undefined {
  if (!isRecord(given)) return keyOf({ stored }) === keyOf({ stored: given }) ? undefined : path;
  for (const [name, value] of Object.entries(given)) {
    const here = path === '' ? name : `${path}.${name}`;
    const found = differences(isRecord(stored) ? stored[name] : undefined, value, here);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The settings of the task that a study keeps, by group. @throws ConfigError when they are not of this program */
export function storedSettings(settings: unknown): GivenSettings {
  return workerSettings(settings).given;
}

function workerSettings(settings: unknown): z.output<typeof WorkerSettings> {
  const { data } = WorkerSettings.safeParse(settings);
  if (data) return data;
  throw new ConfigError(
    'A study must hold the settings of a search of this program, got something else.',
  );
}

/**
 * All settings of the search that is gone on with, as given settings may be put over them.
 *
 * @param given of which only the folder matters
 * @throws DataError when there is no study in it
 */
export async function withStudySettings(given: GivenSettings): Promise<GivenSettings> {
  const { study } = searchSections.search.parse({});
  const path = typeof given.search?.study === 'string' ? given.search.study : study;
  const { settings, sampler, pruner, seed } = await readDescription(path);
  const { given: own, limits } = workerSettings(settings);
  const search = { ...limits.search, searchSeed: seed };
  return { ...own, ...limits, search, sampler, pruner };
}

function engineParts(
  study: string,
  settings: Readonly<Record<string, unknown>>,
  { workers, trialTime, trialMemory }: SearchSettings['effort'],
  { note }: SearchListeners,
): EngineParts {
  return {
    task: { name: SEARCH_TASK, module: WORKER_TASK, settings },
    folder: study,
    workers,
    keepsEnds: true,
    ...(note && { note }),
    ...(trialTime !== undefined && { timeLimit: parseDuration(trialTime) / 1000 }),
    ...(trialMemory !== undefined && { memoryLimit: trialMemory * 2 ** 20 }),
  };
}

/** The settings of a trial by group, as a training takes them: without those of the search. */
export function settingsOfTrial(
  { settings }: StudyDescription,
  { point }: Pick<Trial, 'point'>,
): GivenSettings {
  const whole = withPoint(storedSettings(settings), point);
  const ofTask = ['criterion', 'choice', 'examples'];
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !ofTask.includes(name)));
}

/** The settings of the best trial as a file for `--config`. */
async function writeBest(
  study: string,
  description: StudyDescription,
  best: FinishedTrial,
): Promise<string> {
  const path = join(study, 'best.json');
  await writeJsonFile(path, settingsOfTrial(description, best));
  return path;
}

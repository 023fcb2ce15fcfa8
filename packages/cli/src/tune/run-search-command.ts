/** What the commands that search have in common: they print each trial, and say how a stopped search goes on. */
import { StoppedError } from '@anodec/core';
import { type GivenSettings, mergeSettings } from '@anodec/pipeline';
import { runSearch, type Search, type SearchTaskName, withStudySettings } from '@anodec/search';
import { rankTrials, type StudyDescription, type Trial, type WrittenDimension } from '@anodec/tune';
import type { Context } from '../context.js';
import { quoted } from '../view/quoted.js';
import { checkFinished } from './check-finished.js';
import { foundLines, startLines, trialLine } from './search-lines.js';
import { type GivenSpace, writtenSpace } from './written-space.js';

/** The group of settings that every search has, checked. */
export interface SearchGroups {
  readonly search: GivenSpace & { readonly trials: number; readonly study: string };
}

/** What a command does otherwise. */
export interface SearchCommand {
  /** Its name below `tune`; that of the task unless given. */
  readonly command?: string;
  /** What varies; as the settings of the search say unless given. */
  readonly written?: readonly WrittenDimension[];
}

/** Searches, prints what happens, and returns what was found. @throws StoppedError with the way to go on */
export async function searchAndPrint(
  task: SearchTaskName,
  settings: SearchGroups,
  context: Context,
  { command = task, written }: SearchCommand = {},
): Promise<Search> {
  const { trials: total, study } = settings.search;
  const asFlags = (text: string): string => context.asFlags?.(text) ?? text;
  const done: Trial[] = [];
  let direction: StudyDescription['direction'] = 'maximise';
  const listeners = {
    ...context,
    onStart(description: StudyDescription, before: readonly Trial[]): void {
      direction = description.direction;
      done.push(...before.filter(({ state }) => state !== 'running'));
      for (const line of startLines(description, before)) context.print(line);
    },
    onTrial(trial: Trial): void {
      done.push(trial);
      const [best] = rankTrials(done, direction);
      const ended = new Set(done.map(({ number }) => number)).size;
      context.progress.end(); // the bar must not run into the line
      const { message } = trial;
      const named = message === undefined ? trial : { ...trial, message: asFlags(message) };
      context.print(trialLine(named, `${ended}/${total}`, best?.number === trial.number));
      context.progress.begin('Searching', total, 'trials');
      context.progress.update(ended);
    },
  };
  const given = withoutGroup(settings as unknown as GivenSettings, 'refit');
  const space = written ?? (await writtenSpace(settings.search));
  const search = await runSearch(task, given, space, listeners).catch((error: unknown) => {
    if (error instanceof StoppedError) error.message += goingOn(command, study);
    throw error;
  });
  context.progress.end();
  for (const line of foundLines(search)) context.print(line);
  checkFinished(search.trials, study);
  return search;
}

/** The settings without a group that is the command's own. */
function withoutGroup(settings: GivenSettings, group: string): GivenSettings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => name !== group));
}

function goingOn(command: string, study: string): string {
  return ` Trials that have ended are kept. Run: npx anodec tune ${command} --resume --study ${quoted(study)}`;
}

/**
 * Settings of a search: those of the study that is gone on with under the given ones, without a preset, or else completed.
 *
 * @param complete puts a preset or the settings of a run under given settings
 */
export async function resumedOr(
  given: GivenSettings,
  complete: (given: GivenSettings) => GivenSettings | Promise<GivenSettings>,
): Promise<GivenSettings> {
  if (given.search?.resume !== true) return complete(given);
  const { preset: _preset, ...own } = given;
  return mergeSettings(await withStudySettings({ search: own.search ?? {} }), own);
}

/**
 * A study as a folder that a person can read:
 *
 *     study.json         what is searched, written once
 *     trials.jsonl       what happened, a line for each event
 *     worker-PID.jsonl   ends of trials that a worker has written and the journal may lack; gone afterwards
 *     lock               the process that writes
 *
 * A worker writes the end of a trial into its own file before it tells anybody, so that a finished trial is
 * never run again, wherever whichever process was killed.
 */
import { existsSync } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, DataError } from '@anodec/core';
import { isProcessAlive, readJsonFile, takeLock, writeJsonFile } from '@anodec/files';
import { StudyDescription } from './description.js';
import { applyEvent, type EndEvent, StudyEvent, type Trial } from './events.js';
import { appendLines, cutRest, readLines } from './journal.js';

const JOURNAL = 'trials.jsonl';
const WORKER = /^worker-(\d+)\.jsonl$/;
/** Milliseconds that workers of a killed process have to notice it. */
const GRACE = 5000;

/** A study that is read. */
export interface ReadStudy {
  readonly path: string;
  readonly description: StudyDescription;
  readonly trials: readonly Trial[];
}

/** A study that is written by this process. */
export interface OpenStudy extends ReadStudy {
  readonly trials: Trial[];
  /** What opening it has put right, a sentence each. */
  readonly notes: readonly string[];
  /** Writes an event and moves its trial. @throws DataError when the journal cannot be written */
  record(event: StudyEvent): Promise<void>;
  /** Gives the study back; its workers must have ended. */
  close(): Promise<void>;
}

/** Whether a folder holds a study. */
export function isStudy(path: string): boolean {
  return existsSync(join(path, 'study.json'));
}

/** The file into which a worker writes ends of trials before it tells anybody. */
export function workerFile(study: string, pid: number): string {
  return join(study, `worker-${pid}.jsonl`);
}

/**
 * Makes a study.
 *
 * @throws ConfigError when the folder holds one already
 */
export async function createStudy(path: string, description: StudyDescription): Promise<void> {
  if (isStudy(path)) {
    throw new ConfigError(
      `${path} must be a new folder, but it holds a study. Go on with it with \`resume\`, or name another folder ` +
        'with `study`.',
    );
  }
  await writeJsonFile(join(path, 'study.json'), description);
}

/** Removes a study in which no trial has ended, and its folder where nothing else is in it; leaves any other as it is. */
export async function removeUnbegun(path: string): Promise<void> {
  const { trials } = await readStudy(path);
  if (trials.some(({ state }) => state === 'finished' || state === 'pruned')) return;
  for (const name of ['study.json', JOURNAL, 'lock', ...(await workerNames(path))]) {
    await rm(join(path, name), { force: true });
  }
  await rmdir(path).catch(() => undefined); // not empty: what is in it is not ours
}

/** Reads a study without changing anything. @throws DataError when there is none, or a file is damaged */
export async function readStudy(path: string): Promise<ReadStudy> {
  const description = await readDescription(path);
  const trials: Trial[] = [];
  for (const event of (await readLines(join(path, JOURNAL), StudyEvent)).lines) {
    applyEvent(trials, checkKnown(event, trials, path));
  }
  for (const event of await leftEnds(path)) {
    if (trials[event.trial]?.state === 'running') applyEvent(trials, event);
  }
  return { path, description, trials };
}

/** What a study searches. @throws DataError when there is none, or it is of another format */
export async function readDescription(path: string): Promise<StudyDescription> {
  const file = join(path, 'study.json');
  if (!existsSync(file)) {
    throw new DataError(`${path} must hold a study (study.json), got none. Check the path.`);
  }
  const { data, error } = StudyDescription.safeParse(await readJsonFile(file));
  if (data) return data;
  const [issue] = error.issues;
  throw new DataError(
    `${file} must describe a study of format 1, got a fault at ${issue.path.join('.') || 'its top'}: ${issue.message}.`,
  );
}

/**
 * Opens a study to go on with it. Waits for workers of a killed process to end, takes over what they had finished, and
 * cuts off a line that was cut short.
 *
 * @throws ConfigError when another process works on it
 * @throws DataError when there is none, or a file is damaged
 */
export async function openStudy(path: string): Promise<OpenStudy> {
  const description = await readDescription(path);
  const release = await takeLock(join(path, 'lock'));
  try {
    const journal = join(path, JOURNAL);
    await awaitWorkers(path);
    const read = await readLines(journal, StudyEvent);
    await cutRest(journal, read);
    const trials: Trial[] = [];
    for (const event of read.lines) applyEvent(trials, checkKnown(event, trials, path));
    const record = async (event: StudyEvent): Promise<void> => {
      await appendLines(journal, [event], event.event === 'finished');
      applyEvent(trials, event);
    };
    const taken = await takeOver(path, trials, record);
    const notes = [
      ...(read.rest === '' ? [] : [`A line of ${JOURNAL} that was cut short was cut off.`]),
      ...(taken === 0 ? [] : [`${taken} finished in workers of a process that was killed.`]),
    ];
    const close = async (): Promise<void> => {
      await takeOver(path, trials, record); // of a worker that was ended between writing and telling
      await release();
    };
    return { path, description, trials, notes, record, close };
  } catch (error) {
    await release();
    throw error;
  }
}

/** @throws DataError when an event is about a trial that was never asked for */
function checkKnown(event: StudyEvent, trials: readonly Trial[], path: string): StudyEvent {
  const isKnown = event.event === 'asked' ? event.trial === trials.length : trials[event.trial];
  if (isKnown) return event;
  throw new DataError(
    `${join(path, JOURNAL)} must ask for trial ${event.trial} in its turn before anything else about it, got ` +
      `"${event.event}" after ${trials.length} trials. A line may have been removed; put it back.`,
  );
}

/** Writes the ends that only workers had into the journal, and removes the workers' files. */
async function takeOver(
  path: string,
  trials: readonly Trial[],
  record: (event: StudyEvent) => Promise<void>,
): Promise<number> {
  let taken = 0;
  for (const event of await leftEnds(path)) {
    if (trials[event.trial]?.state !== 'running') continue;
    await record(event);
    taken += 1;
  }
  for (const name of await workerNames(path)) await rm(join(path, name), { force: true });
  return taken;
}

async function leftEnds(path: string): Promise<EndEvent[]> {
  const ends: EndEvent[] = [];
  for (const name of await workerNames(path)) {
    const { lines } = await readLines(join(path, name), StudyEvent);
    for (const event of lines) {
      if (event.event === 'finished' || event.event === 'pruned') ends.push(event);
    }
  }
  return ends;
}

async function workerNames(path: string): Promise<string[]> {
  return (await readdir(path)).filter((name) => WORKER.test(name));
}

/** Workers end by themselves when their process is gone; until then they may still write. */
async function awaitWorkers(path: string): Promise<void> {
  const pids = (await workerNames(path)).map((name) => Number(WORKER.exec(name)?.[1]));
  const start = performance.now();
  // a number may have been given to another process since: it is not waited for longer than this
  while (pids.some(isProcessAlive) && performance.now() - start < GRACE) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

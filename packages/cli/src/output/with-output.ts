/** Runs a command with its output as the settings say: text or events, and progress or none. */
import { join } from 'node:path';
import { silentProgress, StoppedError } from '@anodec/core';
import { writeFileAtomic } from '@anodec/files';
import { type Callback, Profile } from '@anodec/model';
import type { Run } from '@anodec/runs';
import type { Context } from '../context.js';
import type { OutputConfig } from './config.js';
import { epochLines } from './epoch-lines.js';
import { createEventWriter, trainingEvents, type WriteEvent } from './json-events.js';
import { profileLines } from './profile-lines.js';
import { printSummary } from './summary-lines.js';
import { createTrainingProgress } from './training-progress.js';

/** The context of a command that trains. */
export interface TrainingOutput extends Context {
  /** For the trainings of the command. */
  readonly callbacks: readonly Callback[];
  /** Receives where the time of the training goes; absent where it is not asked for. */
  readonly profile?: Profile;
  /** Receives each run as soon as it is there. */
  onRun(run: Run): void;
  /** Writes an event where they are asked for. */
  readonly event: WriteEvent;
}

/** What a command came to, for its last event. */
export interface Outcome {
  readonly report?: string;
}

/**
 * Runs `work`, and writes the last event however it ends.
 *
 * @throws whatever `work` throws
 */
export async function withOutput(
  { logFormat, profiler, progress, summary }: OutputConfig,
  context: Context,
  work: (output: TrainingOutput) => Promise<Outcome>,
): Promise<void> {
  const { print, note = () => {}, remarks = [] } = context;
  const began = performance.now();
  let path: string | null = null;
  const onRun = (run: Run): void => {
    path = run.path;
  };
  const isJson = logFormat === 'json';
  const event: WriteEvent = isJson ? createEventWriter(print) : () => {};
  const moving = createTrainingProgress(progress === 'auto' ? context.progress : silentProgress);
  const shown = isJson ? (line = '') => note(line) : print;
  const profile = profiler === 'simple' ? new Profile() : undefined;
  const callbacks: Callback[] = [
    ...(summary === 'none' ? [] : [printSummary(summary, shown)]),
    ...moving.callbacks,
    ...(progress === 'epochs' ? epochLines(note) : []),
    ...(isJson ? trainingEvents(event, () => path) : []),
    ...(profile ? [{ onFitEnd: () => writeProfile(profile, path, shown) }] : []),
  ];
  const output = {
    ...context,
    ...(profile && { profile }),
    print: shown,
    progress: moving.progress,
    callbacks,
    onRun,
    event,
  };
  const end = (status: 'finished' | 'stopped' | 'failed', more: Outcome, message: string | null) =>
    event('end', {
      status,
      run: path,
      report: more.report ?? null,
      seconds: (performance.now() - began) / 1000,
      message,
    });
  event('command', { command: context.command ?? '' });
  for (const message of remarks) event('warning', { message });
  try {
    end('finished', await work(output), null);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const named = context.asFlags?.(message) ?? message;
    end(error instanceof StoppedError ? 'stopped' : 'failed', {}, named);
    throw error;
  }
}

/** Prints the table and writes profile.json into the run, where there is one. */
async function writeProfile(
  profile: Profile,
  run: string | null,
  print: (line: string) => void,
): Promise<void> {
  const report = profile.report();
  if (run !== null) {
    await writeFileAtomic(join(run, 'profile.json'), `${JSON.stringify(report, undefined, 1)}\n`);
  }
  for (const line of profileLines(report)) print(line);
}

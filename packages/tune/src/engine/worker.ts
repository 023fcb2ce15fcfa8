/**
 * The program of a worker process: opens the task once, then evaluates one job after the other.
 *
 * The end of a job is written into the worker's own file before it is told: should the parent be killed in between,
 * it is found there.
 */
import { Worker } from 'node:worker_threads';
import { isUserError } from '@anodec/core';
import { appendLines } from '../store/journal.js';
import { workerFile } from '../store/study-folder.js';
import type { Job, Outcome } from './engine.js';
import { evaluateJob } from './evaluate-job.js';
import type { FromWorker, ToWorker } from './messages.js';
import type { OpenTask, Task } from './task.js';
import type { WatchStart } from './watch-start.js';

const parent = process.ppid;
let task: Task | undefined;
let study: string | undefined;
let answered: (answer: 'go on' | 'prune') => void = () => {};

// a terminal sends Ctrl-C to every process of the command; the parent decides what it means
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(1));
process.on('message', (message: ToWorker) => {
  if (message.say === 'answer') answered(message.answer);
  else if (message.say === 'open') void open(message);
  else void run(message.job);
});

async function open(message: Extract<ToWorker, { readonly say: 'open' }>): Promise<void> {
  ({ study } = message);
  const workerData: WatchStart = { parent, memoryLimit: message.memoryLimit };
  new Worker(new URL('./watch.js', import.meta.url), { workerData }).unref();
  // says that this process may write there
  if (study !== undefined) await appendLines(workerFile(study, process.pid), []);
  try {
    const { openTask } = (await import(message.module)) as { readonly openTask: OpenTask };
    task = await openTask(message.settings);
    say({ say: 'opened' });
  } catch (error) {
    const { name, message: text } = error instanceof Error ? error : new Error(String(error));
    const isTheirs = isUserError(error);
    say({ say: 'cannot open', name, message: isTheirs ? text : stackOf(error) });
  }
}

async function run(job: Job): Promise<void> {
  if (!task) throw new Error('A worker must open its task before it runs a job.');
  const outcome = await evaluateJob(task, job, (step, value) => {
    say({ say: 'report', step, value });
    return new Promise((resolve) => (answered = resolve));
  });
  await keep(job, outcome);
  say({ say: 'ended', outcome });
}

/** Writes what a job found where it survives the parent. */
async function keep({ trial }: Job, outcome: Outcome): Promise<void> {
  if (outcome.state !== 'finished' || study === undefined) return;
  const { state: event, ...found } = outcome;
  await appendLines(workerFile(study, process.pid), [{ event, trial, ...found }]);
}

function say(message: FromWorker): void {
  process.send?.(message);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/**
 * Runs trials in processes of this machine, each of which opens the task once and takes one job after the other. A
 * process that dies, takes too long or too much memory costs its trial and no other.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ConfigError, StoppedError } from '@anodec/core';
import type { Engine, Job, JobListeners, Outcome } from './engine.js';
import type { FromWorker, ToWorker } from './messages.js';
import { errorNamed } from './spool/settle.js';
import { MEMORY_SIGNAL } from './watch-start.js';

/** The compiled worker, relative to `src` and to `dist` alike. */
const WORKER = fileURLToPath(new URL('../../dist/engine/worker.js', import.meta.url));

/** What the processes run, and within which limits. */
export interface LocalProcessesParts {
  /** URL of the module that exports `openTask`, compiled. */
  readonly module: string;
  /** Settings of the task, as JSON. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Folder of the study, into which workers write ends of trials before they tell them; absent where they do not. */
  readonly study?: string;
  readonly workers: number;
  /** Seconds that a trial may take. */
  readonly timeLimit?: number;
  /** Bytes that a process may take. */
  readonly memoryLimit?: number;
  /** Working directory of the processes; that of this one unless given. */
  readonly directory?: string;
  /** Variables of the processes beside those of this one. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts processes when jobs come; close it in the end. */
export function createLocalProcesses(parts: LocalProcessesParts): Engine {
  const idle: ChildProcess[] = [];
  const all = new Set<ChildProcess>();
  let closed = false;
  const takeWorker = async (): Promise<ChildProcess> => {
    // a process that is started now would be ended by nobody
    if (closed) throw new StoppedError('Stopped while starting a trial.');
    const waiting = idle.pop();
    if (waiting?.connected) return waiting;
    const child = startWorker(parts);
    all.add(child);
    child.once('exit', () => all.delete(child));
    await opened(child, parts);
    return child;
  };
  return {
    slots: parts.workers,
    async run(job, listeners) {
      const child = await takeWorker();
      const outcome = await runJob(child, job, listeners, parts);
      if (closed) throw new StoppedError('Stopped while evaluating a trial.');
      if (child.connected && child.exitCode === null && child.signalCode === null) idle.push(child);
      return outcome;
    },
    async close() {
      closed = true;
      await Promise.all([...all].map(end));
    },
  };
}

function startWorker({ environment, directory }: LocalProcessesParts): ChildProcess {
  // none of the flags that started this process: a loader of TypeScript would cost each worker its time
  return fork(WORKER, [], {
    execArgv: [],
    ...(directory !== undefined && { cwd: directory }),
    env: { ...process.env, ...environment },
    serialization: 'json',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** Ends a process of ours at once. */
function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

/** Waits until a process has opened the task. @throws the error with which it could not */
function opened(child: ChildProcess, parts: LocalProcessesParts): Promise<void> {
  const { module, settings, study, memoryLimit } = parts;
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null, signal: string | null): void =>
      reject(openingDied(code, signal));
    child.once('exit', onExit);
    child.once('error', reject);
    child.once('message', (message: FromWorker) => {
      child.off('exit', onExit);
      if (message.say !== 'cannot open') return resolve();
      reject(errorNamed(message.name, message.message));
    });
    tell(child, { say: 'open', module, settings, study, memoryLimit });
  });
}

function openingDied(code: number | null, signal: string | null): Error {
  if (signal === 'SIGKILL') return new StoppedError('Stopped while a worker was reading its data.');
  if (signal !== MEMORY_SIGNAL) {
    return new Error(`A worker ended while it opened its task: ${describeEnd(code, signal)}.`);
  }
  return new ConfigError(
    '`memoryLimit` must be above what a worker needs to read its data, but it was not. Raise it, or leave it out.',
  );
}

/** Runs a job in a process, until it has ended or the process has. */
function runJob(
  child: ChildProcess,
  job: Job,
  listeners: JobListeners,
  { timeLimit, memoryLimit }: LocalProcessesParts,
): Promise<Outcome> {
  const start = performance.now();
  let isLate = false;
  return new Promise((resolve, reject) => {
    const timer =
      timeLimit === undefined
        ? undefined
        : setTimeout(() => {
            isLate = true;
            child.kill('SIGKILL');
          }, 1000 * timeLimit);
    const settle = (): void => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
    };
    const onMessage = (message: FromWorker): void => {
      if (message.say === 'report') {
        listeners
          .onReport(message.step, message.value)
          .then((answer) => tell(child, { say: 'answer', answer }), reject);
      } else if (message.say === 'ended') {
        settle();
        resolve(message.outcome);
      }
    };
    const onExit = (code: number | null, signal: string | null): void => {
      settle();
      const seconds = Number(((performance.now() - start) / 1000).toFixed(3));
      const [message, died] = isLate
        ? [`A trial must end within ${timeLimit} s, but ran on.`, false]
        : signal === MEMORY_SIGNAL
          ? [`A trial must do with ${inMegabytes(memoryLimit)} MB, but took more.`, false]
          : [`The process of the trial died: ${describeEnd(code, signal)}.`, true];
      resolve({ state: 'failed', message, died, seconds });
    };
    child.on('message', onMessage);
    child.once('exit', onExit);
    listeners.onStart(child.pid ?? 0).then(() => tell(child, { say: 'run', job }), reject);
  });
}

function inMegabytes(bytes = 0): number {
  return Math.round(bytes / 2 ** 20);
}

function describeEnd(code: number | null, signal: string | null): string {
  return signal === null ? `exit code ${code}` : signal;
}

/** A process that has just died is heard of through its exit. */
function tell(child: ChildProcess, message: ToWorker): void {
  if (child.connected) child.send(message, () => {});
}

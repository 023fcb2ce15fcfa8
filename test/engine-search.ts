/** Searches over words whose trials run elsewhere, in a folder of their own: what the tests of engines share. */
import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createEngine,
  createStudy,
  type EngineParts,
  openStudy,
  readStudy,
  runStudy,
  type StudyDescription,
  type StudyListeners,
  type Trial,
} from '@anodec/tune';
import { afterEach, beforeEach } from 'vitest';

/** Long enough for processes to start on a busy machine. */
export const PATIENCE = 180_000;

let folder: string;
let module: string;
const children: ChildProcess[] = [];

/** Gives each test of a file a folder with the task; its processes are gone when it ends. */
export function useSearchFolder(): void {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'anodec-engines-'));
    module = join(folder, 'task.mjs');
    writeFileSync(module, TASK);
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });
}

/** A path within the folder. */
export const inFolder = (...names: readonly string[]): string => join(folder, ...names);

/** URL of the module with the task. */
export const taskUrl = (): string => pathToFileURL(module).href;

/** Ends a process with its test. */
export function endWithTest(child: ChildProcess): void {
  children.push(child);
}

/**
 * Writes who evaluates what. "waits" goes on when the file `go` is there, its event loop blocked as that of a training;
 * what it does besides is said by its name.
 */
const TASK = `
  import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
  export async function openTask({ folder, broken }) {
    if (broken) throw Object.assign(new Error('The data must be there.'), { name: 'DataError' });
    const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    return {
      async evaluate({ x }, { trial, report }) {
        const line = JSON.stringify({ x, pid: process.pid, parent: process.ppid, cwd: process.cwd() });
        appendFileSync(folder + '/begun', line + '\\n');
        if (x === 'waits') {
          while (!existsSync(folder + '/go')) pause();
          await report(1, 0);
        }
        if (x === 'waits long') {
          const until = Date.now() + 5000;
          while (Date.now() < until) pause();
        }
        if (x === 'dies once' && !existsSync(folder + '/died')) {
          writeFileSync(folder + '/died', '');
          process.exit(3);
        }
        if (x === 'fails') throw Object.assign(new Error('It must not fail.'), { name: 'DataError' });
        if (x === 'hangs') for (;;);
        if (x === 'quick') await report(1, 0);
        if (x === 'reports') {
          for (let step = 1; step <= 2000; step++) {
            await report(step, 1);
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
        }
        return { value: trial, details: { x } };
      },
    };
  }
`;

const DESCRIPTION: StudyDescription = {
  formatVersion: 1,
  created: '2026-11-29 12:00:00',
  task: 'words',
  settings: {},
  space: [],
  measure: 'number of the trial',
  direction: 'minimise',
  sampler: { kind: 'grid' },
  pruner: { kind: 'none' },
  seed: 1,
};

/** An evaluation that was begun. */
export interface Begun {
  readonly x: string;
  readonly pid: number;
  /** The process that started it: of a worker, or of an element. */
  readonly parent: number;
}

/** The evaluations that were begun, in their order. */
export function begun(): Begun[] {
  const path = join(folder, 'begun');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1); // the last may be half written
  return lines.map((line) => JSON.parse(line) as Begun);
}

/** Waits. @throws Error after a while */
export async function until(holds: () => boolean): Promise<void> {
  const start = performance.now();
  while (!holds()) {
    if (performance.now() - start > PATIENCE / 2) throw new Error(`Not yet: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** What a search is given beside the words that it tries. */
interface SearchOptions {
  readonly parts?: Partial<EngineParts>;
  readonly retries?: number;
  readonly listeners?: StudyListeners;
  readonly description?: Partial<StudyDescription>;
}

/** Tries each word once, in the folder `study`, or goes on there. */
export async function search(
  engine: { readonly kind: string },
  values: readonly string[],
  { parts, retries = 1, listeners, description }: SearchOptions = {},
): Promise<readonly Trial[]> {
  const path = join(folder, 'study');
  const space = [{ kind: 'choice', name: 'x', values: [...values] }] as const;
  if (!existsSync(path)) {
    await createStudy(path, { ...DESCRIPTION, ...description, space: [...space] });
  }
  const study = await openStudy(path);
  try {
    const task = { name: 'words', module: taskUrl(), settings: { folder } };
    const all = { task, folder: path, workers: 2, keepsEnds: true, ...parts };
    const running = await createEngine(engine, all);
    await runStudy(study, running, { trials: values.length, retries }, listeners);
  } finally {
    await study.close();
  }
  return (await readStudy(path)).trials;
}

/** States and values of trials. */
export const statesOf = (trials: readonly Trial[]) =>
  trials.map(({ state, value }) => [state, value]);

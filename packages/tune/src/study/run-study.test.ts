/** Searches in this process and in processes of their own: resumed, cut short, dying, too long, too large. */
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError, StoppedError } from '@anodec/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createInProcess } from '../engine/in-process.js';
import { createLocalProcesses, type LocalProcessesParts } from '../engine/local-processes.js';
import type { Task } from '../engine/task.js';
import type { StudyDescription } from '../store/description.js';
import type { Trial } from '../store/events.js';
import { createStudy, openStudy, readStudy, workerFile } from '../store/study-folder.js';
import { rankTrials } from './results.js';
import { runStudy, type StudyLimits, type StudyListeners } from './run-study.js';

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'anodec-tune-'));
});
afterEach(() => rmSync(path, { recursive: true, force: true }));

const DESCRIPTION: StudyDescription = {
  formatVersion: 1,
  created: '2026-11-29 12:00:00',
  task: 'parabola',
  settings: {},
  space: [{ kind: 'number', name: 'x', low: -4, high: 4, log: false, integer: false }],
  measure: 'height',
  direction: 'minimise',
  sampler: { kind: 'random' },
  pruner: { kind: 'none' },
  seed: 7,
};

const LIMITS: StudyLimits = { trials: 12, retries: 1 };

/** A parabola, and how often it was evaluated. */
function parabola(): Task & { evaluated: number[] } {
  const evaluated: number[] = [];
  return {
    evaluated,
    async evaluate({ x }, context) {
      const { trial } = context;
      evaluated.push(trial);
      const value = (Number(x) - 1) ** 2;
      for (let step = 1; step <= 4; step++) await context.report(step, value + 1 / step);
      return { value, details: { x: Number(x) } };
    },
  };
}

async function search(task: Task, limits = LIMITS, listeners: StudyListeners = {}) {
  const study = await openStudy(path);
  try {
    return await runStudy(study, createInProcess(task), limits, listeners);
  } finally {
    await study.close();
  }
}

const withoutTimes = (trials: readonly Trial[]) => trials.map((one) => ({ ...one, seconds: 0 }));

test('goes on where it was stopped, runs nothing twice, and finds what one search finds', async () => {
  await createStudy(path, DESCRIPTION);
  const task = parabola();
  const stop = new AbortController();
  const listeners = {
    signal: stop.signal,
    onTrial: ({ number }: Trial) => number === 4 && stop.abort(),
  };
  await expect(search(task, LIMITS, listeners as StudyListeners)).rejects.toThrow(StoppedError);
  expect((await readStudy(path)).trials).toHaveLength(5);
  expect(await search(task)).toBe('trials');
  expect(task.evaluated).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(await search(task)).toBe('trials'); // nothing left to do
  expect(task.evaluated).toHaveLength(12);
  const resumed = (await readStudy(path)).trials;
  rmSync(path, { recursive: true });
  await createStudy(path, DESCRIPTION);
  await search(parabola());
  expect(withoutTimes(resumed)).toEqual(withoutTimes((await readStudy(path)).trials));
});

test('asks for no point twice, and ends when the space is searched', async () => {
  const space = [{ kind: 'choice', name: 'x', values: [1, 2, 3] }] as const;
  await createStudy(path, { ...DESCRIPTION, space: [...space] });
  const task = parabola();
  expect(await search(task)).toBe('space');
  const { trials } = await readStudy(path);
  expect(trials.map(({ point }) => Number(point.x)).sort()).toEqual([1, 2, 3]);
});

test('ends trials that fall behind, and counts them as no result', async () => {
  const pruner = { kind: 'halving', minResource: 1, reduction: 2 };
  await createStudy(path, { ...DESCRIPTION, pruner });
  await search(parabola());
  const { trials } = await readStudy(path);
  const states = new Set(trials.map(({ state }) => state));
  expect([...states].sort()).toEqual(['finished', 'pruned']);
  const lowest = Math.min(...trials.map(({ point }) => (Number(point.x) - 1) ** 2));
  expect(rankTrials(trials, 'minimise')[0].value).toBe(lowest);
  const pruned = trials.filter(({ state }) => state === 'pruned');
  expect(pruned.every(({ reports }) => reports.length < 4)).toBe(true);
});

test('a point that cannot be evaluated is a failed trial with its reason', async () => {
  await createStudy(path, DESCRIPTION);
  const task: Task = {
    evaluate({ x }) {
      if (Number(x) < 0) throw new ConfigError('x must be at least 0.');
      return Promise.resolve({ value: Number(x) > 2 ? NaN : 1 });
    },
  };
  await search(task);
  const failed = (await readStudy(path)).trials.filter(({ state }) => state === 'failed');
  expect(new Set(failed.map(({ message }) => message))).toEqual(
    new Set(['x must be at least 0.', 'The value of a trial must be a finite number, got NaN.']),
  );
});

test('cuts off a line that was cut short and says so; any other wrong line is refused by its number', async () => {
  await createStudy(path, DESCRIPTION);
  const task = parabola();
  await search(task, { ...LIMITS, trials: 3 });
  const journal = join(path, 'trials.jsonl');
  const whole = readFileSync(journal, 'utf8');
  writeFileSync(journal, whole.slice(0, -20)); // the end of trial 2 is lost
  const study = await openStudy(path);
  expect(study.notes).toEqual(['A line of trials.jsonl that was cut short was cut off.']);
  await study.close();
  await search(task, { ...LIMITS, trials: 3 });
  expect(task.evaluated).toEqual([0, 1, 2, 2]);
  expect((await readStudy(path)).trials.map(({ state }) => state)).toEqual(
    Array.from({ length: 3 }, () => 'finished'),
  );
  writeFileSync(journal, whole.replace('"asked"', '"axed"'));
  await expect(openStudy(path)).rejects.toThrow(`Line 1 of ${journal} must be an event of a study`);
  writeFileSync(journal, whole.slice(whole.indexOf('\n') + 1));
  await expect(readStudy(path)).rejects.toThrow('must ask for trial 0 in its turn');
});

test('takes over what workers of a killed process had finished', async () => {
  await createStudy(path, DESCRIPTION);
  const asked = { event: 'asked', trial: 0, key: 'k', point: { x: 2 } };
  appendFileSync(join(path, 'trials.jsonl'), `${JSON.stringify(asked)}\n`);
  const end = { event: 'finished', trial: 0, value: 0.25, seconds: 1 };
  const gone = 2 ** 22; // no process has this number
  writeFileSync(workerFile(path, gone), `${JSON.stringify(end)}\n{"event":"fini`);
  expect((await readStudy(path)).trials[0]).toMatchObject({ state: 'finished', value: 0.25 });
  const task = parabola();
  await search(task, { ...LIMITS, trials: 2 });
  expect(task.evaluated).toEqual([1]);
  expect((await readStudy(path)).trials[0].value).toBe(0.25);
  expect(existsSync(workerFile(path, gone))).toBe(false);
});

test('a study is written by one process at a time, made once, and must be there', async () => {
  await createStudy(path, DESCRIPTION);
  await expect(createStudy(path, DESCRIPTION)).rejects.toThrow('it holds a study');
  const study = await openStudy(path);
  await expect(openStudy(path)).rejects.toThrow(`process ${process.pid} on`);
  await study.close();
  writeFileSync(join(path, 'lock'), `${2 ** 22} ${(await import('node:os')).hostname()}\n`);
  await (await openStudy(path)).close(); // left behind by a process that has ended
  await expect(readStudy(join(path, 'none'))).rejects.toThrow(
    'must hold a study (study.json), got none',
  );
});

/** A task of a module: what it does depends on x, which is a word. */
const MODULE = `
  import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
  export async function openTask({ folder, broken }) {
    if (broken) throw Object.assign(new Error('The data must be there.'), { name: 'DataError' });
    return {
      async evaluate({ x }, { trial }) {
        appendFileSync(folder + '/evaluated', x + '\\n');
        if (x === 'dies once' && !existsSync(folder + '/died')) {
          writeFileSync(folder + '/died', '');
          process.exit(3);
        }
        if (x === 'dies') process.exit(3);
        if (x === 'hangs') for (;;);
        if (x === 'grows') {
          const held = [];
          for (;;) held.push(Buffer.alloc(2 ** 24, 1));
        }
        return { value: trial };
      },
    };
  }
`;

/** Searches the values of x in processes, each once. */
async function searchValues(values: string[], parts: Partial<LocalProcessesParts>) {
  const module = join(path, 'task.mjs');
  writeFileSync(module, MODULE);
  const study = join(path, 'study');
  const space = [{ kind: 'choice', name: 'x', values }] as const;
  await createStudy(study, { ...DESCRIPTION, space: [...space], sampler: { kind: 'grid' } });
  const open = await openStudy(study);
  const engine = createLocalProcesses({
    module: pathToFileURL(module).href,
    settings: { folder: path },
    study,
    workers: 2,
    ...parts,
  });
  expect(await runStudy(open, engine, { trials: values.length, retries: 1 })).toBe('trials');
  await open.close();
  expect(readdirSync(study).sort()).toEqual(['study.json', 'trials.jsonl']);
  return (await readStudy(study)).trials;
}

test('a process that dies or grows costs its trial and no other', async () => {
  const values = ['fine', 'dies once', 'dies', 'grows', 'fine too'];
  const trials = await searchValues(values, { memoryLimit: 2 ** 29 });
  expect(trials.map(({ state, message }) => [state, message])).toEqual([
    ['finished', undefined],
    ['finished', 'The process of the trial died: exit code 3.'],
    ['failed', 'The process of the trial died: exit code 3.'],
    ['failed', 'A trial must do with 512 MB, but took more.'],
    ['finished', undefined],
  ]);
  expect(trials.map(({ attempts }) => attempts)).toEqual([1, 2, 2, 1, 1]);
  const evaluated = readFileSync(join(path, 'evaluated'), 'utf8').trim().split('\n').sort();
  expect(evaluated).toEqual([...values, 'dies once', 'dies'].sort());
});

test('a trial that takes too long is ended, and not begun again', async () => {
  const [trial] = await searchValues(['hangs'], { timeLimit: 0.5 });
  expect(trial).toMatchObject({ state: 'failed', attempts: 1 });
  expect(trial.message).toBe('A trial must end within 0.5 s, but ran on.');
});

test('a task that cannot be opened ends the search with its error, before any trial ends', async () => {
  const module = join(path, 'task.mjs');
  writeFileSync(module, MODULE);
  await createStudy(path, DESCRIPTION);
  const study = await openStudy(path);
  const settings = { folder: path, broken: true };
  const parts = { module: pathToFileURL(module).href, settings, study: path, workers: 1 };
  const run = runStudy(study, createLocalProcesses(parts), LIMITS);
  await expect(run).rejects.toThrow('The data must be there.');
  await study.close();
});

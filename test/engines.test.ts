/**
 * Searches whose trials run elsewhere: workers of a queue on a real Redis server, elements of arrays on a real Slurm
 * cluster. Workers are killed in the middle; what is found must be what a search without a kill finds.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StoppedError } from '@anodec/core';
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
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isInstalled, startRedis, type TestServer } from './servers.js';
import { startSlurm, type TestCluster, whyNoSlurm } from './slurm.js';

/** The built package: processes of their own read no TypeScript. */
const TUNE = new URL('../packages/tune/dist/index.js', import.meta.url).href;

/** Long enough for processes to start on a busy machine. */
const PATIENCE = 180_000;

let folder: string;
let module: string;
const children: ChildProcess[] = [];
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
        if (x === 'waits') while (!existsSync(folder + '/go')) pause();
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

interface Begun {
  readonly x: string;
  readonly pid: number;
  /** The process that started it: of a worker, or of an element. */
  readonly parent: number;
}

/** The evaluations that were begun, in their order. */
function begun(): Begun[] {
  const path = join(folder, 'begun');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Begun);
}

async function until(holds: () => boolean): Promise<void> {
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
async function search(
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
    const task = { name: 'words', module: pathToFileURL(module).href, settings: { folder } };
    const all = { task, folder: path, workers: 2, keepsEnds: true, ...parts };
    const running = await createEngine(engine, all);
    await runStudy(study, running, { trials: values.length, retries }, listeners);
  } finally {
    await study.close();
  }
  return (await readStudy(path)).trials;
}

const statesOf = (trials: readonly Trial[]) => trials.map(({ state, value }) => [state, value]);

describe.skipIf(!isInstalled('redis-server'))('BullMQ (skipped without redis-server)', () => {
  let server: TestServer;
  beforeAll(async () => void (server = await startRedis()));
  afterAll(() => server.stop());
  let count = 0;
  let queue = '';
  let bullmq: { readonly kind: string };
  beforeEach(() => {
    queue = `queue-${count++}`;
    bullmq = { kind: 'bullmq', redis: `redis://127.0.0.1:${server.port}`, queue } as typeof bullmq;
  });

  /** A worker in a process of its own, which knows the task. */
  async function startWorker(settings: object = {}): Promise<ChildProcess> {
    const { kind: _, ...queued } = bullmq;
    const program = `
      import { runQueueWorker } from '${TUNE}';
      const stop = new AbortController();
      process.on('SIGINT', () => stop.abort());
      const [settings, module] = JSON.parse(process.argv[1]);
      await runQueueWorker(settings, { modules: { words: module }, signal: stop.signal });
    `;
    const given = { ...queued, lockSeconds: 1.5, ...settings };
    const asked = JSON.stringify([given, pathToFileURL(module).href]);
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program, asked], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    children.push(child);
    await once(child, 'spawn');
    return child;
  }

  test(
    'a worker that is killed in the middle loses nothing: another takes its trial, and none ends twice',
    async () => {
      const words = ['a', 'waits', 'b', 'c', 'd', 'e'];
      const workers = [await startWorker(), await startWorker()];
      const searched = search(bullmq, words, { parts: { workers: 4 } });
      await until(() => begun().some(({ x }) => x === 'waits'));
      const { parent } = begun().find(({ x }) => x === 'waits') as Begun;
      expect(workers.map(({ pid }) => pid)).toContain(parent);
      process.kill(parent, 'SIGKILL');
      await until(() => begun().filter(({ x }) => x === 'waits').length === 2);
      writeFileSync(join(folder, 'go'), '');
      const trials = await searched;
      expect(statesOf(trials)).toEqual(words.map((_, i) => ['finished', i]));
      // no other evaluation was begun twice, and the journal has one end for each
      const counts = words.map((word) => begun().filter(({ x }) => x === word).length);
      expect(counts).toEqual([1, 2, 1, 1, 1, 1]);
      const journal = readFileSync(join(folder, 'study/trials.jsonl'), 'utf8');
      expect(journal.match(/"event":"finished"/g)).toHaveLength(words.length);
      expect(readdirSync(join(folder, 'study')).sort()).toEqual(['study.json', 'trials.jsonl']);
    },
    PATIENCE,
  );

  test(
    'a trial that computes longer than the lock without looking up is not given to another worker',
    async () => {
      await startWorker();
      await startWorker();
      const trials = await search(bullmq, ['waits long', 'a']);
      expect(statesOf(trials)).toEqual([
        ['finished', 0],
        ['finished', 1],
      ]);
      expect(begun().filter(({ x }) => x === 'waits long')).toHaveLength(1);
    },
    PATIENCE,
  );

  test(
    'a process that dies is begun again, a fault and a limit of time are the end of their trial alone',
    async () => {
      await startWorker();
      const words = ['dies once', 'fails', 'hangs', 'fine'];
      const trials = await search(bullmq, words, { parts: { timeLimit: 3 } });
      expect(trials.map(({ state, message }) => [state, message])).toEqual([
        ['finished', 'The process of the trial died: exit code 3.'],
        ['failed', expect.stringContaining('It must not fail.')],
        ['failed', 'A trial must end within 3 s, but ran on.'],
        ['finished', undefined],
      ]);
    },
    PATIENCE,
  );

  test(
    'a stopped search ends within 2 s; what ran meanwhile counts when it goes on, and does not run again',
    async () => {
      await startWorker();
      const stop = new AbortController();
      const searched = search(bullmq, ['waits', 'a', 'b'], { listeners: { signal: stop.signal } });
      searched.catch(() => {});
      await until(() => begun().some(({ x }) => x === 'waits'));
      const raised = performance.now();
      stop.abort();
      await expect(searched).rejects.toThrow(StoppedError);
      expect(performance.now() - raised).toBeLessThan(2000);
      writeFileSync(join(folder, 'go'), '');
      const jobs = join(folder, 'study/jobs');
      await until(() => readdirSync(jobs).some((name) => name.endsWith('.end.json')));
      const trials = await search(bullmq, ['waits', 'a', 'b']);
      expect(statesOf(trials)).toEqual([
        ['finished', 0],
        ['finished', 1],
        ['finished', 2],
      ]);
      expect(begun().filter(({ x }) => x === 'waits')).toHaveLength(1);
    },
    PATIENCE,
  );

  test(
    'a stopped worker gives its trial back at once, not after its lock',
    async () => {
      const first = await startWorker({ lockSeconds: 600 });
      const searched = search(bullmq, ['waits']);
      await until(() => begun().length === 1);
      await startWorker({ lockSeconds: 600 });
      const raised = performance.now();
      first.kill('SIGINT');
      await once(first, 'exit');
      expect(performance.now() - raised).toBeLessThan(30_000); // far below its lock
      await until(() => begun().length === 2);
      writeFileSync(join(folder, 'go'), '');
      expect(statesOf(await searched)).toEqual([['finished', 0]]);
    },
    PATIENCE,
  );

  test(
    'a trial that falls behind ends early at its next report, while it runs elsewhere',
    async () => {
      await startWorker();
      // the best of two at step 1 goes on: of equal values the one that was there first
      const pruner = { kind: 'halving', minResource: 1, reduction: 2 };
      const trials = await search(bullmq, ['quick', 'reports'], {
        description: { pruner },
        parts: { workers: 1 },
      });
      expect(trials.map(({ state }) => state)).toEqual(['finished', 'pruned']);
      expect(trials[1].reports.length).toBeLessThan(1000);
    },
    PATIENCE,
  );

  test(
    'a restart of the server in the middle costs nothing',
    async () => {
      await startWorker();
      const searched = search(bullmq, ['waits', 'a', 'b']);
      await until(() => begun().some(({ x }) => x === 'waits'));
      await server.restart();
      writeFileSync(join(folder, 'go'), '');
      expect(statesOf(await searched)).toEqual([
        ['finished', 0],
        ['finished', 1],
        ['finished', 2],
      ]);
    },
    PATIENCE,
  );

  test(
    'says that no worker is there, and what a task says that cannot be opened',
    async () => {
      const notes: string[] = [];
      const settings = { folder, broken: true };
      const task = { name: 'words', module: pathToFileURL(module).href, settings };
      const note = (line: string): void => void notes.push(line);
      const searched = search(bullmq, ['a'], { parts: { task, note } });
      searched.catch(() => {});
      await until(() => notes.length > 0);
      expect(notes[0]).toContain('npx anodec fleet worker --redis redis://127.0.0.1');
      await startWorker();
      await expect(searched).rejects.toThrow('The data must be there.');
    },
    PATIENCE,
  );

  test('says that no server answers, and refuses a password in the address', async () => {
    const nobody = { kind: 'bullmq', redis: 'redis://127.0.0.1:1' };
    await expect(search(nobody, ['a'])).rejects.toThrow(
      'The Redis server at redis://127.0.0.1:1 must answer, got: connect ECONNREFUSED',
    );
    const secret = { kind: 'bullmq', redis: 'redis://me:secret@127.0.0.1:1' };
    await expect(search(secret, ['a'])).rejects.toThrow('got redis://***@127.0.0.1:1');
  });
});

const noSlurm = whyNoSlurm();
describe.skipIf(noSlurm !== undefined)(`Slurm (skipped: ${noSlurm ?? 'not'})`, () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startSlurm();
    Object.assign(process.env, cluster.environment);
  }, PATIENCE);
  afterAll(async () => {
    await cluster?.stop();
    delete process.env.SLURM_CONF;
  });
  const slurm = { kind: 'slurm', pollTime: '200ms' } as const;

  test(
    'trials run as elements of arrays; one that is killed is handed in again as an array of its own',
    async () => {
      const words = ['a', 'waits', 'b', 'c'];
      const searched = search(slurm, words);
      await until(() => begun().some(({ x }) => x === 'waits'));
      const { parent } = begun().find(({ x }) => x === 'waits') as Begun;
      process.kill(parent, 'SIGKILL');
      await until(() => begun().filter(({ x }) => x === 'waits').length === 2);
      writeFileSync(join(folder, 'go'), '');
      const trials = await searched;
      expect(statesOf(trials)).toEqual(words.map((_, i) => ['finished', i]));
      expect(trials[1].message).toMatch(/The element \d+_\d of the job ended as FAILED/);
      expect(trials.map(({ attempts }) => attempts)).toEqual([1, 2, 1, 1]);
      expect(begun()).toHaveLength(words.length + 1);
    },
    PATIENCE,
  );

  test(
    'an element runs several jobs; a limit of time and a fault end their own trial',
    async () => {
      const words = ['a', 'fails', 'hangs', 'b', 'c', 'd'];
      const trials = await search({ ...slurm, jobsPerElement: 3 } as typeof slurm, words, {
        parts: { timeLimit: 3, memoryLimit: 2 ** 29 },
      });
      expect(trials.map(({ state }) => state)).toEqual([
        'finished',
        'failed',
        'failed',
        'finished',
        'finished',
        'finished',
      ]);
      expect(trials[2].message).toBe('A trial must end within 3 s, but ran on.');
      expect(new Set(begun().map(({ parent }) => parent)).size).toBe(2);
    },
    PATIENCE,
  );

  test(
    'a stopped search ends within 2 s and goes on; what waited in the cluster is taken back',
    async () => {
      const stop = new AbortController();
      const words = ['waits', 'waits ', 'a', 'b'];
      const searched = search(slurm, words, {
        parts: { workers: 1 },
        listeners: { signal: stop.signal },
      });
      searched.catch(() => {});
      await until(() => begun().length === 1);
      const raised = performance.now();
      stop.abort();
      await expect(searched).rejects.toThrow(StoppedError);
      expect(performance.now() - raised).toBeLessThan(2000);
      writeFileSync(join(folder, 'go'), '');
      const jobs = join(folder, 'study/jobs');
      await until(() => readdirSync(jobs).some((name) => name.endsWith('.end.json')));
      const trials = await search(slurm, words);
      expect(statesOf(trials)).toEqual(words.map((_, i) => ['finished', i]));
      expect(begun().filter(({ x }) => x === 'waits')).toHaveLength(1);
    },
    PATIENCE,
  );
});

test('says what to do where Slurm is not installed', async () => {
  const { PATH } = process.env;
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  process.env.PATH = empty;
  try {
    await expect(search({ kind: 'slurm' }, ['a'])).rejects.toThrow(
      'The command sbatch of Slurm must be installed here',
    );
  } finally {
    process.env.PATH = PATH;
  }
});

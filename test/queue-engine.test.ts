/**
 * Searches whose trials run in workers of a queue on a real Redis server, which are killed in the middle; what is found
 * must be what a search without a kill finds.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { StoppedError } from '@anodec/core';
import { createEngine } from '@anodec/tune';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  begun,
  type Begun,
  endWithTest,
  inFolder,
  PATIENCE,
  search,
  statesOf,
  taskUrl,
  until,
  useSearchFolder,
} from './engine-search.js';
import { isInstalled, startRedis, type TestServer } from './servers.js';

/** The built package: processes of their own read no TypeScript. */
const TUNE = new URL('../packages/tune/dist/index.js', import.meta.url).href;

useSearchFolder();

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

  /** A worker in a process of its own, which knows the task; a busy machine alone costs it no lock. */
  async function startWorker(settings: object = {}): Promise<ChildProcess> {
    const { kind: _, ...queued } = bullmq;
    const program = `
      import { runQueueWorker } from '${TUNE}';
      const stop = new AbortController();
      process.on('SIGINT', () => stop.abort());
      const [settings, module] = JSON.parse(process.argv[1]);
      await runQueueWorker(settings, { modules: { words: module }, signal: stop.signal });
    `;
    const given = { ...queued, lockSeconds: 600, ...settings };
    const asked = JSON.stringify([given, taskUrl()]);
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program, asked], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    endWithTest(child);
    await once(child, 'spawn');
    return child;
  }

  test(
    'a worker that is killed in the middle loses nothing: another takes its trial, and none ends twice',
    async () => {
      const words = ['a', 'waits', 'b', 'c', 'd', 'e'];
      const lock = { lockSeconds: 5 };
      const workers = [await startWorker(lock), await startWorker(lock)];
      const searched = search(bullmq, words, { parts: { workers: 4 } });
      await until(() => begun().some(({ x }) => x === 'waits'));
      const { parent } = begun().find(({ x }) => x === 'waits') as Begun;
      expect(workers.map(({ pid }) => pid)).toContain(parent);
      process.kill(parent, 'SIGKILL');
      await until(() => begun().filter(({ x }) => x === 'waits').length === 2);
      writeFileSync(inFolder('go'), '');
      const trials = await searched;
      expect(statesOf(trials)).toEqual(words.map((_, i) => ['finished', i]));
      // no other evaluation was begun twice, and the journal has one end for each
      const counts = words.map((word) => begun().filter(({ x }) => x === word).length);
      expect(counts).toEqual([1, 2, 1, 1, 1, 1]);
      const journal = readFileSync(inFolder('study/trials.jsonl'), 'utf8');
      expect(journal.match(/"event":"finished"/g)).toHaveLength(words.length);
      expect(readdirSync(inFolder('study')).sort()).toEqual(['study.json', 'trials.jsonl']);
    },
    PATIENCE,
  );

  test(
    'a trial that computes longer than the lock without looking up is not given to another worker',
    async () => {
      await startWorker({ lockSeconds: 1.5 });
      await startWorker({ lockSeconds: 1.5 });
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
      writeFileSync(inFolder('go'), '');
      const jobs = inFolder('study/jobs');
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

  test('a search that is stopped while it hands a trial over ends, and leaves no file of it', async () => {
    const task = { name: 'words', module: taskUrl(), settings: { folder: inFolder() } };
    const engine = await createEngine(bullmq, { task, folder: inFolder('study'), workers: 1 });
    const job = { trial: 0, attempt: 1, point: { x: 'a' } };
    const listeners = { onStart: async () => {}, onReport: async () => 'go on' as const };
    const running = engine.run(job, listeners);
    await Promise.all([expect(running).rejects.toThrow(StoppedError), engine.close()]);
    expect(existsSync(inFolder('study/jobs'))).toBe(false);
  });

  test(
    'a stopped worker gives its trial back at once, not after its lock',
    async () => {
      const first = await startWorker();
      const searched = search(bullmq, ['waits']);
      await until(() => begun().length === 1);
      await startWorker();
      const raised = performance.now();
      first.kill('SIGINT');
      await once(first, 'exit');
      expect(performance.now() - raised).toBeLessThan(30_000); // far below its lock
      await until(() => begun().length === 2);
      writeFileSync(inFolder('go'), '');
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
      writeFileSync(inFolder('go'), '');
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
      const settings = { folder: inFolder(), broken: true };
      const task = { name: 'words', module: taskUrl(), settings };
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

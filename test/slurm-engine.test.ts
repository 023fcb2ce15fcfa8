/**
 * Searches whose trials run as elements of arrays on a real Slurm cluster, one of which is killed; what is found must be
 * what a search without a kill finds.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { StoppedError } from '@anodec/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  begun,
  type Begun,
  inFolder,
  PATIENCE,
  search,
  statesOf,
  until,
  useSearchFolder,
} from './engine-search.js';
import { startSlurm, type TestCluster, whyNoSlurm } from './slurm.js';

useSearchFolder();

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
      writeFileSync(inFolder('go'), '');
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
      writeFileSync(inFolder('go'), '');
      const jobs = inFolder('study/jobs');
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
  const empty = inFolder('empty');
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

/** Tables with more columns than rows are done quickly, and every step of them can be stopped. */
import { type Progress, StoppedError } from '@anodec/core';
import { evaluateRun, openRun, prepareTables, scoreRun, trainRun } from '@anodec/pipeline';
import { listRuns } from '@anodec/runs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, createBench, TINY_NETWORK } from './plant.js';

const CHANNELS = 1200;

/** Waves of 13 lengths, each channel with a phase of its own. */
function wideTable(rows: number, from: number): string {
  const names = Array.from({ length: CHANNELS }, (_, c) => `s${c}`);
  const lines = Array.from({ length: rows }, (_, i) => {
    const cells = names.map((__, c) => Math.sin((from + i) / (5 + (c % 13)) + c).toFixed(3));
    return [new Date(Date.UTC(2020, 0, 1) + (from + i) * 60_000).toISOString(), ...cells].join(',');
  });
  return `${['time', ...names].join(',')}\n${lines.join('\n')}\n`;
}

let bench: Bench;
let settings: Parameters<typeof trainRun>[0];
let run: string;

beforeAll(async () => {
  bench = createBench();
  const { paths } = await prepareTables({
    normal: bench.write('n.csv', wideTable(400, 0)),
    attack: bench.write('a.csv', wideTable(200, 1000)),
    paths: bench.paths,
  });
  settings = { paths, detector: TINY_NETWORK }; // with all baselines
});
afterAll(() => bench.remove());

/** Raises a signal at a moment of the work and measures how long it takes to end. */
async function stopAt(
  isThen: (step: string) => boolean,
  work: (listeners: { progress: Progress; signal: AbortSignal }) => Promise<unknown>,
) {
  const stop = new AbortController();
  let raised = NaN;
  const raise = (): void => {
    if (stop.signal.aborted) return;
    raised = performance.now();
    stop.abort();
  };
  const progress: Progress = {
    begin(step) {
      if (isThen(step)) raise();
    },
    update() {},
    end() {},
  };
  const error: unknown = await work({ progress, signal: stop.signal }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { error, seconds: (performance.now() - raised) / 1000 };
}

test('1,200 channels with all baselines are trained, scored and evaluated in seconds', async () => {
  const start = performance.now();
  ({ path: run } = (await trainRun(settings)).run);
  await scoreRun(await openRun(run));
  const { report } = await evaluateRun(await openRun(run));
  expect(report.results.map(({ name }) => name)).toEqual([
    'LSTM autoencoder',
    'PCA',
    'Norm',
    'Linear baseline',
  ]);
  expect((performance.now() - start) / 1000).toBeLessThan(30); // was two minutes
});

test.each(['Training', 'Gram matrix', 'Scoring'])(
  'stops within two seconds of %s',
  async (name) => {
    const { error, seconds } = await stopAt(
      (step) => step.startsWith(name),
      (listeners) => trainRun(settings, listeners),
    );
    expect(error).toBeInstanceOf(StoppedError);
    expect(seconds).toBeLessThan(2);
    const [last] = (await listRuns(bench.paths.logs)).slice(-1);
    expect(last.status).toBe('stopped');
  },
);

test('stops scoring and drawing within two seconds, and leaves no half of a result', async () => {
  const trained = await openRun(run);
  const drawn = await stopAt(
    () => true,
    (listeners) => evaluateRun(trained, listeners),
  );
  expect(drawn.error).toBeInstanceOf(StoppedError);
  expect(drawn.seconds).toBeLessThan(2);
  const scored = await stopAt(
    () => true,
    (listeners) => scoreRun(trained, listeners),
  );
  expect(scored.error).toBeInstanceOf(StoppedError);
  expect(scored.seconds).toBeLessThan(2);
  await expect(evaluateRun(trained)).rejects.toThrow('Score it first.');
});

/** The windows that a notebook shows are those of the first batch of the training. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createDataModule, openRun, prepareTables, readDataSet, trainRun } from './index.js';
import { reconstructWindows } from './windows.js';

const folder = mkdtempSync(join(tmpdir(), 'anodec-windows-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function table(name: string): string {
  const rows = Array.from({ length: 200 }, (_, t) => `${Math.sin(t / 7)},${Math.cos(t / 11)}`);
  const path = join(folder, name);
  writeFileSync(path, `a,b\n${rows.join('\n')}\n`);
  return path;
}

test('are those of the first batch, in its order, as they were recorded', async () => {
  const { paths } = await prepareTables({
    normal: table('normal.csv'),
    attack: table('test.csv'),
    paths: { dataRoot: join(folder, 'data'), logs: join(folder, 'logs'), dataset: 'waves' },
  });
  const small = { maxEpochs: 1, hiddenSize: 4, embeddingSize: 2, sampleSize: 30 } as const;
  const settings = {
    paths,
    preprocess: { scaler: 'none', clip: 'none', recentre: 'none' },
    detector: { windowSize: 5, batchSize: 16, backend: 'cpu', ...small },
    baselines: { baselines: ['none'] },
  } as const;
  const { run } = await trainRun(settings);
  const { normal } = await readDataSet(paths);
  const pairs = await reconstructWindows(await openRun(run.path), normal);
  // unscaled, so that what the network reads is what was recorded
  const [first] = (await createDataModule(settings)).train(0);
  const W = 5 * 2;
  const kept = Array.from({ length: first.size }, (_, b) =>
    [...first.input.subarray(b * W, (b + 1) * W)].join(),
  );
  const shown = Array.from({ length: pairs.samples }, (_, b) =>
    [...pairs.recorded.subarray(b * W, (b + 1) * W)].join(),
  );
  expect([pairs.rows, pairs.channels]).toEqual([5, ['a', 'b']]);
  expect(shown.length).toBeGreaterThan(10);
  // in the order of the batch; those at the very beginning of a recording are left out
  expect(kept.filter((window) => shown.includes(window))).toEqual(shown);
  expect(pairs.reconstructed.every(Number.isFinite)).toBe(true);
});

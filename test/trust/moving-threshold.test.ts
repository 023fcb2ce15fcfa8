/** A threshold that moves, chosen after the training: the one that a training with it has. */
import { openRun, prepareTables, trainRun, withMovingThreshold } from '@anodec/pipeline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, createBench, tinySettings } from './plant.js';

let bench: Bench;
beforeAll(() => void (bench = createBench()));
afterAll(() => bench.remove());

test.each(['spot', 'dspot', 'dynamic-window'])('%s is that of a training with it', async (kind) => {
  const { paths } = await prepareTables(bench.tables('plant'));
  const settings = tinySettings(paths, { kind: 'norm' });
  const plain = await openRun((await trainRun(settings)).run.path);
  const trained = await trainRun({ ...settings, alarmPolicy: { threshold: { kind } } });
  const [{ alarmPolicy: expected }] = (await openRun(trained.run.path)).detectors;
  const [{ alarmPolicy }] = (await withMovingThreshold(plain, kind)).detectors;
  expect(alarmPolicy).toEqual(expected);
  expect(alarmPolicy).not.toEqual(plain.detectors[0].alarmPolicy);
  await expect(withMovingThreshold(plain, 'quantile')).rejects.toThrow(
    `must be one of spot, dspot, dynamic-window, got quantile`,
  );
});

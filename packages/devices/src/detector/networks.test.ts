/** Networks of a device: where they are found, and the days that they make, as files and pictures. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, DataError } from '@anodec/core';
import { GanConfig, generateDays, readGan, trainGan } from '@anodec/gan';
import { startCompute } from '@anodec/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SLOTS } from '../day-table.js';
import { plotGeneratedDays, writeGeneratedDays } from '../draw/generated-days.js';
import { writeCombination } from '../groups/class-files.js';
import { deviceFiles } from '../prepare/prepare-device.js';
import { DayScoringConfig } from './scoring-config.js';
import { classesOfNetworks, findNetworks } from './find-networks.js';
import { writeModelFile } from './model-file.js';

const settings = GanConfig.parse({
  capacity: 1 / 16,
  latentSize: 5,
  batchSize: 4,
  iterations: 2,
  backend: 'simd',
  threads: 1,
});
const classes = [0, 0, 0, 0, 0, 1, 1, 1];
const id = '0123456789abcdef';

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'networks-'));
  const backend = await startCompute(settings);
  const labels = Int32Array.from({ length: 8 }, (_, n) => n % 2);
  const days = Float32Array.from({ length: 8 * SLOTS }, (_, i) => (i % 40 < 20 ? 5 : 45));
  const data = { days, width: SLOTS, labels, classes: 2 };
  const place = join(folder, 'models/experiments/acgan/5032AB/1');
  (await trainGan(data, settings, { backend, folder: place })).gan.dispose();
  await writeCombination(deviceFiles(folder, 'experiments', '5032AB').combination, classes);
});
afterAll(() => rmSync(folder, { recursive: true }));

const find = (changes: { readonly device?: string; readonly model?: string } = {}) =>
  findNetworks({ folder, variant: 'acgan', device: '5032AB', ...changes });

test('finds the run of an experiment, and a model of the monthly job before it', async () => {
  const run = join(folder, 'models/experiments/acgan/5032AB/1');
  const found = await find();
  expect(found).toEqual({ path: run });
  const place = { folder, variant: 'acgan', device: '5032AB' };
  expect(await classesOfNetworks(place, found, 2)).toEqual(classes);
  await expect(classesOfNetworks(place, found, 3)).rejects.toThrow('know, 3, got 2');
  const job = join(folder, 'models/acgan/5032AB');
  const moments = { mean: 0, deviation: 1 };
  await writeModelFile(job, {
    device: '5032AB',
    id,
    contents: '',
    from: '20.01.01',
    to: '20.02.01',
    days: 20,
    heldOut: 5,
    classes: {
      monday: 0,
      tuesday: 1,
      wednesday: 1,
      thursday: 1,
      friday: 1,
      saturday: 1,
      sunday: 1,
      holiday: 1,
    },
    scoring: DayScoringConfig.parse({}),
    calibration: {
      residuals: moments,
      features: moments,
      classLosses: null,
      validityLosses: moments,
      closestLearned: moments,
      closestGenerated: moments,
    },
    quantile: 0.97,
    threshold: 1,
  });
  const model = await find();
  expect(model.path).toBe(join(job, id));
  expect(await classesOfNetworks(place, model, 2)).toEqual([0, 1, 1, 1, 1, 1, 1, 1]);
  expect((await find({ model: run })).path).toBe(run);
  await expect(find({ model: job, device: '5032B9' })).rejects.toThrow('got one of 5032AB');
});

test('says where it looked, and of which devices there are networks', async () => {
  const unknown = find({ device: '999' });
  await expect(unknown).rejects.toThrow(DataError);
  await expect(unknown).rejects.toThrow(
    'got none (variant acgan: there are those of 5032AB). Train them with',
  );
  await expect(find({ model: join(folder, 'nowhere') })).rejects.toThrow('nowhere, got none. ');
  await expect(find({ device: '../5032AB' })).rejects.toThrow(ConfigError);
});

test('writes generated days in the unit of the device, and a picture of each', async () => {
  const gan = await readGan(join(folder, 'models/experiments/acgan/5032AB/1'));
  const made = await generateDays(gan, 2, 3);
  gan.dispose();
  const file = join(folder, 'generated.csv');
  await writeGeneratedDays(file, made);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  expect(lines.map((line) => line.split(',')[0])).toEqual([
    'label:0 num:0',
    'label:0 num:1',
    'label:1 num:0',
    'label:1 num:1',
  ]);
  for (const [n, line] of lines.entries()) {
    const values = line.split(',').slice(1).map(Number);
    expect(Float32Array.from(values)).toEqual(made.days.slice(n * SLOTS, (n + 1) * SLOTS));
    // 0 to 1 of the networks is 5 to 45 of the days that they learned from
    expect(Math.min(...values)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...values)).toBeLessThanOrEqual(45.001);
    expect(Math.max(...values)).toBeGreaterThan(5);
  }
  const plots = join(folder, 'plots');
  await plotGeneratedDays(plots, '5032AB', made, 'svg');
  expect(readdirSync(plots).sort()).toEqual([
    'class0-0.svg',
    'class0-1.svg',
    'class1-0.svg',
    'class1-1.svg',
  ]);
  expect(readFileSync(join(plots, 'class1-0.svg'), 'utf8')).toContain('class 1, number 0');
  const stopped = plotGeneratedDays(plots, '5032AB', made, 'png', { signal: AbortSignal.abort() });
  await expect(stopped).rejects.toThrow('Stopped while drawing days.');
});

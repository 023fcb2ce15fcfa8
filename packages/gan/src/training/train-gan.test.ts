/** Trainings from end to end: files, exact resume, classes, refusals. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom, StoppedError } from '@anodec/core';
import { tf } from '@anodec/kernels';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { GanConfig } from '../config.js';
import { readGan } from '../gan.js';
import { variantNames, variants } from '../variants.js';
import { trainGan, type TrainGanOptions } from './train-gan.js';

const WIDTH = 16;
const SMALL = {
  latentSize: 5,
  capacity: 1 / 32,
  batchSize: 4,
  backend: 'simd',
  threads: 1,
} as const;
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gan-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe.each(variantNames)('%s', (variant) => {
  test('writes a model that makes the same days when it is read', async () => {
    const trained = await train({ variant, iterations: 3 }, { folder });
    const isCritic = variants[variant].loss === 'wasserstein';
    const losses = isCritic ? 3 : variants[variant].hasLabels && variant !== 'cgan' ? 4 : 2;
    expect(Object.keys(trained.losses[0])).toHaveLength(losses);
    expect(trained.losses).toHaveLength(variants[variant].hasLabels ? 1 : 2);
    for (const series of trained.losses.flatMap((pair) => Object.values(pair))) {
      expect(series).toHaveLength(3);
      // a Wasserstein distance is a difference, which may have either sign
      const least = isCritic ? -Infinity : 0;
      expect(series.every((value) => Number.isFinite(value) && value >= least)).toBe(true);
    }
    const read = await readGan(folder);
    expect([read.minimum, read.maximum]).toEqual([5, 25]);
    expect(read.days).toEqual([6, 6]);
    for (const label of [0, 1]) {
      const made = [trained.gan, read].map((gan) => {
        const of = tf.tensor1d([gan.labelOf(label)], 'int32');
        const latent = tf.ones<tf.Rank.R2>([1, gan.settings.latentSize]);
        return gan.networksOf(label).generate(latent, of).dataSync();
      });
      expect(made[1]).toEqual(made[0]);
    }
    trained.gan.dispose();
    read.dispose();
  });

  test.each([
    ['', false],
    [' with spectral normalisation', true],
  ])('ends with the same bits when it is stopped and resumed%s', async (_, spectralNorm) => {
    const whole = join(folder, 'whole');
    const parts = join(folder, 'parts');
    const settings = { variant, spectralNorm, iterations: 7, reportEvery: 3 };
    (await train(settings, { folder: whole })).gan.dispose();
    for (const steps of [2, 3]) {
      const stopped = train(settings, { folder: parts, resume: true, ...stopAfter(steps) });
      await expect(stopped).rejects.toThrow(StoppedError);
    }
    (await train(settings, { folder: parts, resume: true })).gan.dispose();
    for (const path of filesOf(whole)) {
      expect([path, readFileSync(join(parts, path))]).toEqual([
        path,
        readFileSync(join(whole, path)),
      ]);
    }
  });
});

test('trains a finished model on to more iterations, with the bits of one long training', async () => {
  const [whole, parts] = [join(folder, 'whole'), join(folder, 'parts')];
  const settings = { reportEvery: 2 };
  (await train({ ...settings, iterations: 5 }, { folder: whole })).gan.dispose();
  (await train({ ...settings, iterations: 3 }, { folder: parts })).gan.dispose();
  (await train({ ...settings, iterations: 5 }, { folder: parts, resume: true })).gan.dispose();
  for (const path of filesOf(whole).filter((name) => name.endsWith('s'))) {
    expect([path, readFileSync(join(parts, path))]).toEqual([
      path,
      readFileSync(join(whole, path)),
    ]);
  }
});

test('a killed training is resumed from its last checkpoint, with the bits of one that was not', async () => {
  const [whole, killed] = [join(folder, 'whole'), join(folder, 'killed')];
  const settings = { iterations: 8, reportEvery: 2 };
  (await train(settings, { folder: whole })).gan.dispose();
  await killWhenItReports(killed);
  expect(readdirSync(killed)).not.toContain('generator.safetensors');
  (await train(settings, { folder: killed, resume: true })).gan.dispose();
  for (const path of filesOf(whole)) {
    expect([path, readFileSync(join(killed, path))]).toEqual([
      path,
      readFileSync(join(whole, path)),
    ]);
  }
});

test('one class makes AC-GAN a plain GAN: its class losses are 0 and the others move', async () => {
  const labels = new Int32Array(12);
  const { gan, losses } = await train({ iterations: 4 }, {}, { ...days(), labels });
  expect([...losses[0].g_class, ...losses[0].d_class]).toEqual(Array.from({ length: 8 }, () => 0));
  expect(new Set(losses[0].d_valid).size).toBe(4);
  gan.dispose();
});

test('reports the mean losses and keeps snapshots, pictures and a line for each iteration', async () => {
  const reports: unknown[] = [];
  const settings = { iterations: 4, reportEvery: 2, snapshots: true };
  const options: TrainGanOptions = { folder, onReport: (report) => reports.push(report) };
  const { gan, losses } = await train(settings, options);
  gan.dispose();
  const [{ g_valid: g }] = losses;
  expect(reports).toMatchObject([
    { iteration: 2, iterations: 4, pair: 0, pairs: 1 },
    { iteration: 4, losses: { g_valid: expect.closeTo((g[2] + g[3]) / 2, 6) as number } },
  ]);
  expect(readdirSync(join(folder, 'snapshots')).sort()).toEqual([
    '2-days.csv',
    '2-discriminator.safetensors',
    '2-generator.safetensors',
    '4-days.csv',
    '4-discriminator.safetensors',
    '4-generator.safetensors',
  ]);
  const rows = readFileSync(join(folder, 'snapshots/4-days.csv'), 'utf8').trim().split('\n');
  expect(rows.map((row) => row.split(',')[0]).join('')).toBe('00001111');
  expect(rows.flatMap((row) => row.split(',').slice(1).map(Number)).every(isPower)).toBe(true);
  const table = readFileSync(join(folder, 'losses.csv'), 'utf8').trim().split('\n');
  expect([table[0], table.length]).toEqual(['iteration,g_valid,d_valid,g_class,d_class', 5]);
  expect(readdirSync(folder).some((name) => name.startsWith('events.out.tfevents'))).toBe(true);
  await expect(readGan(join(folder, 'nothing'))).rejects.toThrow('gan.json');
});

test('hands scaled days to the augmentation, and learns from what it returns', async () => {
  const seen: number[] = [];
  const augment = (values: Float32Array) => {
    seen.push(Math.min(...values), Math.max(...values));
    return values.map((value) => 1 - value);
  };
  const plain = await train({ iterations: 1 });
  const changed = await train({ iterations: 1 }, { augment });
  expect(seen.every((value) => value >= 0 && value <= 1)).toBe(true);
  expect(changed.losses[0].d_valid[0]).not.toBe(plain.losses[0].d_valid[0]);
  plain.gan.dispose();
  changed.gan.dispose();
});

test('says what it cannot train on or continue', async () => {
  const bad = days();
  bad.days[20] = NaN;
  await expect(train({}, {}, bad)).rejects.toThrow('got NaN in day 2, value 5');
  const labels = new Int32Array(12).fill(1);
  await expect(train({}, {}, { ...days(), labels })).rejects.toThrow('got none of class 0');
  await expect(train({}, {}, { ...days(), width: 17 })).rejects.toThrow('days of 17 values');
  (await train({ iterations: 2 }, { folder })).gan.dispose();
  await expect(train({ iterations: 2 }, { folder })).rejects.toThrow('must not hold a model');
  const resume = { folder, resume: true };
  await expect(train({ iterations: 3, seed: 5 }, resume)).rejects.toThrow('`seed` must be 0');
  await expect(train({ iterations: 1 }, resume)).rejects.toThrow('`iterations` must be at least 2');
  const others = days();
  others.days[0] += 1;
  await expect(train({ iterations: 3 }, resume, others)).rejects.toThrow(
    'days and classes that it began',
  );
});

function isPower(value: number): boolean {
  return value >= 5 && value <= 25;
}

/** A signal that is raised once so many batches were augmented, which is once for each step. */
function stopAfter(steps: number): TrainGanOptions {
  const controller = new AbortController();
  let count = 0;
  return {
    signal: controller.signal,
    augment(values) {
      if (++count === steps) controller.abort();
      return values;
    },
  };
}

/** Begins the training of that test in a process of its own, whose end is a kill at the second report. */
async function killWhenItReports(place: string): Promise<void> {
  const data = days();
  const program = `
    import { GanConfig, trainGan } from '@anodec/gan';
    const data = ${JSON.stringify({ ...data, days: [...data.days], labels: [...data.labels] })};
    const days = { ...data, days: Float32Array.from(data.days), labels: Int32Array.from(data.labels) };
    const config = GanConfig.parse(${JSON.stringify({ ...SMALL, iterations: 8, reportEvery: 2 })});
    await trainGan(days, config, {
      folder: ${JSON.stringify(place)},
      onReport: ({ iteration }) => iteration === 4 && process.kill(process.pid, 'SIGKILL'),
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
}

/** All files but those that hold times. */
function filesOf(place: string): string[] {
  const all = readdirSync(place, { recursive: true }) as string[];
  return all.filter((name) => /\.(safetensors|json|csv)$/.test(name));
}

/** Twelve days of two shapes, from 5 to 25. */
function days() {
  const random = createRandom(8);
  const labels = Int32Array.from({ length: 12 }, (_, day) => day % 2);
  const values = Float32Array.from({ length: 12 * WIDTH }, (_, i) => {
    const [day, slot] = [Math.floor(i / WIDTH), i % WIDTH];
    if (i < 2) return i === 0 ? 5 : 25;
    return 10 + 5 * Math.sin(((1 + (day % 2)) * slot) / 3) + random.uniform();
  });
  return { days: values, width: WIDTH, labels };
}

async function train(
  settings: z.input<typeof GanConfig>,
  options: TrainGanOptions = {},
  data: Parameters<typeof trainGan>[0] = days(),
) {
  const small = { ...SMALL, ...settings };
  return trainGan(data, GanConfig.parse(small), options);
}

/** The searches before a training, through the built command. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkplace, type Ended, TINY, waves, type Workplace } from './anodec-command.js';

let folder: Workplace;
let ended: Record<string, Ended>;

beforeAll(() => {
  folder = createWorkplace();
  folder.write('train.csv', waves(300));
  const data = ['--dataset', 'plant'];
  const few = [...TINY, '--sample-size', '60', ...data];
  const steps = ['--batch-size', '10', '--rate-steps', '40', '--min-rate', '1e-4'];
  const rate = ['find', 'learning-rate', ...few, ...steps];
  const sizes = ['--min-batch-size', '4', '--trial-seconds', '0.05'];
  const lines = {
    convert: ['data', 'convert', '--normal', 'train.csv', ...data],
    prepare: ['data', 'prepare', ...data],
    rate,
    again: [...rate, '--output', 'again'],
    size: ['find', 'batch-size', ...few, ...sizes],
    refused: ['find', 'learning-rate', '--detector', 'pca', ...data],
    reversed: [...rate, '--max-rate', '1e-5'],
  };
  const all = folder.anodecEach(Object.values(lines));
  ended = Object.fromEntries(Object.keys(lines).map((name, i) => [name, all[i]]));
});
afterAll(() => folder.remove());

test('a learning rate is recommended as a flag that trains, with a chart, and no run is made', () => {
  const { code, out } = ended.rate;
  expect(code).toBe(0);
  const [, flag = ''] = /^Recommended: (--learning-rate [\d.e-]+)/m.exec(out) ?? [];
  expect(out).toContain('* mean over a decade');
  expect(folder.read('found/learning-rate.svg')).toContain('suggested');
  expect(folder.files('lightning_logs')).toEqual({});
  const next = /^Next: npx anodec (train .+), with/m.exec(out)?.[1] ?? '';
  expect(next).toBe(`train ${flag} --dataset plant`);
  const trained = folder.anodec(...next.split(' '), ...TINY, '--sample-size', '60');
  expect([trained.code, trained.err]).toEqual([0, '']);
});

test('the same seed finds the same rates and losses', () => {
  expect(ended.again.code).toBe(0);
  expect(folder.read('again/learning-rate.json')).toBe(folder.read('found/learning-rate.json'));
});

test('a batch size is recommended that was measured, none larger than an epoch', () => {
  expect(ended.size.code).toBe(0);
  const found = JSON.parse(folder.read('found/batch-size.json')) as {
    trials: { batchSize: number; windowsPerSecond: number; peakMemory: number }[];
    suggestion: number;
  };
  const sizes = found.trials.map(({ batchSize }) => batchSize);
  expect(sizes).toEqual(sizes.map((_, i) => 4 * 2 ** i));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(60);
  expect(sizes).toContain(found.suggestion);
  expect(ended.size.out).toContain(`Recommended: --batch-size ${found.suggestion},`);
});

test('what cannot be searched is refused', () => {
  expect(ended.refused.err).toContain('an autoencoder, got pca');
  expect(ended.reversed.err).toContain('--min-rate must be smaller than --max-rate');
});

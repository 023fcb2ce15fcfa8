/** The batches of a training. */
import { expect, test } from 'vitest';
import { GanConfig, settleConfig } from '../config.js';
import { createBatches, type GanBatch, type TrainingDays } from './batches.js';

const CLASSES = 3;
/** Ten days of three values, which say which day they are of. */
const days: TrainingDays = {
  width: 3,
  values: Float32Array.from({ length: 30 }, (_, i) => Math.floor(i / 3)),
  labels: Int32Array.from({ length: 10 }, (_, day) => day % CLASSES),
  classes: CLASSES,
};

function batches(settings: object = {}, steps = 50): GanBatch[] {
  const config = settleConfig(GanConfig.parse({ latentSize: 4, reportEvery: steps, ...settings }));
  return [...createBatches(days, config).train(0)];
}

test('generated days are of every class equally often, the last one included', () => {
  const all = batches().flatMap(({ fake, generated }) => [...fake.labels, ...generated.labels]);
  const counts = Array.from(
    { length: CLASSES },
    (_, k) => all.filter((label) => label === k).length,
  );
  // 3,200 draws: binomial with mean 1,067 and deviation 27
  for (const count of counts) expect(Math.abs(count - all.length / CLASSES)).toBeLessThan(5 * 27);
});

test('those of cgan are of the classes of the real days', () => {
  for (const { labels, fake, generated } of batches({ variant: 'cgan' }, 3)) {
    expect([fake.labels, generated.labels]).toEqual([labels, labels]);
  }
});

test('real days come with their own class, and all of them come', () => {
  const seen = batches().flatMap(({ days: values, labels }) =>
    Array.from(labels, (label, b) => {
      const day = values[3 * b];
      expect([values[3 * b + 2], label]).toEqual([day, day % CLASSES]);
      return day;
    }),
  );
  expect(new Set(seen).size).toBe(10);
});

test('a batch is the same wherever a training begins, and another one for each step and purpose', () => {
  const config = settleConfig(GanConfig.parse({ latentSize: 4, reportEvery: 4 }));
  const source = createBatches(days, config);
  const whole = [...source.train(1)];
  const [resumed] = source.train(1, 2);
  const numbersOf = (batch: GanBatch) => [batch.days, batch.labels, batch.fake, batch.generated];
  expect(numbersOf(resumed)).toEqual(numbersOf(whole[2]));
  expect(resumed.dropout.uniform()).toBe(whole[2].dropout.uniform());
  expect(whole[1].fake.latent).not.toEqual(whole[2].fake.latent);
  expect(whole[2].generated.latent).not.toEqual(whole[2].fake.latent);
  expect([...source.train(0)][2].days).not.toEqual(whole[2].days);
});

test('a critic has other days, numbers and points between them in each of its steps', () => {
  const [batch] = batches({ variant: 'wgan-gp' }, 1);
  expect(batch.further).toHaveLength(4);
  const steps = [batch, ...batch.further];
  for (const numbersOf of [
    ({ days: values }: (typeof steps)[0]) => values.join(),
    ({ fake }: (typeof steps)[0]) => fake.latent.join(),
    ({ mix }: (typeof steps)[0]) => mix?.join(),
  ]) {
    expect(new Set(steps.map(numbersOf)).size).toBe(5);
  }
  const shares = steps.flatMap(({ mix }) => [...(mix ?? [])]);
  expect([Math.min(...shares) >= 0, Math.max(...shares) <= 1]).toEqual([true, true]);
  expect(Math.max(...shares) - Math.min(...shares)).toBeGreaterThan(0.9);
  expect(batches({ variant: 'wgan-gp', discriminatorSteps: 2 }, 1)[0].further).toHaveLength(1);
  const [plain] = batches({ variant: 'gan' }, 1);
  expect([plain.further, plain.mix]).toEqual([[], undefined]);
});

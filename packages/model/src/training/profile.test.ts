/** Tests of the profile of a training. */
import { expect, test } from 'vitest';
import { autoencoder } from '../detectors/autoencoder.js';
import { wave } from '../wave.fixture.js';
import { Profile } from './profile.js';
import { profiledCallback } from './profiled.js';

test('sums the times of phases and kernels, longest first', async () => {
  let time = 0;
  const profile = new Profile(() => time);
  const take = (milliseconds: number): void => {
    time += milliseconds;
  };
  profile.time('validation', () => take(100));
  take(50);
  const answer = await profile.time('gather batches', async () => {
    await Promise.resolve();
    take(300);
    return 'done';
  });
  profile.time('validation', () => take(50));
  profile.addKernel('dense', 20, 64);
  profile.addKernel('dense', 10, 32);
  expect(answer).toBe('done');
  expect(profile.report()).toEqual({
    seconds: 0.5,
    phases: [
      { name: 'gather batches', calls: 1, seconds: 0.3 },
      { name: 'validation', calls: 2, seconds: 0.15 },
    ],
    kernels: [{ name: 'dense', calls: 2, seconds: 0.03, bytes: 96 }],
  });
});

test('measures the hooks of a callback and leaves what they do as it is', async () => {
  const profile = new Profile();
  const seen: unknown[] = [];
  const measured = profiledCallback(
    {
      name: 'own',
      onStepEnd: (report) => void seen.push(report),
      onEpochSave: () => Promise.resolve(),
      endsFit: () => undefined,
    },
    profile,
  );
  await measured.onStepEnd?.('a report' as never, undefined as never);
  await measured.onEpochSave?.(undefined as never, undefined as never);
  measured.endsFit?.(undefined as never);
  expect([measured.name, seen, 'onFitEnd' in measured]).toEqual(['own', ['a report'], false]);
  const { phases } = profile.report();
  expect(phases.map(({ name, calls }) => [name, calls]).sort()).toEqual([
    ['callbacks and logging', 1],
    ['checkpoints', 1],
  ]);
});

test('finds the phases of a training and the kernels in its steps, and changes no weight', async () => {
  const settings = {
    windowSize: 5,
    hiddenSize: 4,
    embeddingSize: 2,
    maxEpochs: 2,
    batchSize: 32,
    sampleSize: 0,
  };
  const frame = wave(120);
  const fit = async (profile?: Profile) => {
    const detector = autoencoder.create(settings, { callbacks: [{ onEpochEnd() {} }], profile });
    const fitted = await detector.fit([frame], { validation: [frame] });
    return fitted.state().arrays;
  };
  const profile = new Profile();
  expect(await fit(profile)).toEqual(await fit());
  const { seconds, phases, kernels } = profile.report();
  const calls = Object.fromEntries(phases.map((phase) => [phase.name, phase.calls]));
  // 116 windows are 4 steps, the 24 of validation one batch, in each of 2 epochs
  expect(calls).toMatchObject({ 'forward, backward, optimiser': 8, validation: 2 });
  const sum = phases.reduce((total, phase) => total + phase.seconds, 0);
  expect(sum).toBeLessThanOrEqual(seconds);
  const inSteps = kernels.find(({ name }) => name === 'lstm backward');
  expect(inSteps?.calls).toBe(8 * 3);
});

/** Tests of the throughput of a training. */
import { expect, test } from 'vitest';
import { createThroughput } from './throughput.js';

test('counts windows from the end of an epoch to the end of its last step, without validation', async () => {
  let time = 0;
  const { callback, windowsPerSecond, meanWindowsPerSecond } = createThroughput(() => time);
  const call = async (hook: string, milliseconds: number, report: object): Promise<void> => {
    time += milliseconds;
    await Reflect.get(callback, hook)(report);
  };
  await call('onFitStart', 50, {});
  expect([windowsPerSecond(), meanWindowsPerSecond()]).toEqual([NaN, NaN]);
  await call('onStepEnd', 100, { epoch: 0, size: 64 });
  expect(windowsPerSecond()).toBe(640);
  await call('onStepEnd', 100, { epoch: 0, size: 36 });
  expect(windowsPerSecond()).toBe(500);
  await call('onEpochSave', 1000, {}); // validation and checkpoint
  expect(windowsPerSecond()).toBe(500);
  await call('onStepEnd', 50, { epoch: 1, size: 100 });
  expect(windowsPerSecond()).toBe(2000);
  expect(meanWindowsPerSecond()).toBe(800);
  await call('onFitStart', 0, {}); // another fit begins anew
  await call('onStepEnd', 10, { epoch: 1, size: 1 });
  expect([windowsPerSecond(), meanWindowsPerSecond()]).toEqual([100, 100]);
});

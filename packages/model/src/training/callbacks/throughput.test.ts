/** Tests of the throughput of a training. */
import { expect, test } from 'vitest';
import { createThroughput } from './throughput.js';

test('counts windows from the end of an epoch to the end of its last step, without validation', async () => {
  let time = 0;
  const { callback, windowsPerSecond, meanWindowsPerSecond } = createThroughput({
    now: () => time,
  });
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

test.each([
  ['within an epoch', false],
  ['between two epochs', true],
])('continues after a resume %s as if the fit had not stopped', async (_, isOver) => {
  let time = 0;
  const options = { name: 'throughput', now: () => time };
  const first = createThroughput(options);
  const call = async (
    { callback }: typeof first,
    hook: string,
    milliseconds: number,
    report = {},
  ) => {
    time += milliseconds;
    await Reflect.get(callback, hook)(report);
  };
  await call(first, 'onFitStart', 0);
  await call(first, 'onStepEnd', 100, { epoch: 0, size: 50 });
  if (isOver) await call(first, 'onEpochSave', 500);
  const second = createThroughput(options);
  second.callback.load?.(JSON.parse(JSON.stringify(first.callback.state?.())));
  await call(second, 'onFitStart', 9000); // the time between the two is nobody's
  await call(second, 'onStepEnd', 100, { epoch: isOver ? 1 : 0, size: 150 });
  const epochs = isOver ? [500, 1500] : [1000, NaN];
  expect([0, 1].map(second.windowsPerSecondOf)).toEqual(epochs);
  expect(second.meanWindowsPerSecond()).toBe(1000);
});

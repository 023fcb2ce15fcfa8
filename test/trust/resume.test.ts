/** A training that was stopped goes on as if it had not been, or is used as far as it got. */
import { cpSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ConfigError, DataError, StoppedError } from '@anodec/core';
import { fileError } from '@anodec/files';
import { decodeCheckpoint, decodeDetector, encodeState } from '@anodec/model';
import {
  evaluateRun,
  openResumable,
  openRun,
  prepareTables,
  scoreRun,
  scoreTable,
  trainRun,
} from '@anodec/pipeline';
import { createRun, listRuns, openRun as findRun, type Run } from '@anodec/runs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, createBench, tinySettings } from './plant.js';

let bench: Bench;
let paths: Awaited<ReturnType<typeof prepareTables>>['paths'];
let test1: string;
beforeAll(async () => {
  bench = createBench();
  const tables = bench.tables('m');
  test1 = tables.attack;
  ({ paths } = await prepareTables(tables));
});
afterAll(() => bench.remove());

const settings = (detector: Readonly<Record<string, unknown>> = {}) =>
  tinySettings(paths, { maxEpochs: 4, ...detector });

/** Stops a training after so many epochs. */
async function stopAfter(epochs: number, detector: Readonly<Record<string, unknown>> = {}) {
  const stop = new AbortController();
  const onEpochEnd = ({ epoch }: { epoch: number }): void => {
    if (epoch === epochs - 1) stop.abort();
  };
  const stopped = trainRun(settings(detector), {
    signal: stop.signal,
    callbacks: [{ onEpochEnd }],
  });
  await expect(stopped).rejects.toThrow(StoppedError);
  await expect(stopped).rejects.toThrow(
    /To continue, resume run \d+; to use its best weights so far, score it\./,
  );
  return findRun(paths.logs, 'last');
}

async function weightsOf(path: string) {
  const { run, detectors } = await openRun(path);
  const { training } = decodeCheckpoint(await run.readCheckpoint('last'), path);
  return { arrays: detectors[0].detector.state().arrays, model: training.model };
}

test('ends with the same weights to the bit as a training without a break', async () => {
  const whole = await trainRun(settings());
  const stopped = await stopAfter(2);
  const resumed = await trainRun(settings(), {}, stopped);
  expect(resumed.record.summary?.resumedEpochs).toBe(2);
  expect(await weightsOf(resumed.run.path)).toEqual(await weightsOf(whole.run.path));
  expect(resumed.metrics).toEqual({
    ...whole.metrics,
    windowsPerSecond: expect.any(Number),
    resumedFrom: basename(stopped.path),
  });
  const timeless = async ({ run }: { run: Run }) =>
    (await run.readMetrics()).map((row) => ({ ...row, seconds: 0, windows_per_second: 0 }));
  expect(await timeless(resumed)).toEqual(await timeless(whole)); // those before the resume, too
});

test('counts the best epoch before a resume', async () => {
  // at such a learning rate the loss grows again in the end
  const steep = { learningRate: 0.5, maxEpochs: 5 };
  const whole = await trainRun(settings(steep));
  const losses = whole.record.summary?.reports.map(({ loss }) => loss) ?? [];
  const lowest = Math.min(...losses);
  const epoch = losses.indexOf(lowest);
  expect(epoch).toBeLessThan(4);
  const stopped = await stopAfter(epoch + 1, steep);
  const [before] = (await listRuns(paths.logs)).slice(-1);
  const known = { dataset: paths.dataset, bestValidationLoss: lowest };
  expect(before).toMatchObject({ ...known, status: 'stopped', epochs: epoch + 1 });
  const { run } = await trainRun(settings(steep), {}, stopped);
  const [after] = (await listRuns(paths.logs)).slice(-1);
  expect(after).toMatchObject({ ...known, status: 'finished', epochs: 5 });
  expect((await run.bestCheckpoint())?.epoch).toBe(epoch);
});

test('says that nothing is left to train, and changes nothing', async () => {
  const { run } = await trainRun(settings());
  const before = readdirSync(paths.logs);
  const again = trainRun(settings(), {}, run);
  await expect(again).rejects.toThrow(ConfigError);
  await expect(again).rejects.toThrow(
    `There is nothing left to train in ${run.path}, and nothing was changed. All 4 epochs are trained ` +
      '(maxEpochs = 4). Set a larger maxEpochs to train on.',
  );
  expect(readdirSync(paths.logs)).toEqual(before);
});

test('keeps the windows per second of epochs before a resume', async () => {
  const stopped = await stopAfter(2);
  const { run } = await trainRun(settings(), {}, stopped);
  const speeds = async (of: Run) =>
    (await of.readMetrics()).map(({ windows_per_second }) => windows_per_second);
  const [before, after] = [await speeds(stopped), await speeds(run)];
  expect(after).toHaveLength(4);
  expect(after.slice(0, 2)).toEqual(before);
  expect(after.every((speed) => Number(speed) > 0)).toBe(true);
});

test('says how a training goes on that found the disk full, and goes on so', async () => {
  const options = { batchSize: 32 };
  const whole = await trainRun(settings(options));
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
  const onStepEnd = ({ step }: { step: number }): void => {
    if (step === 3) throw fileError(full, '/logs/last.ckpt', 'written');
  };
  const failing = trainRun(settings(options), { callbacks: [{ onStepEnd }] });
  await expect(failing).rejects.toThrow(DataError);
  await expect(failing).rejects.toThrow(
    /the disk of .+ is full\. Free some space or choose another place\. To continue, resume run \d+\.$/,
  );
  const run = await findRun(paths.logs, 'last');
  expect(await run.readStatus()).toBe('failed');
  const resumed = await trainRun(settings(options), {}, run);
  expect(await weightsOf(resumed.run.path)).toEqual(await weightsOf(whole.run.path));
});

test('scores a stopped run with its best weights so far', async () => {
  const stopped = await stopAfter(2);
  const { epoch = NaN } = (await stopped.bestCheckpoint()) ?? {};
  const whole = await trainRun(settings({ maxEpochs: epoch + 1 })); // ends with these weights
  const before = await openRun(stopped.path);
  expect(before.detectors).toEqual([]);
  await expect(scoreTable(before, test1)).rejects.toThrow('Score it first.');
  const { recordings, notes } = await scoreRun(before);
  expect(notes).toContain(
    `The training of ${stopped.path} was stopped after 2 epochs; its detector is what it had learned, ` +
      `with the weights of epoch ${epoch}, the best by then.`,
  );
  const expected = await scoreRun(await openRun(whole.run.path));
  expect(recordings[0].detection.score).toEqual(expected.recordings[0].detection.score);
  await expect(evaluateRun(await openRun(stopped.path))).resolves.toBeDefined();
});

test('continues within the first epoch, before which a run cannot be scored', async () => {
  const options = { batchSize: 32 };
  const whole = await trainRun(settings(options));
  const stop = new AbortController();
  const stopped = trainRun(settings(options), {
    signal: stop.signal,
    callbacks: [{ onStepEnd: ({ step }) => (step === 3 ? stop.abort() : undefined) }],
  });
  await expect(stopped).rejects.toThrow(/To continue, resume run \d+\.$/);
  const run = await findRun(paths.logs, 'last');
  await expect(scoreRun(await openRun(run.path))).rejects.toThrow(
    'must have finished an epoch to be scored, but its training ended before. Resume it, or train anew.',
  );
  const resumed = await trainRun(settings(options), {}, run);
  expect(await weightsOf(resumed.run.path)).toEqual(await weightsOf(whole.run.path));
});

test('begins anew where a run was killed before its first checkpoint', async () => {
  const whole = await trainRun(settings());
  const killed = await createRun(paths.logs);
  await killed.writeConfig({ ...(Object(await whole.run.readConfig()) as object) });
  const resumed = await trainRun(settings(), {}, killed);
  expect(await weightsOf(resumed.run.path)).toEqual(await weightsOf(whole.run.path));
});

test('completes a run that was killed with all epochs trained and no thresholds yet', async () => {
  const whole = await trainRun(settings());
  await whole.run.writeStatus('failed');
  const resumed = await trainRun(settings(), {}, whole.run);
  expect(await resumed.run.readStatus()).toBe('finished');
  expect(await weightsOf(resumed.run.path)).toEqual(await weightsOf(whole.run.path));
});

test('passes over a run that was killed before it had written its settings', async () => {
  const stopped = await stopAfter(2);
  const killed = await createRun(paths.logs);
  expect((await openResumable(paths.logs, 'last')).path).toBe(stopped.path);
  const named = await openResumable(paths.logs, String(killed.version));
  expect(named.path).toBe(killed.path);
});

test('follows a resumed run that was killed before its own first checkpoint to its origin', async () => {
  const whole = await trainRun(settings());
  const stopped = await stopAfter(2);
  const killed = await createRun(paths.logs);
  const config = Object(await stopped.readConfig()) as object;
  await killed.writeConfig({ ...config, resumedFrom: stopped.path });
  const resumed = await trainRun(settings(), {}, killed);
  expect(resumed.record.summary?.resumedEpochs).toBe(2);
  expect(await weightsOf(resumed.run.path)).toEqual(await weightsOf(whole.run.path));
});

test('follows a resumed run that holds only the best weights it took over to its origin', async () => {
  const whole = await trainRun(settings());
  const stopped = await stopAfter(2);
  const killed = await createRun(paths.logs);
  const config = Object(await stopped.readConfig()) as object;
  await killed.writeConfig({ ...config, resumedFrom: stopped.path });
  const weights = decodeDetector(await stopped.readCheckpoint('last'), stopped.path);
  await killed.writeBestCheckpoint({ epoch: 0, step: 1 }, encodeState(weights));
  const resumed = await trainRun(settings(), {}, killed);
  expect(resumed.record.summary?.resumedEpochs).toBe(2);
  expect(await weightsOf(resumed.run.path)).toEqual(await weightsOf(whole.run.path));
});

test('refuses to resume a detector that is fitted in one step', async () => {
  const { run } = await trainRun(tinySettings(paths, { kind: 'pca' }));
  const resumed = trainRun(tinySettings(paths, { kind: 'pca' }), {}, run);
  await expect(resumed).rejects.toThrow(ConfigError);
  await expect(resumed).rejects.toThrow('pca is fitted in one step. Train anew.');
});

test('resumes a run of the format before artifacts', async () => {
  const fixture = new URL('../fixtures/old-run/', import.meta.url);
  const logs = join(bench.path, 'old_logs');
  cpSync(new URL('version_0', fixture), join(logs, 'version_0'), { recursive: true });
  const old = await prepareTables({
    normal: new URL('old-normal.csv', fixture).pathname,
    attack: new URL('old-test.csv', fixture).pathname,
    paths: { ...bench.paths, dataset: 'old' },
  });
  const earlier = await openRun(0, { logs });
  const { detector, ...rest } = earlier.settings;
  const continued = {
    ...rest,
    paths: { ...old.paths, logs },
    detector: { ...detector, maxEpochs: 2 },
  };
  const { run, record } = await trainRun(continued, {}, earlier.run);
  expect(record.summary?.reports).toHaveLength(2);
  expect(record.summary?.reports[0].loss).toBe(0.8479945063591003); // as its metrics.csv says
  await expect(scoreRun(await openRun(run.path))).resolves.toBeDefined();
});

/** The audit passes a sound run, and fails each pipeline that was broken on purpose, by the right check. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createFrame,
  createRandom,
  defineDetector,
  type FittedDetector,
  meanOverChannels,
  parseConfig,
  type Scores,
  StoppedError,
  type TimeSeriesFrame,
} from '@anodec/core';
import { AlarmPolicyConfig, fitAlarmPolicy } from '@anodec/eval';
import {
  evaluateRun,
  NORMAL_KEY,
  openRun,
  prepareTables,
  processedStore,
  readAudit,
  readRecordings,
  registerDetector,
  scoreRun,
  trainRun,
} from '@anodec/pipeline';
import { fitPreprocessing } from '@anodec/preprocess';
import type { AuditResult } from '@anodec/report';
import type { Run } from '@anodec/runs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { policyDifferences } from './alarm-policy.js';
import { compareScores, describeDifference } from './differing-scores.js';
import { auditRun } from './index.js';
import { compareStored } from './stored-scores.js';
import { countWindows } from './windows.js';

let folder: string;
let paths: Awaited<ReturnType<typeof prepareTables>>['paths'];

/** Two noisy waves of which no row comes twice. */
function table(name: string, rows: number, seed: number, attack?: readonly [number, number]) {
  const random = createRandom(seed);
  const lines = Array.from({ length: rows }, (_, t) => {
    const attacked = attack && t >= attack[0] && t < attack[1];
    const level = Math.sin(t / 7) + 0.1 * random.normal() + (attacked ? 4 : 0);
    const cells = [level, Math.cos(t / 11) + t / rows + 0.1 * random.normal()];
    const label = attack ? [Number(attacked)] : [];
    return [...cells.map((cell) => cell.toFixed(5)), ...label].join(',');
  });
  const path = join(folder, name);
  writeFileSync(path, `A,B${attack ? ',label' : ''}\n${lines.join('\n')}\n`);
  return path;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-audit-'));
  ({ paths } = await prepareTables({
    normal: table('normal.csv', 300, 1),
    attack: table('test.csv', 200, 2, [100, 120]),
    paths: {
      dataRoot: join(folder, 'data'),
      logs: join(folder, 'logs'),
      dataset: 'waves',
    },
  }));
  const { abs, max } = Math;
  stub('sound', ({ values }, i) => abs(values[i]));
  stub('future', ({ values }, i) => abs(values[i + 2] ?? 0));
  stub('batch', ({ values }, i) => abs(values[i]) / max(...values));
  stub('labels', ({ values, labels }, i) => abs(values[i]) + (labels?.[i >> 1] ?? 0));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Registers a detector with nothing to learn: the score of element `i` of a frame of two channels. */
function stub(detector: string, scoreOf: (frame: TimeSeriesFrame, i: number) => number): void {
  const fitted = (channels: readonly string[]): FittedDetector => ({
    channels,
    lookback: 0,
    async score(frame) {
      const scores = frame.values.map((_, i) => scoreOf(frame, i));
      return { rows: meanOverChannels(scores, 2), channels: scores };
    },
    state: () => ({ detector, config: {}, channels, arrays: {} }),
  });
  const entry = defineDetector(z.strictObject({}), {
    title: () => detector,
    create: () => ({ fit: async ([{ channels }]) => fitted(channels) }),
    restore: (_, { channels }) => fitted(channels),
  });
  registerDetector(detector, entry);
}

/** A scored run of a detector. */
async function scored(detector: Record<string, unknown>) {
  const { run } = await trainRun({
    paths,
    detector,
    baselines: { baselines: ['none'] },
    alarmPolicy: { threshold: { kind: 'max' } },
  });
  await scoreRun(await openRun(run.path));
  return run;
}

/** Changes the stored scores of the test recording. */
async function changeScores(run: Run, change: (scores: Scores) => void): Promise<void> {
  const part = { detector: 'sound', side: 'test', index: 0 } as const;
  const scores = await run.readScores(part);
  change(scores);
  await run.writeScores(part, scores);
}

const failedIn = ({ lines }: AuditResult): string[] =>
  lines.filter(({ result }) => result === 'failed').map(({ key }) => key);

test('passes a sound run, and the report shows it until the run changes', async () => {
  const run = await scored({ kind: 'sound' });
  const result = await auditRun(await openRun(run.path));
  expect(result.lines.map((line) => [line.key, line.result])).toEqual(
    result.lines.map(({ key }) => [key, 'passed']),
  );
  expect(result.lines).toHaveLength(9);
  expect(await readAudit(run)).toEqual(result);
  const { report } = await evaluateRun(await openRun(run.path));
  expect(report.audit).toEqual(result);
  const artifact = Object(await run.readArtifact());
  await run.writeArtifact({ ...artifact, createdBy: 'another version' });
  expect(await readAudit(run)).toBeUndefined();
  await run.writeArtifact(artifact);
  expect(await readAudit(run)).toEqual(result);
  await changeScores(run, ({ rows }) => rows.fill(100, 150));
  expect(await readAudit(run)).toBeUndefined();
});

test.each([
  ['looks at the row after', 'future', ['longerSeries', 'rowAlone']],
  ['divides by the largest reading of what it is given', 'batch', ['longerSeries', 'rowAlone']],
  ['adds the label', 'labels', ['shuffledLabels']],
])('fails a detector that %s', async (_, kind, failed) => {
  const run = await scored({ kind });
  expect(failedIn(await auditRun(await openRun(run.path)))).toEqual(failed);
});

test('fails a scaler that was fitted to all rows, and names what differs', async () => {
  const run = await scored({ kind: 'sound' });
  const trained = await openRun(run.path);
  const { frames, states } = await readRecordings(
    processedStore(paths),
    NORMAL_KEY,
    trained.settings.preprocess,
  );
  const preprocessing = fitPreprocessing(frames, states, trained.settings.preprocess);
  await run.writeArtifact({
    ...Object(await run.readArtifact()),
    preprocessing,
  });
  const result = await auditRun(await openRun(run.path));
  expect(failedIn(result)).toContain('scaler');
  expect(result.lines[0].finding).toBe('the scale of 2 channels differs, first A');
});

test('fails a threshold that does not follow from the normal scores', async () => {
  const run = await scored({ kind: 'sound' });
  const artifact = Object(await run.readArtifact());
  const [{ alarmPolicy, ...rest }] = artifact.detectors;
  const threshold = {
    ...alarmPolicy.threshold,
    value: alarmPolicy.threshold.value * 0.9,
  };
  const detectors = [{ ...rest, alarmPolicy: { ...alarmPolicy, threshold } }];
  await run.writeArtifact({ ...artifact, detectors });
  const result = await auditRun(await openRun(run.path));
  expect(failedIn(result)).toEqual(['alarmPolicy']);
  expect(result.lines[2].finding).toContain(`threshold ${threshold.value}, fitted again`);
});

test.each([
  ['rows', ({ rows }: Scores) => rows.fill(100, 153, 156), 'differs, first in row 153'],
  [
    'a channel',
    ({ channels }: Scores) => channels?.fill(0.5, 2 * 170 + 1, 2 * 170 + 2),
    'B differs, first in row 170',
  ],
])('fails stored scores of which %s of the second half were changed', async (_, change, found) => {
  const run = await scored({ kind: 'sound' });
  await changeScores(run, change);
  const result = await auditRun(await openRun(run.path));
  expect(failedIn(result)).toEqual(['storedScores']);
  const line = result.lines.find(({ key }) => key === 'storedScores');
  expect(line?.finding).toContain(`sound on test.csv: ${found}: up to `);
});

test('compares stored scores column by column, next to zero by the usual size of the column', () => {
  const rows = Float32Array.of(1, 2);
  const computed = { rows, channels: Float32Array.of(1, 1e-9, 1, 2) };
  const near = { rows, channels: Float32Array.of(1, 3e-9, 1, 2) };
  const far = { rows, channels: Float32Array.of(1, 1e-3, 1, 2) };
  const channels = ['A', 'B'];
  expect(compareStored(computed, computed, channels)).toEqual({ largest: 0 });
  // the mean of B is 1, so that 2e-9 is less than a ten-thousandth of it, and 1e-3 is more
  expect(compareStored(near, computed, channels).largest).toBeCloseTo(2e-9, 12);
  expect(compareStored(near, computed, channels).difference).toBeUndefined();
  expect(compareStored(far, computed, channels).difference).toBe(
    'B differs, first in row 0: up to 0.10 % apart',
  );
  expect(compareStored({ rows }, computed, channels).difference).toBe(
    '2 row scores and 0 channel scores stored, 2 row scores and 4 channel scores computed',
  );
});

test('names a calibration and a sentence that do not follow from the normal scores', async () => {
  const run = await scored({ kind: 'sound' });
  const artifact = Object(await run.readArtifact());
  const [{ alarmPolicy, ...rest }] = artifact.detectors;
  const { calibration, threshold } = alarmPolicy;
  const tail = { ...calibration.tail, scale: 2 * calibration.tail.scale };
  const changed = {
    ...alarmPolicy,
    calibration: { ...calibration, tail },
    threshold: { ...threshold, rule: 'what was hoped for' },
  };
  await run.writeArtifact({ ...artifact, detectors: [{ ...rest, alarmPolicy: changed }] });
  const result = await auditRun(await openRun(run.path));
  expect(failedIn(result)).toEqual(['alarmPolicy']);
  expect(result.lines[2].finding).toBe(
    `sound: rule "what was hoped for", fitted again "${threshold.rule}", the calibration, from which p-values follow`,
  );
});

test('writes differences without an exponent', () => {
  expect(describeDifference({ largest: 0.998, row: 3 })).toBe(
    'differs, first in row 3: up to 100 % apart',
  );
  expect(describeDifference({ largest: 1e-9 })).toMatch(
    /^equal within less than 0\.000001 % \(0\.01 % is/,
  );
});

test('names a moving threshold whose state, or a channel whose scale, does not follow from normal scores', () => {
  const random = createRandom(5);
  const recorded = () => {
    const rows = Float32Array.from({ length: 600 }, () => Math.abs(random.normal()));
    const timestamps = Float64Array.from(rows, (_, t) => t * 1000);
    const parts = { values: rows, channels: ['A'], timestamps, clock: 'elapsed' } as const;
    return { frame: createFrame(parts), scores: { rows, channels: rows } };
  };
  const normal = { training: [recorded()], validation: [recorded()] };
  const config = parseConfig(AlarmPolicyConfig, { threshold: { kind: 'dspot' } });
  const fitted = fitAlarmPolicy(config, normal);
  const state = { ...Object(fitted.limit), changed: true };
  expect(policyDifferences(fitted, fitAlarmPolicy(config, normal))).toEqual([]);
  const norms = [{ ...fitted.norms[0], channel: 'B' }];
  expect(policyDifferences({ ...fitted, norms }, fitted)).toEqual(['normalisation of B']);
  expect(policyDifferences({ ...fitted, limit: state }, fitted)).toEqual([
    'state of the moving threshold',
  ]);
});

test('fails windows that are drawn from all normal rows, as the original program drew them', async () => {
  const network = {
    hiddenSize: 2,
    embeddingSize: 2,
    windowSize: 5,
    maxEpochs: 1,
    backend: 'cpu',
  };
  const drawn = { ...network, sampleSize: 50, sampledTrainShare: 0.8 };
  const run = await scored({ kind: 'autoencoder', ...drawn });
  const result = await auditRun(await openRun(run.path));
  expect(failedIn(result)).toEqual(['scaler', 'windows']);
  // 300 rows, of which 207 = (300 − 4) · 0.7 train, 4 are purged and 89 held out: windows from row 207 on
  // touch held-out rows, those from 203 to 210 purged ones
  expect(result.lines[1].finding).toMatch(/^89 touch held-out rows, 8 purged rows, 0 test rows/);
});

test('counts windows that touch held-out, purged or test rows, or span a gap', () => {
  const frameOf = (times: number[]) =>
    createFrame({
      values: Float32Array.from(times, (time) => Math.sin(time)),
      channels: ['A'],
      timestamps: Float64Array.from(times, (time) => time * 1000),
      clock: 'utc',
    });
  const range = (start: number, end: number) =>
    Array.from({ length: end - start }, (_, i) => start + i);
  const training = [frameOf(range(0, 20))];
  const validation = [frameOf(range(22, 30))];
  const sound = { training, validation, tests: [frameOf(range(50, 60))] };
  const none = { heldOut: 0, purged: 0, acrossGaps: 0, test: 0 };
  expect(countWindows(training, training, 3, sound)).toEqual({
    windows: 18,
    ...none,
  });
  const all = [frameOf(range(0, 30))];
  // rows 22 to 29 are held out: windows from 20 on; rows 20 and 21 purged: windows 18 to 21
  const counts = { windows: 28, heldOut: 8, purged: 4, acrossGaps: 0, test: 0 };
  expect(countWindows(all, all, 3, sound)).toEqual(counts);
  const tests = [frameOf(range(19, 25))]; // row 19 is trained on: window 17
  expect(countWindows(training, training, 3, { ...sound, tests })).toMatchObject({ test: 1 });
});

test('scores are the same within the share that rounding may take', () => {
  expect(compareScores([1, NaN, 3], [1, NaN])).toEqual({ largest: 0 });
  expect(compareScores([1, 2], [1, 2.0001]).row).toBeUndefined();
  expect(compareScores([1, 2], [1, 2.001]).row).toBe(1);
  expect(compareScores([1, NaN], [1, 2])).toEqual({
    largest: Infinity,
    row: 1,
  });
  expect(compareScores([1, Infinity], [1, 2])).toEqual({ largest: Infinity, row: 1 });
});

test('stops when the signal is raised, and keeps no audit', async () => {
  const run = await scored({ kind: 'sound' });
  const signal = AbortSignal.abort();
  await expect(auditRun(await openRun(run.path), { signal })).rejects.toThrow(StoppedError);
  expect(await run.readAudit()).toBeUndefined();
});

/** Detectors and variants from outside the package: only what packages export is used. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ConfigError,
  defineDetector,
  type FittedDetector,
  meanOverChannels,
  quantile,
  variantSettings,
} from '@anodec/core';
import { definePooling, defineThreshold, poolings, thresholds } from '@anodec/eval';
import { defineLinearScaler, scalers } from '@anodec/preprocess';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import {
  DetectorConfig,
  evaluateRun,
  openRun,
  prepareTables,
  registerDetector,
  scoreRun,
  trainRun,
} from './index.js';

let folder: string;
let paths: Awaited<ReturnType<typeof prepareTables>>['paths'];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-extend-'));
  const table = (name: string, rows: number, attack?: readonly [number, number]): string => {
    const lines = Array.from({ length: rows }, (_, t) => {
      const attacked = attack && t >= attack[0] && t < attack[1];
      const cells = [Math.sin(t / 7) + (attacked ? 3 : 0), Math.cos(t / 11), Math.sin(t / 5 + 1)];
      return [...cells.map((cell) => cell.toFixed(5)), ...(attack ? [Number(attacked)] : [])].join(
        ',',
      );
    });
    const path = join(folder, name);
    writeFileSync(path, `A,B,C${attack ? ',label' : ''}\n${lines.join('\n')}\n`);
    return path;
  };
  ({ paths } = await prepareTables({
    normal: table('normal.csv', 300),
    attack: table('test.csv', 200, [100, 120]),
    paths: { dataRoot: join(folder, 'data'), logs: join(folder, 'logs'), dataset: 'waves' },
  }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The largest distance of a channel from its range in training, a detector of three lines. */
const RangeConfig = z.strictObject({ widen: z.number().default(0).describe('Added to each end') });
const range = defineDetector(RangeConfig, {
  title: () => 'Range',
  create: ({ widen }) => ({
    async fit(recordings) {
      const { channels } = recordings[0];
      const C = channels.length;
      const limits = channels.map((_, c) => {
        const values = recordings.flatMap((frame) =>
          Array.from(frame.values.filter((__, i) => i % C === c)),
        );
        return [Math.min(...values) - widen, Math.max(...values) + widen];
      });
      return fittedRange(widen, channels, Float32Array.from(limits.flat()));
    },
  }),
  restore: ({ widen }, { channels, arrays }) => fittedRange(widen, channels, arrays.limits.data),
});

function fittedRange(
  widen: number,
  channels: readonly string[],
  limits: Float32Array,
): FittedDetector {
  const C = channels.length;
  return {
    channels,
    lookback: 0,
    async score({ values }) {
      const beyond = values.map((value, i) => {
        const [low, high] = limits.subarray(2 * (i % C));
        return Math.max(low - value, value - high, 0);
      });
      return { rows: meanOverChannels(beyond, C), channels: beyond };
    },
    state: () => ({
      detector: 'range',
      config: { widen },
      channels,
      arrays: { limits: { shape: [C, 2], data: limits.slice() } },
    }),
  };
}

test('a detector, a scaler, a pooling and a threshold from outside work by their settings alone', async () => {
  registerDetector('range', range);
  expect(() => registerDetector('range', range)).toThrow(ConfigError);
  expect(() => DetectorConfig.parse({ kind: 'range', typo: 1 })).toThrow('typo');
  scalers.add(
    defineLinearScaler(variantSettings('tenth', 'A tenth of the reading', {}), () => ({
      offset: 0,
      scale: 10,
    })),
  );
  poolings.add(
    definePooling(
      variantSettings('second', 'Second largest', {}),
      () => (values) => [...values].sort((a, b) => b - a)[1],
    ),
  );
  thresholds.add(
    defineThreshold(
      variantSettings('most', 'A quantile with an offset', { offset: z.number().default(0.25) }),
      ({ offset }, { scores }) => ({ value: quantile(scores, 1) + offset, rule: 'normal rows' }),
    ),
  );
  const { run } = await trainRun({
    paths,
    preprocess: { scaler: 'tenth', clip: 'none', recentre: 'none' },
    detector: { kind: 'range', widen: 0.01 },
    baselines: { baselines: ['none'] },
    alarmPolicy: {
      normalisation: { kind: 'none' },
      drift: { kind: 'none' },
      pooling: { kind: 'second' },
      smoothing: { kind: 'none' },
      threshold: { kind: 'most', offset: 0.5 },
    },
  });
  const trained = await openRun(run.path);
  const { recordings } = await scoreRun(trained);
  const [{ prepared, detection }] = recordings;
  expect(prepared.inputs.values[0]).toBe(Math.fround(prepared.raw.values[0] / 10));
  const { rows, channels } = await trained.run.readScores({
    detector: 'range',
    side: 'test',
    index: 0,
  });
  expect(rows).toHaveLength(200);
  const expected = Array.from(rows, (_, t) => {
    const row = [...(channels?.subarray(3 * t, 3 * t + 3) ?? [])];
    return row.sort((a, b) => b - a)[1];
  });
  expect([...detection.score]).toEqual(expected);
  const held = await trained.run.readScores({ detector: 'range', side: 'validation', index: 0 });
  const seconds = Array.from(
    held.rows,
    (_, t) => [...(held.channels?.subarray(3 * t, 3 * t + 3) ?? [])].sort((a, b) => b - a)[1],
  );
  expect(detection.threshold.value).toBe(Math.max(...seconds) + 0.5);
  await expect(evaluateRun(trained)).resolves.toBeDefined();
});

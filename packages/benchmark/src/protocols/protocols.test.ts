/** Measures of protocols against an implementation in Python, and what each protocol says of itself. */
import { readFileSync } from 'node:fs';
import { createFrame, type Scores, type TimeSeriesFrame } from '@anodec/core';
import type { Detection } from '@anodec/eval';
import type { Evaluation } from '@anodec/metrics';
import type { MeasureInput } from '@anodec/pipeline';
import { describe, expect, test } from 'vitest';
import { withProtocol } from '../plan.js';
import { dynamicGaussian, logUpperTail } from './dynamic-gaussian.js';
import { cutLongestAttack } from './garg.js';
import { bestNabScore } from './nab-score.js';
import { protocols } from './registry.js';
import { absoluteErrors } from './rows.js';
import { flagByWindows, windowErrors } from './skab.js';

interface Golden {
  channels: number;
  train: number[];
  test: number[];
  labels: number[];
  attacks: [number, number][];
  garg: { scores: number[]; fc1TopK: number; fc1Best: number; fc1TailP: number };
  quovadis: { quovadisF1: number; quovadisAuprc: number };
  skab: { limit: number; flagged: number; f1: number };
  skabOfTwenty: { limit: number; flagged: number; f1: number };
  nab: { standard: number; lowFp: number; lowFn: number };
  logUpperTail: [number, number][];
}

const fixture = new URL('../../../../test/fixtures/protocols.json', import.meta.url);
const golden = JSON.parse(readFileSync(fixture, 'utf8')) as Golden;

function recording(
  errors: number[],
  labels?: number[],
): { frame: TimeSeriesFrame; scores: Scores } {
  const values = Float32Array.from(errors);
  const C = golden.channels;
  const channels = Array.from({ length: C }, (_, c) => `c${c}`);
  const known = labels && { labels: Uint8Array.from(labels) };
  return {
    frame: createFrame({ values, channels, ...known }),
    scores: { rows: new Float32Array(errors.length / C), channels: values },
  };
}

const train = recording(golden.train);
const probe = recording(golden.test, golden.labels);
const input: MeasureInput = {
  evaluation: {} as Evaluation,
  tests: [{ name: 'probe', ...probe, detection: {} as Detection }],
  normal: { training: [train], validation: [] },
};

function valueOf(protocol: string, key: string): number | null | undefined {
  return protocols[protocol].measures.find((one) => one.key === key)?.compute(input);
}

test('scores by the dynamic Gaussian as SciPy and pandas do', () => {
  const scores = dynamicGaussian(absoluteErrors(train.scores), absoluteErrors(probe.scores));
  golden.garg.scores.forEach((score, t) => expect(scores[t]).toBeCloseTo(score, 6));
});

test('knows the logarithm of the upper tail far beyond the smallest number', () => {
  for (const [deviate, log] of golden.logUpperTail) {
    expect(logUpperTail(deviate)).toBeCloseTo(log, 9);
  }
});

test.each(['fc1TopK', 'fc1Best', 'fc1TailP'] as const)('garg: %s is that of Python', (key) => {
  expect(valueOf('garg', key)).toBeCloseTo(golden.garg[key], 10);
});

test.each(['quovadisF1', 'quovadisAuprc'] as const)('quovadis: %s is that of Python', (key) => {
  expect(valueOf('quovadis', key)).toBeCloseTo(golden.quovadis[key], 6);
});

test('skab: F1 is that of Python, and flags need all windows', () => {
  expect(valueOf('skab', 'skabF1') ?? 0).toBeCloseTo(golden.skab.f1, 10);
  const errors = windowErrors(probe.scores, 20);
  const flags = flagByWindows(errors, golden.labels.length, golden.skabOfTwenty.limit, 20);
  expect(flags.reduce((sum, flag) => sum + flag, 0)).toBe(golden.skabOfTwenty.flagged);
  // by hand: windows of three rows, limit 1; windows 1 to 4 exceed it, so rows 3, 4, 5 have both before them
  const byHand = flagByWindows(Float64Array.of(0, 2, 2, 2, 2, 0, 0, 0), 10, 1, 3);
  expect([...byHand]).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0, 0]);
});

test('nab: the best score under each profile is that of Python', () => {
  const scores = Float32Array.from(golden.labels, (_, t) => golden.test[t * golden.channels]);
  const windows = golden.attacks.map(([start, end]) => ({ start, end }));
  const best = (hit: number, falseRow: number, miss: number) =>
    bestNabScore([{ scores, windows }], { hit, falseRow, miss });
  expect(best(1, 0.11, 1)).toBeCloseTo(golden.nab.standard, 8);
  expect(best(1, 0.22, 1)).toBeCloseTo(golden.nab.lowFp, 8);
  expect(best(1, 0.11, 2)).toBeCloseTo(golden.nab.lowFn, 8);
  expect(bestNabScore([{ scores, windows: [] }], { hit: 1, falseRow: 0.11, miss: 1 })).toBeNull();
});

test('garg: cuts the longest attack of SWaT to 550 s, moves later rows up, and leaves others alone', () => {
  const channels = ['LIT101', 'FIT101', 'AIT201'];
  const T = 2000;
  const timestamps = Float64Array.from({ length: T }, (_, t) => 1000 * t);
  const labels = Uint8Array.from({ length: T }, (_, t) =>
    Number((t >= 10 && t < 20) || (t >= 100 && t < 1500)),
  );
  const values = Float32Array.from({ length: 3 * T }, (_, i) => Math.floor(i / 3));
  const whole = createFrame({ values, channels, timestamps, clock: 'elapsed', labels });
  const { frame } = cutLongestAttack({ source: 'swat', frame: whole });
  // 551 rows of the attack stay, as in the published program, then row 1500 follows
  expect(frame.labels?.reduce((sum, label) => sum + label, 0)).toBe(10 + 551);
  expect(frame.values[3 * 651]).toBe(1500);
  expect(frame.timestamps[651]).toBe(651_000);
  const other = { source: 'x', frame: createFrame({ ...whole, channels: ['a', 'b', 'c'] }) };
  expect(cutLongestAttack(other)).toBe(other);
});

describe.each(Object.entries(protocols))('protocol %s', (name, protocol) => {
  test('names its source, what it does and what it cannot do', () => {
    expect(protocol.source).toMatch(/\b(19|20)\d\d\b/);
    expect(protocol.does.length).toBeGreaterThan(0);
    expect(protocol.limits.length).toBeGreaterThan(0);
    expect(protocol.measures.length + (protocol.shown?.length ?? 0)).toBeGreaterThan(0);
  });

  test('marks what is chosen with the labels known', () => {
    for (const { title, description } of protocol.measures) {
      expect(/ORACLE/.test(title)).toBe(/labels known/.test(description));
    }
  });

  test('puts its settings in place, and refuses others', () => {
    const settings = withProtocol({ benchmark: { protocol: name } });
    for (const [group, fixed] of Object.entries(protocol.settings)) {
      expect(settings[group]).toMatchObject(fixed);
      const [setting] = Object.keys(fixed);
      const given = { benchmark: { protocol: name }, [group]: { [setting]: 'other' } };
      expect(() => withProtocol(given)).toThrow(`\`${setting}\` must be`);
    }
  });
});

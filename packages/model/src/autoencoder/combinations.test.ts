/**
 * Every two settings of the network either work together (training step, saving, restoring, scoring) or are
 * refused with a sentence.
 */
import { ConfigError } from '@anodec/core';
import { expect, test } from 'vitest';
import { autoencoder } from '../detectors/autoencoder.js';
import { decodeState, encodeState } from '../state.js';
import { wave } from '../wave.fixture.js';

/** Each setting away from its default, with what it needs beside it. */
const settings = {
  gru: { cell: 'gru' },
  layers: { numLayers: 2 },
  bidirectional: { bidirectional: true },
  squashed: { linearOutput: false },
  path: { linearPath: true },
  layerNorm: { layerNorm: true },
  dropout: { dropout: 0.2 },
  recurrentDropout: { recurrentDropout: 0.2 },
  forwardTarget: { reverseTarget: false },
  autoregressive: { decoder: 'autoregressive' },
  general: { attention: 'general' },
  dot: { attention: 'dot' },
  forced: { decoder: 'autoregressive', teacherForcing: 1 },
  sampled: { decoder: 'autoregressive', teacherForcing: 0.5, teacherForcingDecaySteps: 10 },
  variational: { variational: true },
  annealed: { variational: true, klAnnealingSteps: 5 },
  both: { direction: 'both' },
  mean: { fold: 'mean' },
  mae: { loss: 'mae' },
} as const;

/** Pairs that make no sense, with what the message says must change. */
const refused: Record<string, string> = {
  'bidirectional + dot': 'attention dot compares states of one size',
  'squashed + path': 'linearOutput must be on, or linearPath off',
  'squashed + autoregressive': 'linearOutput must be on',
  'squashed + general': 'linearOutput must be on, or attention none',
  'squashed + dot': 'linearOutput must be on, or attention none',
  'squashed + forced': 'linearOutput must be on',
  'squashed + sampled': 'linearOutput must be on',
};

const tiny = {
  windowSize: 5,
  hiddenSize: 4,
  embeddingSize: 4,
  sampleSize: 4,
  batchSize: 4,
  maxEpochs: 1,
  scoreBatchSize: 8,
};

type Name = keyof typeof settings;

const names = Object.keys(settings) as Name[];

/** All pairs that do not give one setting different values. */
const pairs = names.flatMap((first, i) =>
  names
    .slice(i + 1)
    .filter((second) => !clash(first, second))
    .map((second) => ({ first, second, sentence: refused[`${first} + ${second}`] })),
);

test.each(pairs.filter(({ sentence }) => !sentence))(
  '$first and $second train, are restored and score the same',
  async ({ first, second }) => {
    const recording = wave(40);
    const both = { ...tiny, ...settings[first], ...settings[second] };
    const fitted = await autoencoder.create(both).fit([recording]);
    const scores = await fitted.score(recording);
    expect(scores.rows.subarray(fitted.lookback).every(Number.isFinite)).toBe(true);
    const restored = autoencoder.restore(decodeState(encodeState(fitted.state())));
    expect(await restored.score(recording)).toEqual(scores);
  },
);

test.each(pairs.filter(({ sentence }) => sentence))(
  '$first and $second are refused: $sentence',
  ({ first, second, sentence }) => {
    const create = () => autoencoder.create({ ...tiny, ...settings[first], ...settings[second] });
    expect(create).toThrow(ConfigError);
    expect(create).toThrow(sentence);
  },
);

/** Whether the two give one setting different values. */
function clash(first: Name, second: Name): boolean {
  const [a, b]: Record<string, unknown>[] = [settings[first], settings[second]];
  return Object.keys(a).some((name) => name in b && a[name] !== b[name]);
}

/**
 * Artifacts with made-up weights, the same on every machine: what exports are compared on, here and by
 * utils/golden/onnx_scorer.py.
 */
import { createFrame, createRandom, type DetectorState, type TimeSeriesFrame } from '@anodec/core';
import { AlarmPolicyConfig, type FittedAlarmPolicy } from '@anodec/eval';
import { AutoencoderConfig, parameterShapes } from '@anodec/model';
import { type Artifact, restoreDetector, UNKNOWN_TABLES } from '@anodec/pipeline';
import type { Preprocessing } from '@anodec/preprocess';
import type { Run } from '@anodec/runs';

/** Channels of the examples; the third is a counter with an offset. */
export const channels = ['LIT101', 'FIT101', 'COUNTER', 'MV101'];
const C = channels.length;

/** What an example is made of; any part may be left out. */
export interface ExampleParts {
  /** Settings of the network. */
  readonly network?: Readonly<Record<string, unknown>>;
  /** Another detector than the autoencoder. */
  readonly state?: DetectorState;
  readonly alarmPolicy?: Readonly<Record<string, unknown>>;
  readonly preprocessing?: Partial<Preprocessing>;
  /** The threshold, 2 unless given. */
  readonly limit?: number;
}

/** An artifact whose channels are scaled and normalised, with the policy of the default recipe but for what moves. */
export function exampleArtifact(parts: ExampleParts = {}): Artifact & { run: Pick<Run, 'path'> } {
  const detector = restoreDetector(parts.state ?? exampleNetwork(parts.network));
  return {
    run: { path: 'lightning_logs/version_3' },
    preprocessing: {
      channels,
      offsets: [0, 0, 999_999, 0],
      scaler: {
        kind: 'minmax',
        channels,
        maps: [2.5, -1, 0.75, 0].map((offset, c) => ({ offset, scale: [3, 2, 0.5, 1][c] })),
        clip: 3,
      },
      period: 60_000,
      ...parts.preprocessing,
    },
    detectors: [
      {
        name: detector.state().detector,
        title: 'Example',
        input: 'scaled',
        detector,
        alarmPolicy: examplePolicy(parts.alarmPolicy, parts.limit),
      },
    ],
    learnedFrom: [],
    tables: UNKNOWN_TABLES,
  };
}

/** Readings of the examples, in sensor units less the offsets; some are missing, some beyond the clip. */
export function exampleFrame(rows = 40): TimeSeriesFrame {
  const noise = createRandom(11);
  const values = Float32Array.from({ length: rows * C }, (_, i) => {
    const [t, c] = [Math.floor(i / C), i % C];
    if (i % 29 === 7) return NaN;
    if (i === 20 * C) return 90;
    const waves = [
      3 + Math.sin(t / 3),
      Math.cos(t / 5),
      1 + 0.2 * Math.sin(t / 4),
      t % 6 < 3 ? 0 : 1,
    ];
    return waves[c] + 0.01 * noise.normal();
  });
  const timestamps = Float64Array.from({ length: rows }, (_, t) => t * 60_000);
  return createFrame({ values, channels, timestamps, offsets: Float64Array.of(0, 0, 999_999, 0) });
}

/** A network with random weights and, with linearPath, a random linear path over two rows before. */
export function exampleNetwork(given: Readonly<Record<string, unknown>> = {}): DetectorState {
  const small = { windowSize: 5, hiddenSize: 6, embeddingSize: 3, backend: 'cpu' };
  const config = AutoencoderConfig.parse({ ...small, ...given });
  const shapes = {
    ...parameterShapes(config, C),
    ...(config.linearPath && {
      'linear.means': [C],
      'linear.components': [2, C],
      'linear.own': [C],
      'linear.coefficients': [2, C, C],
      'linear.shares': [C],
      'linear.spreads': [C],
    }),
  };
  return { detector: 'autoencoder', config, channels, arrays: randomArrays(shapes) };
}

/** Arrays of random numbers; spreads, shares and the like are above zero. */
export function randomArrays(shapes: Readonly<Record<string, readonly number[]>>) {
  const entries = Object.entries(shapes).map(([name, shape]) => {
    const random = createRandom(7).stream(name);
    const positive = /(spreads|shares|own)$/.test(name);
    const length = shape.reduce((size, dim) => size * dim, 1);
    const data = Float32Array.from({ length }, () =>
      positive ? 0.1 + random.uniform() / 2 : random.uniform() - 0.5,
    );
    return [name, { shape, data }] as const;
  });
  return Object.fromEntries(entries);
}

function examplePolicy(
  given: Readonly<Record<string, unknown>> = {},
  limit = 2,
): FittedAlarmPolicy {
  const config = AlarmPolicyConfig.parse({
    normalisation: { kind: 'mean' },
    pooling: { kind: 'mean' },
    drift: { kind: 'none' },
    smoothing: { kind: 'none' },
    threshold: { kind: 'fixed', value: 2 },
    ...given,
  });
  return {
    config,
    norms: channels.map((channel, c) => ({
      channel,
      scale: { centre: c / 8, spread: 0.2 + c / 10 },
      drift: null,
    })),
    pooling: null,
    threshold: {
      sawLabels: false,
      kind: 'fixed',
      value: limit,
      rule: `${limit}, as given`,
      scores: 100,
    },
  };
}

/** Examples by name: every part that a scorer is made of, at least once. */
export const examples: Readonly<Record<string, ExampleParts>> = {
  lstm: {},
  'gru, window fold': {
    network: {
      cell: 'gru',
      numLayers: 2,
      linearOutput: false,
      reverseTarget: false,
      fold: 'window',
      scoreError: 'absolute',
    },
    alarmPolicy: { pooling: { kind: 'max' } },
  },
  'lstm on a linear path': {
    network: { linearPath: true, pathShare: 0.5 },
    alarmPolicy: { pooling: { kind: 'topk', k: 2 } },
  },
  'gru on a linear path, window fold': {
    network: { cell: 'gru', linearPath: true, fold: 'window' },
  },
  'autoregressive lstm': {
    network: { decoder: 'autoregressive', embeddingSize: 6 },
    alarmPolicy: { pooling: { kind: 'euclidean' } },
  },
  'autoregressive gru': {
    network: { cell: 'gru', decoder: 'autoregressive', reverseTarget: false },
  },
  'bidirectional lstm, two layers, normalised': {
    network: { bidirectional: true, numLayers: 2, layerNorm: true },
  },
  'bidirectional gru, variational, general attention': {
    network: { cell: 'gru', bidirectional: true, variational: true, attention: 'general' },
  },
  'variational lstm without a linear output, two decoders': {
    network: { variational: true, linearOutput: false, direction: 'both', fold: 'window' },
  },
  'dot attention on a linear path, two decoders': {
    network: { attention: 'dot', embeddingSize: 6, direction: 'both', linearPath: true },
  },
  'autoregressive lstm with everything': {
    network: {
      decoder: 'autoregressive',
      bidirectional: true,
      layerNorm: true,
      attention: 'general',
      direction: 'both',
      reverseTarget: false,
      scoreError: 'absolute',
    },
  },
  pca: {
    state: {
      detector: 'pca',
      config: { explainedVariance: 0.9, scoreError: 'absolute' },
      channels,
      arrays: randomArrays({ means: [C], components: [2, C] }),
    },
  },
  norm: {
    state: {
      detector: 'norm',
      config: { scoreError: 'squared' },
      channels,
      arrays: randomArrays({ means: [C] }),
    },
  },
  'linear path': {
    state: {
      detector: 'linear-path',
      config: { explainedVariance: 0.9, lags: 2, ridge: 0.1 },
      channels,
      arrays: randomArrays({
        means: [C],
        components: [2, C],
        coefficients: [2, C, C],
        shares: [C],
        spreads: [C],
      }),
    },
    preprocessing: {
      scaler: { kind: 'none', channels, maps: channels.map(() => ({ offset: 0, scale: 1 })) },
    },
  },
};

/**
 * The largest difference of numbers from known ones, relative to those above 1; infinite where only one of two is
 * NaN, for which null stands in the known ones, or where their counts differ.
 */
export function largestDifference(
  actual: ArrayLike<number>,
  expected: readonly (number | null)[],
): number {
  if (actual.length !== expected.length) return Infinity;
  const differences = expected.map((value, i) => {
    if (value === null || Number.isNaN(actual[i])) {
      return value === null && Number.isNaN(actual[i]) ? 0 : Infinity;
    }
    return Math.abs(actual[i] - value) / Math.max(1, Math.abs(value));
  });
  return Math.max(...differences);
}

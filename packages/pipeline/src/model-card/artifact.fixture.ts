/** An artifact with made-up weights, small enough to count in the head, for model cards. */
import { createRandom, type DetectorState } from '@anodec/core';
import { AlarmPolicyConfig } from '@anodec/eval';
import { AutoencoderConfig, parameterShapes } from '@anodec/model';
import { UNKNOWN_TABLES } from '../data/table-settings.js';
import { restoreDetector } from '../detectors/registry.js';
import type { Artifact } from '../runs/artifact.js';

const channels = ['LIT101', 'FIT101', 'COUNTER', 'MV101'];
const C = channels.length;

/** A PCA with two components. */
export const pca: DetectorState = {
  detector: 'pca',
  config: { explainedVariance: 0.9, scoreError: 'absolute' },
  channels,
  arrays: arraysOf({ means: [C], components: [2, C] }),
};

/** A network of 6 hidden units and a code of 3. */
export function network(given: Readonly<Record<string, unknown>> = {}): DetectorState {
  const small = { windowSize: 5, hiddenSize: 6, embeddingSize: 3, backend: 'cpu' };
  const config = AutoencoderConfig.parse({ ...small, ...given });
  const linear = {
    'linear.means': [C],
    'linear.components': [2, C],
    'linear.own': [C],
    'linear.coefficients': [2, C, C],
    'linear.shares': [C],
    'linear.spreads': [C],
  };
  const shapes = { ...parameterShapes(config, C), ...(config.linearPath && linear) };
  return { detector: 'autoencoder', config, channels, arrays: arraysOf(shapes) };
}

/** A detector behind a scaler, with a fixed threshold. */
export function artifactOf(state: DetectorState = network()): Artifact {
  const config = AlarmPolicyConfig.parse({ threshold: { kind: 'fixed', value: 2 } });
  const detector = restoreDetector(state);
  return {
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
    },
    detectors: [
      {
        name: detector.state().detector,
        title: 'Example',
        input: 'scaled',
        detector,
        alarmPolicy: {
          config,
          norms: channels.map((channel) => ({
            channel,
            scale: { centre: 0, spread: 1 },
            drift: null,
          })),
          pooling: null,
          threshold: {
            sawLabels: false,
            kind: 'fixed',
            value: 2,
            rule: '2, as given',
            scores: 100,
          },
        },
      },
    ],
    learnedFrom: [],
    tables: UNKNOWN_TABLES,
  };
}

function arraysOf(shapes: Readonly<Record<string, readonly number[]>>) {
  const random = createRandom(7);
  const entries = Object.entries(shapes).map(([name, shape]) => {
    const length = shape.reduce((size, dim) => size * dim, 1);
    return [name, { shape, data: Float32Array.from({ length }, () => random.uniform()) }] as const;
  });
  return Object.fromEntries(entries);
}

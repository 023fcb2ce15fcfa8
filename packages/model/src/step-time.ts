/** The time of a training step on this machine, by which backends are compared. */
import { createRandom } from '@anodec/core';
import { parameterShapes, initialWeights } from './autoencoder/shapes.js';
import { startCompute } from './compute.js';
import { AutoencoderConfig } from './config.js';

/** Steps before the ones that count: they compile kernels and fill pools. */
const WARMUP = 3;
const FEWEST = WARMUP + 3;

/** The time of a training step. */
export interface StepTime {
  /** The median of the steps. */
  readonly milliseconds: number;
  /** Windows of a step. */
  readonly windows: number;
}

/**
 * Times training steps on noise.
 *
 * @param settings of the network and the backend; defaults where absent
 * @param C channels
 * @param patience milliseconds after which no further step is begun
 * @throws ConfigError when the backend cannot be loaded
 */
export async function timeTrainingStep(
  settings: unknown,
  C: number,
  patience: number,
): Promise<StepTime> {
  const config = AutoencoderConfig.parse(settings);
  await startCompute(config);
  const { createTrainable } = await import('./autoencoder/model.js');
  const random = createRandom(config.seed);
  const shapes = parameterShapes(config, C);
  const channels = Array.from({ length: C }, (_, c) => `c${c}`);
  const model = createTrainable(config, initialWeights(shapes, random), channels);
  const size = config.batchSize;
  const input = Float32Array.from({ length: size * config.windowSize * C }, () => random.normal());
  const batch = { size, input, target: input.slice() };
  const rates = { learningRates: { optimizer: config.learningRate } };
  const times: number[] = [];
  const begin = performance.now();
  try {
    for (let step = 0; step < FEWEST || performance.now() - begin < patience; step++) {
      const start = performance.now();
      await model.step(batch, { ...rates, step });
      times.push(performance.now() - start);
      if (times[step] > patience) break; // one slow step says enough
    }
  } finally {
    model.dispose();
  }
  const counted = times.length > WARMUP ? times.slice(WARMUP) : times.slice(-1);
  counted.sort((a, b) => a - b);
  return { milliseconds: counted[Math.floor(counted.length / 2)], windows: size };
}

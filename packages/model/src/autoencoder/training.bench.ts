/** Times whole training steps and scoring, in windows per second. */
import { createFrame, createRandom } from '@anodec/core';
import { AutoencoderConfig } from '../config.js';
import { autoencoder } from '../detectors/autoencoder.js';
import { applyPreset } from '../presets.js';

const CHANNELS = Array.from({ length: 51 }, (_, c) => `c${c}`);

/** Quick start, its GRU, and the original's sizes. */
const SETTINGS = [
  { preset: 'quick', cell: 'lstm', batchSize: 64 },
  { preset: 'quick', cell: 'gru', batchSize: 64 },
  { preset: 'quick', cell: 'lstm', batchSize: 64, strict: true },
  { preset: 'quick', cell: 'lstm', batchSize: 64, backend: 'wasm' },
  { preset: 'quick', cell: 'lstm', batchSize: 64, backend: 'cpu' },
  { preset: 'compat', batchSize: 64 },
];

export async function bench(print: (line: string) => void = console.log): Promise<void> {
  for (const settings of SETTINGS) {
    const config = AutoencoderConfig.parse(applyPreset(settings));
    const frame = noise(2000 + config.windowSize);
    const steps: number[] = [];
    let last = 0;
    const timer = {
      onStepEnd() {
        const now = performance.now();
        if (last > 0) steps.push(now - last);
        last = now;
      },
    };
    const detector = autoencoder.create(
      { ...config, maxEpochs: 2, sampleSize: 20 * config.batchSize, sampledTrainShare: 0 },
      { callbacks: [timer] },
    );
    const fitted = await detector.fit([frame]);
    const start = performance.now();
    await fitted.score(frame);
    const seconds = (performance.now() - start) / 1000;
    steps.sort((a, b) => a - b);
    const median = steps[Math.floor(steps.length / 2)];
    print(
      `${JSON.stringify(settings)}: ${median.toFixed(1)} ms a step (fastest ${steps[0].toFixed(1)}), ` +
        `${Math.round((1000 * config.batchSize) / median)} windows/s training, ` +
        `${Math.round(2001 / seconds)} windows/s scoring`,
    );
  }
}

function noise(T: number) {
  const random = createRandom(1);
  const values = Float32Array.from({ length: T * CHANNELS.length }, () => random.normal());
  return createFrame({ values, channels: CHANNELS });
}

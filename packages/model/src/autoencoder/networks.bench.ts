/** Times a training step of each setting of the network in processor time, which other work does not change much. */
import { createRandom } from '@anodec/core';
import { startCompute } from '../compute.js';
import { AutoencoderConfig } from '../config.js';
import { createTrainable } from './model.js';
import { initialWeights, parameterShapes } from './shapes.js';

const C = 51;
const STEPS = 15;

/** The default network, and what differs from it. */
const SETTINGS: readonly Record<string, unknown>[] = [
  {},
  { bidirectional: true },
  { layerNorm: true },
  { dropout: 0.2, numLayers: 2 },
  { numLayers: 2 },
  { recurrentDropout: 0.2 },
  { attention: 'general' },
  { variational: true },
  { direction: 'both' },
  { decoder: 'autoregressive' },
  { decoder: 'autoregressive', teacherForcing: 1 },
  { decoder: 'autoregressive', teacherForcing: 0.5 },
  { decoder: 'autoregressive', layerNorm: true },
];

export async function bench(print: (line: string) => void = console.log): Promise<void> {
  for (const cell of ['lstm', 'gru']) {
    await timeStep({ cell }); // what is compiled by then would count for the first row alone
    let plain: number | undefined;
    for (const settings of SETTINGS) {
      const milliseconds = await timeStep({ cell, ...settings });
      plain ??= milliseconds;
      print(
        `${cell} ${JSON.stringify(settings)}: ${milliseconds.toFixed(1)} ms, ` +
          `${(milliseconds / plain).toFixed(2)} times the default`,
      );
    }
  }
}

/** The median processor time of a step of 64 windows on one thread. */
async function timeStep(settings: Record<string, unknown>): Promise<number> {
  const config = AutoencoderConfig.parse({ batchSize: 64, threads: 1, ...settings });
  await startCompute(config);
  const random = createRandom(1);
  const channels = Array.from({ length: C }, (_, c) => `c${c}`);
  const parameters = initialWeights(parameterShapes(config, C), random);
  const model = createTrainable(config, parameters, channels);
  const size = config.batchSize;
  const input = Float32Array.from({ length: size * config.windowSize * C }, () => random.normal());
  const times: number[] = [];
  for (let step = 0; step < STEPS + 3; step++) {
    const batch = { size, input, target: input.slice(), dropout: random.stream(`step ${step}`) };
    const before = process.cpuUsage();
    await model.step(batch, { learningRates: { optimizer: 1e-3 }, step });
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  model.dispose();
  const counted = times.slice(3).sort((a, b) => a - b); // the first ones compile
  return counted[Math.floor(counted.length / 2)];
}

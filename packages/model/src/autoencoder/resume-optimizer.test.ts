/** A fit that is interrupted within an epoch and resumed from bytes, for every optimiser, schedule and average. */
import { createFrame, createRandom } from '@anodec/core';
import { useBackend } from '@anodec/kernels';
import { beforeAll, expect, test } from 'vitest';
import { averageNames } from '../config/averaging.js';
import { optimizerNames } from '../config/optimizer.js';
import { scheduleNames } from '../config/schedule.js';
import { AutoencoderConfig } from '../config.js';
import type { FitAccess } from '../training/callback.js';
import { decodeCheckpoint, encodeCheckpoint } from '../training/checkpoint.js';
import type { EpochReport, StepReport } from '../training/report.js';
import { fit } from '../training/trainer.js';
import type { Checkpoint } from '../training/training-state.js';
import { createWindowBatches } from './batches.js';
import { createTrainable } from './model.js';
import { initialWeights, parameterShapes } from './shapes.js';

/** Settings with which a variant keeps the most and changes its rate often. */
const extras: Record<string, object> = {
  adam: { amsgrad: true, weightDecay: 0.01 },
  sgd: { momentum: 0.9, nesterov: true },
  rmsprop: { momentum: 0.5, centered: true },
  step: { scheduleEpochs: 1, scheduleFactor: 0.5 },
  plateau: { schedulePatience: 0, scheduleFactor: 0.5 },
  ema: { emaDecay: 0.8 },
  swa: { swaStart: 0.3 },
};
const combinations = optimizerNames.flatMap((optimizer) =>
  scheduleNames.flatMap((schedule) =>
    averageNames.map((averageWeights) => ({ optimizer, schedule, averageWeights })),
  ),
);
/** Of four epochs of three steps; the fifth step is in the second epoch, the ninth ends the third. */
const STOPS = [5, 9];

const random = createRandom(4);
const noise = (rows: number) => {
  const values = Float32Array.from({ length: rows * 2 }, () => random.normal());
  return createFrame({ values, channels: ['a', 'b'] });
};
const [recording, validation] = [noise(14), noise(6)];

beforeAll(async () => {
  await useBackend('cpu');
});

test.each(combinations)('$optimizer, $schedule, $averageWeights', async (names) => {
  const settings = {
    ...names,
    ...Object.assign({}, ...Object.values(names).map((name) => extras[name] ?? {})),
    warmupSteps: 2,
    gradientClipVal: 0.5,
    accumulateGradBatches: 2,
    dropout: 0.2,
  };
  const whole = await train(settings);
  expect(whole.rates).toHaveLength(12);
  for (const stop of STOPS) {
    const bytes = whole.checkpoints.get(stop) as Uint8Array;
    const rest = await train(settings, decodeCheckpoint(bytes));
    expect(rest.rates).toEqual(whole.rates.slice(stop));
    expect(rest.final?.training.model).toEqual(whole.final?.training.model);
    expect(rest.final?.training.reports.map(losses)).toEqual(
      whole.final?.training.reports.map(losses),
    );
    expect(rest.detector).toEqual(whole.detector);
  }
});

async function train(settings: object, resume?: Checkpoint) {
  const config = AutoencoderConfig.parse({
    windowSize: 3,
    hiddenSize: 2,
    embeddingSize: 2,
    batchSize: 2,
    sampleSize: 12,
    maxEpochs: 4,
    learningRate: 0.05,
    ...settings,
  });
  const parameters = initialWeights(parameterShapes(config, 2), createRandom(1));
  const model = createTrainable(config, parameters, ['a', 'b']);
  const checkpoints = new Map<number, Uint8Array>();
  const rates: number[] = [];
  let final: Checkpoint | undefined;
  const recorder = {
    async onStepEnd({ step, learningRates }: StepReport, access: FitAccess) {
      rates.push(learningRates.optimizer);
      if (STOPS.includes(step)) checkpoints.set(step, encodeCheckpoint(await access.checkpoint()));
    },
    async onEpochSave(_: EpochReport, access: FitAccess) {
      final = await access.checkpoint();
    },
  };
  const batches = createWindowBatches(config, [recording], [validation]);
  const options = { callbacks: [recorder], resume: resume?.training };
  const { detector } = await fit(model, batches, config, options);
  model.dispose();
  return { detector, checkpoints, rates, final };
}

function losses({ train: learned, valid, isBest }: EpochReport) {
  return { learned, valid, isBest };
}

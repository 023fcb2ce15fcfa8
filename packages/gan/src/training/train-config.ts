/** The settings of the trainer of autoencoders for the trainings of this package. */
import { TrainConfig } from '@anodec/model';

/** What the trainings of this package have in common. */
export interface IterationSettings {
  readonly iterations: number;
  readonly reportEvery: number;
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly seed: number;
  readonly checkpointEverySeconds: number;
}

/** Epochs are what lies between two reports, and the last weights are kept. */
export function trainConfigOf(settings: IterationSettings): TrainConfig {
  const { iterations, reportEvery, learningRate, beta1, beta2, epsilon, seed } = settings;
  return TrainConfig.parse({
    maxEpochs: Math.ceil(iterations / reportEvery),
    maxSteps: iterations,
    keepEpoch: 'last',
    earlyStoppingPatience: 0,
    saveTopK: 0,
    checkpointEverySeconds: settings.checkpointEverySeconds,
    optimizer: 'adamw', // without weight decay plain Adam
    learningRate,
    beta1,
    beta2,
    epsilon,
    seed,
  });
}

/** Settings of what a training logs, and how often. */
import { z } from 'zod';
import { loggerNames } from './logger-names.js';

/** Where a training is logged to, and what. Nothing here changes a result. */
export const LoggingConfig = z.strictObject({
  logger: z
    .enum(['tensorboard', ...loggerNames, 'none'])
    .default('tensorboard')
    .describe(
      'Where a training is logged in addition to its own files: TensorBoard, or a tracking server as well; none = ' +
        'neither',
    ),
  trackingUri: z
    .string()
    .optional()
    .describe(
      'Address of the tracking server, without user name or password; without it MLFLOW_TRACKING_URI',
    ),
  experimentName: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Experiment of the tracking server that the run belongs to; without it MLFLOW_EXPERIMENT_NAME or anodec',
    ),
  logEveryNSteps: z
    .int()
    .min(1)
    .default(10)
    .describe('Number of optimiser steps between two points of the logged step curves'),
  logHistogramsEveryNEpochs: z
    .int()
    .min(0)
    .default(1)
    .describe(
      'Number of epochs between logged histograms of weights and of the gradients of a batch; 0 = none',
    ),
  logReconstructionsEveryNEpochs: z
    .int()
    .min(0)
    .default(10)
    .describe('Number of epochs between logged charts of reconstructed sensors; 0 = none'),
  logSensors: z
    .array(z.string())
    .default([])
    .describe('Sensors whose reconstruction is logged; without it the first four'),
  logWindows: z
    .int()
    .min(0)
    .max(10_000)
    .default(1000)
    .describe('Largest number of windows whose codes are logged for the projector; 0 = none'),
});

export type LoggingConfig = z.output<typeof LoggingConfig>;

/** Settings of the loggers of a training. */
import { z } from 'zod';
import { loggers } from './registry.js';

/** Where a training is logged beside its own files. */
export const LoggingConfig = z.strictObject({
  logger: z
    .enum(['none', ...Object.keys(loggers)] as [string, ...string[]])
    .default('none')
    .describe(
      'Tracking server that receives settings, losses and results of the run beside its own files; none = no server',
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
});

export type LoggingConfig = z.output<typeof LoggingConfig>;

/**
 * Early stopping: ends a fit when the loss has not improved for a number of epochs.
 *
 * It needs no state of its own: the reports of a checkpoint say how long ago the best epoch was, so that
 * a fit may be resumed with another patience.
 *
 * Source: Prechelt 1998, "Early Stopping – But When?", criterion UP with single epochs.
 */
import type { TrainConfig } from '../../config.js';
import type { Callback } from '../callback.js';

/** @returns undefined when the settings switch it off */
export function earlyStopping(config: TrainConfig): Callback | undefined {
  const { earlyStoppingPatience: patience, minEpochs, minSteps } = config;
  if (patience === 0) return undefined;
  return {
    endsFit({ reports, step, best }) {
      if (!best || reports.length < minEpochs || step < minSteps) return undefined;
      // an epoch without a validation was not compared
      const worse = reports.filter(({ epoch, loss }) => epoch > best.epoch && !Number.isNaN(loss));
      if (worse.length < patience) return undefined;
      return {
        reason: 'early stopping',
        message:
          `The loss has not improved for earlyStoppingPatience = ${patience} epochs since epoch ` +
          `${best.epoch}. Set a larger earlyStoppingPatience to train on.`,
      };
    },
  };
}

/** A line for each epoch, for logs that are no terminal. */
import { formatCount, formatDuration } from '@anodec/core';
import { type Callback, createThroughput, epochLimit, type EpochReport } from '@anodec/model';
import { formatLoss } from './training-progress.js';

/** @param write receives each line */
export function epochLines(write: (line: string) => void): Callback[] {
  const throughput = createThroughput();
  let epochs = NaN;
  const lines: Callback = {
    onFitStart({ config }) {
      epochs = epochLimit(config);
    },
    onEpochEnd(report) {
      write(describeEpoch(report, epochs, throughput.windowsPerSecond()));
    },
  };
  return [throughput.callback, lines];
}

/** `Epoch 4/16: step 652, loss 0.0123, valid 0.0200 (best so far), 12,300 windows/s, 4.2 s, 50 s left at most`. */
export function describeEpoch(
  { epoch, step, train, valid, isBest, seconds }: EpochReport,
  epochs: number,
  speed: number,
): string {
  const best = isBest ? ' (best so far)' : '';
  const left = (epochs - epoch - 1) * seconds;
  const parts = [
    `step ${formatCount(step)}`,
    `loss ${formatLoss(train.loss ?? NaN)}`,
    ...(Number.isFinite(valid.loss) ? [`valid ${formatLoss(valid.loss)}${best}`] : []),
    ...(Number.isNaN(speed) ? [] : [`${formatCount(Math.round(speed))} windows/s`]),
    formatDuration(seconds * 1000),
    ...(left > 0 ? [`${formatDuration(left * 1000)} left at most`] : []),
  ];
  return `Epoch ${epoch + 1}/${epochs}: ${parts.join(', ')}`;
}

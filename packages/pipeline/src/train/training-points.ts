/** The epochs of a run as charts take them. */
import type { TrainingPoint } from '@anodec/charts';
import type { Run } from '@anodec/runs';

/** Losses by epoch, none where no training was logged, and the epoch whose weights were kept. */
export async function readTrainingPoints(
  run: Run,
): Promise<{ readonly points: readonly TrainingPoint[]; readonly bestEpoch?: number }> {
  const metrics = await run.readMetrics().catch(() => []);
  const points = metrics.map(({ epoch, train_loss, val_loss }) => ({
    epoch: epoch ?? NaN,
    trainLoss: train_loss ?? NaN,
    ...(val_loss !== undefined && { validLoss: val_loss }),
  }));
  const best = await run.bestCheckpoint();
  return { points, ...(best && { bestEpoch: best.epoch }) };
}

/** When a fit validates, and the loss that a validation compares weights by. */
import type { TrainConfig } from '../config.js';
import type { ValidReport } from './report.js';
import type { NamedValues } from './trainable.js';

/** Steps between two validations within an epoch; as many as it has steps where it validates at its end only. */
export function validationInterval(
  { valCheckInterval: interval }: TrainConfig,
  stepsPerEpoch: number,
): number {
  if (interval > 1) return Math.min(stepsPerEpoch, Math.floor(interval));
  return Math.max(1, Math.floor(interval * stepsPerEpoch));
}

/** Whether an epoch is one that is validated. */
export function isValidatedEpoch({ checkValEveryNEpoch }: TrainConfig, epoch: number): boolean {
  return (epoch + 1) % checkValEveryNEpoch === 0;
}

/** The loss that decides which epoch is best: of validation, or of training where there is none. */
export function comparedLoss(
  name: string,
  { train, valid }: { train: NamedValues; valid: NamedValues },
): number {
  const loss = valid[name] ?? NaN;
  return Number.isNaN(loss) ? (train[name] ?? NaN) : loss;
}

/** Whether a loss is lower than the best one so far; any number is lower than NaN, anything is than none. */
export function isLower(loss: number, best: number | undefined): boolean {
  if (best === undefined || loss < best) return true;
  return Number.isNaN(best) && !Number.isNaN(loss);
}

/** The lowest loss of the validations of an epoch; NaN where there are none. */
export function lowestLoss(validations: readonly ValidReport[]): number {
  const losses = validations.map(({ loss }) => loss);
  return losses.length > 0 ? Math.min(...losses) : NaN;
}

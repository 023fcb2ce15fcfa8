/** Which of several checkpoints to keep. */

/** When a checkpoint was taken: its epoch, and the steps made by then. */
export interface Place {
  readonly epoch: number;
  readonly step: number;
}

/** A checkpoint with the loss that it is compared by; NaN where it has none. */
export interface Ranked extends Place {
  readonly loss: number;
}

/**
 * The checkpoints to keep, the best first.
 *
 * @param limit number of them at most; negative = all
 * @param order by the lowest loss, of equal ones the earlier first, or the latest first
 */
export function rankBest(
  candidates: readonly Ranked[],
  limit: number,
  order: 'lowest' | 'latest',
): readonly Ranked[] {
  const rank = ({ loss, step }: Ranked): number => {
    if (order === 'latest') return -step;
    return Number.isNaN(loss) ? Infinity : loss;
  };
  const sorted = [...candidates].sort((a, b) => {
    const [first, second] = [rank(a), rank(b)];
    return first === second ? a.step - b.step : first - second;
  });
  return limit < 0 ? sorted : sorted.slice(0, limit);
}

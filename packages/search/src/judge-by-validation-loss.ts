/** How well a network reconstructs the rows that a training holds out: its lowest validation loss. */
import { DataError } from '@anodec/core';
import type { Callback } from '@anodec/model';
import { createDetector, fittedFrames, ownSettings, prepareNormalData } from '@anodec/pipeline';
import { type Evaluated, PrunedError } from '@anodec/tune';
import type { JudgeParts } from './judge-by-injection.js';

/**
 * Trains as a training does, and reports the lowest loss after each epoch.
 *
 * @throws DataError when a side of the split holds no window, or nothing was validated
 */
export async function judgeByValidationLoss({
  settings,
  normal,
  listeners,
  context,
}: JudgeParts): Promise<Evaluated> {
  const prepared = prepareNormalData(normal, settings);
  const { kind } = settings.detector;
  const { frames, validation } = fittedFrames(prepared, kind);
  let [best, epochs] = [Infinity, 0];
  let pruned: PrunedError | undefined;
  const callback: Callback = {
    async onEpochEnd({ epoch, loss }) {
      epochs = epoch + 1;
      if (loss < best) best = loss;
      if (!Number.isFinite(best)) return undefined;
      try {
        await context.report(epochs, best);
      } catch (error) {
        if (!(error instanceof PrunedError)) throw error;
        pruned = error; // an error in a callback would come out as another one
      }
      return pruned && 'stop';
    },
  };
  const detector = createDetector(kind, ownSettings(settings.detector), { callbacks: [callback] });
  await detector.fit(frames, { ...listeners, validation });
  if (pruned) throw pruned;
  if (Number.isFinite(best)) return { value: best, details: { epochs } };
  throw new DataError('A training must be validated to be judged by its loss, but it was not.');
}

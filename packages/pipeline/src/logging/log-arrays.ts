/** Histograms of the weights, and of the gradients of one batch. */
import type { NamedArrays } from '@anodec/model';
import type { GuardedEventWriter } from '@anodec/runs';
import { PATH } from './model-graph.js';

/**
 * Logs arrays as histograms; those of the linear path, which are not trained, are left out, and those that
 * are not finite, which TensorBoard does not show.
 *
 * @param group what the tags begin with
 */
export function logArrays(
  events: GuardedEventWriter,
  group: 'weights' | 'gradients',
  arrays: NamedArrays,
  step: number,
): void {
  for (const [name, { data }] of Object.entries(arrays)) {
    if (name.startsWith(`${PATH}.`) || data.length === 0 || !areFinite(data)) continue;
    events.histogram(`${group}/${name}`, data, step);
  }
}

/** A loop, because `every` with its call for each value would take longer than the histogram. */
function areFinite(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}

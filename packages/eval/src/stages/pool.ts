/** Stage: one score per row from its channel scores. */
import { createStage, type Stage } from '@anodec/core';
import { poolings } from '../pooling/registry.js';

/**
 * The stage of the pooling, from channel scores (n, C) to scores (n): pools the channels that have a
 * score; a row without any has none (NaN). Rows do not depend on each other.
 *
 * @param settings of the pooling, with its `kind`
 * @param state of the pooling, as fitted
 */
export function poolingStage(
  settings: { readonly kind: string },
  state: unknown,
  C: number,
): Stage<Float32Array, Float32Array> {
  const poolRow = poolings.get(settings.kind).pool(settings, state);
  const all = Int32Array.from({ length: C }, (_, c) => c);
  const values = new Float32Array(C); // of one row at a time
  const present = new Int32Array(C);
  const scoreOf = (channelScores: Float32Array, first: number): number => {
    let K = 0;
    for (let c = 0; c < C; c++) {
      const score = channelScores[first + c];
      if (Number.isNaN(score)) continue;
      values[K] = score;
      present[K++] = c;
    }
    if (K === C) return poolRow(values, all);
    return K > 0 ? poolRow(values.subarray(0, K), present.subarray(0, K)) : NaN;
  };
  return createStage(() => ({
    push(channelScores) {
      const pooled = new Float32Array(channelScores.length / C);
      for (let t = 0; t < pooled.length; t++) pooled[t] = scoreOf(channelScores, t * C);
      return pooled;
    },
  }));
}

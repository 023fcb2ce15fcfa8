/** Histograms of the weights, and of what the steps since the last ones changed in them. */
import type { DetectorState } from '@anodec/core';
import type { GuardedEventWriter } from '@anodec/runs';
import { PATH } from './model-graph.js';

/** Logs the weights of a detector at a step. */
export type LogWeights = (state: DetectorState, step: number) => void;

/** Keeps the weights that were logged last, so that the next ones can be compared with them. */
export function createWeightLog(events: GuardedEventWriter): LogWeights {
  let before: DetectorState['arrays'] = {};
  return ({ arrays }, step) => {
    for (const [name, { data }] of Object.entries(arrays)) {
      if (name.startsWith(`${PATH}.`)) continue; // not trained
      if (data.length === 0 || !data.every(Number.isFinite)) continue; // TensorBoard shows no NaN
      events.histogram(`weights/${name}`, data, step);
      const last = before[name]?.data;
      if (last?.length !== data.length) continue;
      events.histogram(
        `updates/${name}`,
        data.map((value, i) => value - last[i]),
        step,
      );
    }
    before = Object.fromEntries(
      Object.entries(arrays).map(([name, array]) => [name, { ...array, data: array.data.slice() }]),
    );
  };
}

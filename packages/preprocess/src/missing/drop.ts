import { createFrame, DataError } from '@anodec/core';
import type { MissingTreatment } from './treatment.js';

/** Leaves out every row that lacks a reading; a gap stays where it was, and no window spans it. */
export const drop: MissingTreatment = (frame, what) => {
  const { values, channels, timestamps, labels } = frame;
  const C = channels.length;
  const kept = Int32Array.from(timestamps.keys()).filter(
    (t) => !values.subarray(t * C, (t + 1) * C).some((value) => Number.isNaN(value)),
  );
  if (kept.length === timestamps.length) return frame;
  if (kept.length === 0) {
    throw new DataError(
      `Some row of ${what} must have a reading of every channel, got none that has. Leave out the ` +
        'channels that are missing throughout, or take another --missing.',
    );
  }
  const complete = new Float32Array(kept.length * C);
  for (const [n, t] of kept.entries()) complete.set(values.subarray(t * C, (t + 1) * C), n * C);
  return createFrame({
    ...frame,
    values: complete,
    timestamps: Float64Array.from(kept, (t) => timestamps[t]),
    ...(labels && { labels: Uint8Array.from(kept, (t) => labels[t]) }),
  });
};

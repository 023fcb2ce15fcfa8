import { fillColumns } from './fill-columns.js';
import type { MissingTreatment } from './treatment.js';

/**
 * Repeats the reading before. Knows no later row, so that it can be done live; before the first
 * reading of a stretch they stay missing.
 *
 * Source: pandas' `ffill()`, for each gap-free stretch.
 */
export const forwardFill: MissingTreatment = (frame) =>
  fillColumns(frame, ({ start, end }, value, fill) => {
    for (let t = start + 1; t < end; t++) if (Number.isNaN(value(t))) fill(t, value(t - 1));
  });

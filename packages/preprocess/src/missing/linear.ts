import { fillColumns } from './fill-columns.js';
import type { MissingTreatment } from './treatment.js';

/**
 * Draws a straight line in time between the readings before and after; before the first and after
 * the last reading of a stretch they stay missing. Looks at later rows: not for live use.
 *
 * Source: pandas' `interpolate(method='time', limit_area='inside')`, for each gap-free stretch.
 */
export const linear: MissingTreatment = (frame) =>
  fillColumns(frame, ({ start, end }, value, fill, timestamps) => {
    let known = end; // no reading yet
    for (let t = start; t < end; t++) {
      if (Number.isNaN(value(t))) continue;
      const span = timestamps[t] - timestamps[known];
      for (let m = known + 1; m < t; m++) {
        const share = (timestamps[m] - timestamps[known]) / span;
        fill(m, value(known) + share * (value(t) - value(known)));
      }
      known = t;
    }
  });

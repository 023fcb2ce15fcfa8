import type { MissingTreatment } from './treatment.js';

/**
 * Leaves them missing: they add nothing to a loss, get no score, and count in no statistic. A row is
 * judged by the channels that it has.
 */
export const mask: MissingTreatment = (frame) => frame;

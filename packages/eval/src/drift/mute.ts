import type { DriftRule } from './drift.js';

/** Silences the channel until its trail is back where normal rows were. */
export const mute: DriftRule = ({ trail, ceiling }) =>
  trail.map((level) => (level > ceiling ? 0 : 1));

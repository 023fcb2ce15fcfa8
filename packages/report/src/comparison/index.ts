/** Comparisons of detectors: over seeds, side by side on the same recordings, over several data sets. */
export * from './comparison.js';
export * from './diagram.js';
export * from './panel.js';
export * from './render.js';
export * from './sections.js';

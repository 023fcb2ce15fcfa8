export * from './colours.js';
export * from './downsample.js';
export { type ChartSpec } from './look.js';
export * from './render.js';
export * from './score-timeline.js';
export { type TimeSpan } from './series.js';
export * from './signal-comparison.js';
export * from './training-curves.js';

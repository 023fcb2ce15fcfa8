/** Several runs beside each other: seeds of the same settings as one group, and detectors tested pair by pair. */
export { type CompareOptions, compareRuns } from './compare-runs.js';
export { type EvaluatedGroup, evaluateGroup, openGroupRuns } from './seeds/evaluate-group.js';
export { runAllSeeds } from './seeds/run-seeds.js';
export { SeedsConfig } from './seeds/seeds-config.js';
export {
  createSeedGroup,
  readGroupSettings,
  type SeedEvent,
  type SeedListeners,
  trainSeeds,
} from './seeds/train-seeds.js';

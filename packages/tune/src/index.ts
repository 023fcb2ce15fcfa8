/** Searching settings: spaces, samplers, pruners, the store of a study, the processes that run its trials. */
export {
  QueueWorkerConfig,
  type QueueWorkerParts,
  runQueueWorker,
} from './engine/bullmq/worker.js';
export * from './engine/engine.js';
export type { EngineEntry, EngineParts, EngineTask } from './engine/entry.js';
export * from './engine/in-process.js';
export * from './engine/local-processes.js';
export * from './engine/registry.js';
export * from './engine/task.js';
export { bracketOf, bracketShares } from './pruners/hyperband.js';
export type { Course, Pruner, Report } from './pruners/pruner.js';
export * from './pruners/registry.js';
export { gridPoints, gridValues } from './samplers/grid.js';
export * from './samplers/registry.js';
export type { Observation, Sampler, SamplerParts } from './samplers/sampler.js';
export * from './space/from-settings.js';
export { type Kinds, listSettings, type Schemas, type Setting } from './space/setting-list.js';
export * from './space/space.js';
export * from './space/space-text.js';
export { StudyDescription } from './store/description.js';
export { StudyEvent, type Trial } from './store/events.js';
export * from './store/key.js';
export * from './store/study-folder.js';
export * from './study/results.js';
export * from './study/run-study.js';

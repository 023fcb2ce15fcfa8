/** What a run tells: its story, runs compared by it, tracking servers that get it. */
export type { LoggerEntry, LoggerOptions, RunLogger } from './loggers/logger.js';
export { createLogging, type Logging, sendLog, trackEvaluation } from './loggers/logging.js';
export { loggers } from './loggers/registry.js';
export {
  type ChangedSetting,
  type ChangedSettings,
  changedSettings,
} from './story/changed-settings.js';
export {
  type ComparedMetric,
  compareStories,
  type Difference,
  type StoryComparison,
} from './story/compare-stories.js';
export { readRunStory, type RunInput, type RunStory, type StoryMetric } from './story/run-story.js';

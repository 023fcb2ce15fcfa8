/** Searches of settings: what can be searched before and by trainings, how a search is run and shown. */
export { ClassifierTableConfig } from './classifier-task.js';
export { ClassifierConfig, createConfiguredClassifier } from './classifiers.js';
export {
  CriterionConfig,
  EffortConfig,
  PolicyCriterionConfig,
  SearchConfig,
  searchSections,
} from './config.js';
export { type LabelledRows, readFeatureTable } from './feature-table.js';
export { DetectorSearch, type RatedDetector } from './find/detector-search.js';
export { type FoundBatchSize, searchBatchSize } from './find/find-batch-size.js';
export { FindConfig } from './find/find-config.js';
export { type FoundDetector, searchDetector } from './find/find-detector.js';
export { type FoundLearningRate, searchLearningRate } from './find/find-learning-rate.js';
export { type Beautified, beautify } from './grid-search/beautify.js';
export { outputName, OutputsConfig } from './grid-search/evaluation-log.js';
export { type Grid, gridOf, grids, gridSize, writtenGrid } from './grid-search/grids.js';
export { type MergedOutputs, mergeOutputs } from './grid-search/merge-outputs.js';
export { OUTPUT_KINDS, type OutputKind, processOutput } from './grid-search/process-output.js';
export { refitClassifier, refitDetector, type RefittedClassifier } from './refit.js';
export { searchTask, type SearchTaskName, searchTasks } from './registry.js';
export {
  runSearch,
  SEARCH_TASK,
  type Search,
  type SearchListeners,
  spaceOf,
  storedSettings,
  withStudySettings,
  WORKER_TASK,
} from './run-search.js';
export type { SearchTask } from './search-task.js';
export { studyCharts } from './study-charts.js';
export { studyPage } from './study-page.js';

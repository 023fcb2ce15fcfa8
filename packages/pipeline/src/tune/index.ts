/** Searches of settings: what can be searched, and how a search is run and shown. */
export {
  CriterionConfig,
  EffortConfig,
  PolicyCriterionConfig,
  SearchConfig,
  searchSections,
} from './config.js';
export { ClassifierTableConfig } from './classifier-task.js';
export { type LabelledRows, readFeatureTable } from './feature-table.js';
export { type BlockRows, orderedBlockRows, orderedFold } from './ordered-blocks.js';
export { type SearchTaskName, searchTask, searchTasks } from './registry.js';
export { refitClassifier, refitDetector, type RefittedClassifier } from './refit.js';
export {
  runSearch,
  type Search,
  type SearchListeners,
  spaceOf,
  storedSettings,
  withStudySettings,
} from './run-search.js';
export type { SearchTask } from './search-task.js';
export { studyCharts } from './study-charts.js';
export { studyPage } from './study-page.js';

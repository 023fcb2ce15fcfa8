export { ComputeChoice, describeComputing, readComputed, startComputing } from './computing.js';
export { type EvaluatedRun, evaluateRun, rememberFindings } from './evaluate.js';
export { type ExaminedBackend, examineBackends, fastestBackend } from './examine-backends.js';
export { type InjectedDataSet, injectIntoDataSet } from './inject-data.js';
export * from './paths.js';
export {
  convertData,
  placeFor,
  prepareData,
  type PreparedData,
  repairLines,
  simulateIfMissing,
  SourceConfig,
  tablesOf,
} from './prepare-data.js';
export { RunChoice } from './run-choice.js';
export { describeScoring, scoreRun, type Scoring } from './score.js';
export {
  type GivenSettings,
  parseSections,
  type Sections,
  type Settings,
} from './sections.js';
export { BaselinesConfig, PathsConfig } from './settings.js';
export { describeTraining, type Training, trainRun, type TrainListeners } from './train.js';
export {
  loadTrainedRun,
  readSettings,
  type TrainedRun,
  trainSections,
  type TrainSettings,
} from './trained-run.js';
export { unpackedLines, unpackMissing } from './unpack.js';

export { type Artifact, type ArtifactDetector, readArtifact, writeArtifact } from './artifact.js';
export { auditRun, readAudit } from './audit/audit-run.js';
export * from './benchmark/index.js';
export { type Baseline, baselines, BaselinesConfig } from './baselines.js';
export { ClassifierConfig, classifierTitle, createConfiguredClassifier } from './classifiers.js';
export { type CompareOptions, compareRuns } from './compare/compare-runs.js';
export { ExportConfig, exportRun } from './export/export-run.js';
export { ComputeChoice, readComputed, requireGpu, startComputing } from './computing.js';
export { type BatchDims, createDataModule, type DataModule } from './data-module.js';
export {
  checkWorkbooks,
  convertData,
  type ConvertedData,
  pathsFor,
  prepareData,
  type PreparedData,
  type SimulatedData,
  simulateIfMissing,
  tablesOf,
} from './data-steps.js';
export {
  createDetector,
  DetectorConfig,
  detectorConfigWithUsual,
  detectorEntry,
  detectorNames,
  registerDetector,
  restoreDetector,
} from './detectors.js';
export { DetectorSearch, type RatedDetector } from './find/detector-search.js';
export { FindConfig } from './find/find-config.js';
export { type FoundBatchSize, searchBatchSize } from './find/find-batch-size.js';
export { type FoundDetector, searchDetector } from './find/find-detector.js';
export { type FoundLearningRate, searchLearningRate } from './find/find-learning-rate.js';
export { type EvaluatedRun, evaluateRun } from './evaluate.js';
export { EvaluateConfig } from './evaluate-config.js';
export { type ExaminedBackend, examineBackends, fastestBackend } from './examine-backends.js';
export { type InjectedDataSet, injectIntoDataSet } from './inject-data.js';
export { createLogging, type Logging, sendLog, trackEvaluation } from './loggers/logging.js';
export { LoggingConfig } from './logging/config.js';
export { type LoggerEntry, type LoggerOptions, type RunLogger } from './loggers/logger.js';
export { loggers } from './loggers/registry.js';
export { modelCard, writeModelCard } from './model-card/model-card.js';
export { mergeSettings } from './merge-settings.js';
export { withMovingThreshold } from './moving-threshold.js';
export {
  MissingStepError,
  type NextStep,
  TrainingStoppedError,
  UnwrittenTrainingError,
} from './next-step.js';
export { checkDataStore, openDataStore } from './open-data-store.js';
export * from './paths.js';
export { firstTrainingWindows, type RecordedWindow } from './first-batch.js';
export { plotRun } from './plot/plot-run.js';
export { type RunPlotName, runPlots } from './plot/registry.js';
export type { RunPlot, RunPlotOptions } from './plot/run-plot.js';
export { RunPlotConfig } from './plot/run-plot-config.js';
export { type ChartFormat, chartFormat, writeChart } from './plot/write-chart.js';
export { type GivenTables, type PreparedTables, prepareTables } from './prepare-tables.js';
export { presetNames, withPreset } from './presets.js';
export { RecordedFrame } from './recorded-frame.js';
export { isUnfinished, recoverRun } from './recover.js';
export { openResumable } from './resumable.js';
export {
  type AllListeners,
  type AllSettings,
  runAll,
  type StepEvent,
  type StepResults,
} from './run-all.js';
export { RunChoice } from './run-choice.js';
export { type ScoredRecording, type Scoring, scoreRun } from './score.js';
export {
  alarmsCsvOf,
  alarmsToJson,
  scoredPart,
  scoresToJson,
  withDecisions,
} from './score-files.js';
export { alarmsTable, scoresTable } from './score-tables.js';
export { type ScoreColumns, type ScoredPart, scoresToCsv } from './scores-csv.js';
export { scoreFrame } from './score-frame.js';
export { scoreTable, type TableScores, withLabelledTable } from './score-table.js';
export { ScoringChoice, withScoringChoice } from './scoring-choice.js';
export {
  type GivenSettings,
  parseSections,
  type Sections,
  type Settings,
} from './sections.js';
export {
  type GivenTrainSettings,
  parseTrainSettings,
  settingsOf,
  trainSections,
  type TrainSettings,
  withDatasetDefaults,
} from './settings.js';
export { evaluateGroup, type EvaluatedGroup, openGroupRuns } from './seeds/evaluate-group.js';
export { runAllSeeds } from './seeds/run-seeds.js';
export { SeedsConfig } from './seeds/seeds-config.js';
export {
  createSeedGroup,
  readGroupSettings,
  type SeedEvent,
  type SeedListeners,
  trainSeeds,
} from './seeds/train-seeds.js';
export {
  CONTAMINATIONS,
  type FittedSensors,
  fitSensors,
  readSensors,
  type ScoredSensors,
  scoreSensors,
  type SensorPart,
  type SensorThreshold,
} from './sensors/score-sensors.js';
export { type SensorModel, sensorModels } from './sensors/sensor-models.js';
export { settingsId } from './settings-id.js';
export { countSharedRows } from './shared-rows.js';
export { SourceConfig } from './source-config.js';
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
export { type Training, type TrainListeners, trainRun } from './train.js';
export { TableSettings } from './table-settings.js';
export {
  loadTrainedRun,
  openRun,
  type OpenRunOptions,
  readSettings,
  type TrainedRun,
} from './trained-run.js';
export * from './tune/index.js';
export { unpackMissing } from './unpack.js';

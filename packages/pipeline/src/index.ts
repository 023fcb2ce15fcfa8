/** The steps from tables to a report as functions. */
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
} from './data/data-steps.js';
export { type InjectedDataSet, injectIntoDataSet } from './data/inject-data.js';
export { fittedFrames, type NormalData, prepareNormalData } from './data/normal-data.js';
export { checkDataStore, openDataStore } from './data/open-data-store.js';
export { type GivenTables, type PreparedTables, prepareTables } from './data/prepare-tables.js';
export { RecordedFrame, recordFrame } from './data/recorded-frame.js';
export { readRecordings, type StoredRecordings, trainedPeriod } from './data/recordings.js';
export { countRowsSharedWith, sharedRows } from './data/shared-rows.js';
export { SourceConfig } from './data/source-config.js';
export { TableSettings, UNKNOWN_TABLES } from './data/table-settings.js';
export { unpackMissing } from './data/unpack.js';
export {
  type Baseline,
  baselineOptions,
  baselines,
  BaselinesConfig,
  BaselineSettings,
} from './detectors/baselines.js';
export { ComputeChoice, readComputed, requireGpu, startComputing } from './detectors/computing.js';
export {
  examineBackends,
  type ExaminedBackend,
  fastestBackend,
} from './detectors/examine-backends.js';
export {
  createDetector,
  DetectorConfig,
  detectorConfigWithUsual,
  detectorEntry,
  detectorNames,
  ownSettings,
  registerDetector,
  restoreDetector,
  windowSizeOf,
} from './detectors/registry.js';
export { inputOf, scoreFrame } from './detectors/score-frame.js';
export { type EvaluatedRun, evaluateRun } from './evaluate/evaluate.js';
export { identifyAudited, readAudit } from './evaluate/read-audit.js';
export { leftOutOf } from './model-card/left-out.js';
export { modelCard, writeModelCard } from './model-card/model-card.js';
export { type ExportedRun, primaryOf } from './model-card/primary.js';
export {
  MissingStepError,
  type NextStep,
  TrainingStoppedError,
  UnwrittenTrainingError,
} from './next-step.js';
export { plotRun } from './plot/plot-run.js';
export { type RunPlotName, runPlots } from './plot/registry.js';
export { RunPlotConfig } from './plot/run-plot-config.js';
export type { RunPlot, RunPlotOptions } from './plot/run-plot.js';
export { type ChartFormat, chartFormat, writeChart } from './plot/write-chart.js';
export {
  type AllListeners,
  type AllSettings,
  runAll,
  type StepEvent,
  type StepResults,
} from './run-all.js';
export {
  type Artifact,
  type ArtifactDetector,
  readArtifact,
  writeArtifact,
} from './runs/artifact.js';
export { type EvaluatedRecordings, readEvaluated } from './runs/evaluated-recordings.js';
export { modelHash } from './runs/model-hash.js';
export { codeVersion, type Provenance, readProvenance } from './runs/provenance.js';
export { RunChoice } from './runs/run-choice.js';
export { StoredScoring } from './runs/stored-scoring.js';
export {
  checkTrainedData,
  loadTrainedRun,
  openRun,
  type OpenRunOptions,
  readSettings,
  type TrainedRun,
} from './runs/trained-run.js';
export { withMovingThreshold } from './score/moving-threshold.js';
export {
  alarmsCsvOf,
  alarmsToJson,
  scoredPart,
  scoresToJson,
  withDecisions,
} from './score/score-files.js';
export { scoreTable, type TableScores, withLabelledTable } from './score/score-table.js';
export { alarmsTable, scoresTable } from './score/score-tables.js';
export { type ScoredRecording, scoreRun, type Scoring } from './score/score.js';
export {
  type ScoreColumns,
  type ScoredPart,
  scoresCsvPieces,
  scoresToCsv,
} from './score/scores-csv.js';
export { ScoringChoice, withScoringChoice } from './score/scoring-choice.js';
export {
  CONTAMINATIONS,
  fitSensors,
  type FittedSensors,
  readSensors,
  type ScoredSensors,
  scoreSensors,
  type SensorOptions,
  type SensorPart,
  type SensorThreshold,
} from './sensors/score-sensors.js';
export { type SensorModel, sensorModels } from './sensors/sensor-models.js';
export type { Measure, MeasureDescription, MeasureInput, ScoredTest } from './series/measure.js';
export { evaluateSeries, scoreSeries } from './series/score-series.js';
export type { PreparedSeries, PreparedTest, SeriesScores } from './series/series.js';
export { EvaluateConfig } from './settings/evaluate-config.js';
export type { LoggerName } from './settings/logger-names.js';
export { LoggingConfig } from './settings/logging-config.js';
export { mergeSettings } from './settings/merge-settings.js';
export {
  ATTACK_KEY,
  datasetNameOf,
  interimFolder,
  interimStore,
  NORMAL_KEY,
  PathsConfig,
  processedStore,
  rawFolders,
  SWAT_DATASET,
} from './settings/paths.js';
export { presetNames, withPreset } from './settings/presets.js';
export {
  type GivenSettings,
  parseSections,
  type Sections,
  type Settings,
} from './settings/sections.js';
export { settingsId } from './settings/settings-id.js';
export {
  type GivenTrainSettings,
  parseTrainSettings,
  settingsOf,
  trainSections,
  type TrainSettings,
  withDatasetDefaults,
} from './settings/settings.js';
export { type BatchDims, createDataModule, type DataModule } from './train/data-module.js';
export { firstTrainingWindows, type RecordedWindow } from './train/first-batch.js';
export { calibrate, fitPrimary } from './train/fit-detectors.js';
export { isUnfinished, recoverRun } from './train/recover.js';
export { openResumable } from './train/resumable.js';
export { type Training, type TrainListeners, trainRun } from './train/train.js';
export { withWindowSize } from './train/window-from-period.js';

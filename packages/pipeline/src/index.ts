/** The steps from tables to a report as functions. */
export { type Artifact, type ArtifactDetector, readArtifact, writeArtifact } from './artifact.js';
export {
  type Baseline,
  baselineOptions,
  baselines,
  BaselinesConfig,
  BaselineSettings,
} from './baselines.js';
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
  detectorEntry,
  detectorNames,
  ownSettings,
  registerDetector,
  restoreDetector,
  windowSizeOf,
} from './detectors.js';
export { EvaluateConfig } from './evaluate-config.js';
export { type EvaluatedRun, evaluateRun } from './evaluate.js';
export { type EvaluatedRecordings, readEvaluated } from './evaluated-recordings.js';
export { examineBackends, type ExaminedBackend, fastestBackend } from './examine-backends.js';
export { firstTrainingWindows, type RecordedWindow } from './first-batch.js';
export { calibrate, fitPrimary } from './fit-detectors.js';
export { type InjectedDataSet, injectIntoDataSet } from './inject-data.js';
export { LoggingConfig } from './logging/config.js';
export type { LoggerName } from './logging/logger-names.js';
export { mergeSettings } from './merge-settings.js';
export { leftOutOf } from './model-card/left-out.js';
export { modelCard, writeModelCard } from './model-card/model-card.js';
export { type ExportedRun, primaryOf } from './model-card/primary.js';
export { withMovingThreshold } from './moving-threshold.js';
export {
  MissingStepError,
  type NextStep,
  TrainingStoppedError,
  UnwrittenTrainingError,
} from './next-step.js';
export { fittedFrames, type NormalData, prepareNormalData } from './normal-data.js';
export { checkDataStore, openDataStore } from './open-data-store.js';
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
} from './paths.js';
export { plotRun } from './plot/plot-run.js';
export { type RunPlotName, runPlots } from './plot/registry.js';
export { RunPlotConfig } from './plot/run-plot-config.js';
export type { RunPlot, RunPlotOptions } from './plot/run-plot.js';
export { type ChartFormat, chartFormat, writeChart } from './plot/write-chart.js';
export { type GivenTables, type PreparedTables, prepareTables } from './prepare-tables.js';
export { presetNames, withPreset } from './presets.js';
export { codeVersion, type Provenance, readProvenance } from './provenance.js';
export { identifyAudited, readAudit } from './read-audit.js';
export { RecordedFrame, recordFrame } from './recorded-frame.js';
export { readRecordings, type StoredRecordings, trainedPeriod } from './recordings.js';
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
export {
  alarmsCsvOf,
  alarmsToJson,
  scoredPart,
  scoresToJson,
  withDecisions,
} from './score-files.js';
export { inputOf, scoreFrame } from './score-frame.js';
export { scoreTable, type TableScores, withLabelledTable } from './score-table.js';
export { alarmsTable, scoresTable } from './score-tables.js';
export { type ScoredRecording, scoreRun, type Scoring } from './score.js';
export { type ScoreColumns, type ScoredPart, scoresToCsv } from './scores-csv.js';
export { ScoringChoice, withScoringChoice } from './scoring-choice.js';
export { type GivenSettings, parseSections, type Sections, type Settings } from './sections.js';
export {
  CONTAMINATIONS,
  fitSensors,
  type FittedSensors,
  readSensors,
  type ScoredSensors,
  scoreSensors,
  type SensorPart,
  type SensorThreshold,
} from './sensors/score-sensors.js';
export { type SensorModel, sensorModels } from './sensors/sensor-models.js';
export type { Measure, MeasureDescription, MeasureInput, ScoredTest } from './series/measure.js';
export { evaluateSeries, scoreSeries } from './series/score-series.js';
export type { PreparedSeries, PreparedTest, SeriesScores } from './series/series.js';
export { settingsId } from './settings-id.js';
export {
  type GivenTrainSettings,
  parseTrainSettings,
  settingsOf,
  trainSections,
  type TrainSettings,
  withDatasetDefaults,
} from './settings.js';
export { countSharedRows, sharedRows } from './shared-rows.js';
export { SourceConfig } from './source-config.js';
export { StoredScoring } from './stored-scoring.js';
export { TableSettings, UNKNOWN_TABLES } from './table-settings.js';
export { type Training, type TrainListeners, trainRun } from './train.js';
export {
  checkTrainedData,
  loadTrainedRun,
  openRun,
  type OpenRunOptions,
  readSettings,
  type TrainedRun,
} from './trained-run.js';
export { unpackMissing } from './unpack.js';
export { withWindowSize } from './window-from-period.js';

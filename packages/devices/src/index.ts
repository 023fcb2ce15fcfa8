/** The public names of the package. */
export {
  createDayTable,
  dayStart,
  type DayTable,
  dayValues,
  formatDate,
  selectDays,
  SLOT_MINUTES,
  SLOTS,
} from './day-table.js';
export { DevicesConfig } from './devices-config.js';
export { readDayTable, writeDayTable } from './day-file.js';
export { decodePower } from './raw/power.js';
export {
  dateOfLog,
  parseRawLog,
  type RawLog,
  readRawLog,
  type PowerReading,
  type RowFaults,
} from './raw/raw-log.js';
export { slotValues, type SlotValues } from './raw/slots.js';
export { readDeviceList } from './raw/device-list.js';
export { type LogMode, selectLogs } from './raw/select-logs.js';
export {
  checkPresent,
  DailyConfig,
  dailyData,
  type DailyData,
  type DailyDevice,
  dailyFile,
  readDailyData,
  writeDailyData,
} from './raw/daily-data.js';
export { isUsed, MIN_DAYS, type UsableDays, usableDays } from './prepare/usable-days.js';
export { splitByClass, type SplitDays, splitDays, SplitDaysConfig } from './prepare/split-days.js';
export {
  denormaliseDays,
  fitMinMax,
  type MinMax,
  normaliseDays,
  readMinMax,
  writeMinMax,
} from './prepare/min-max.js';
export { augmentDays } from './prepare/augment.js';
export {
  classCount,
  classesOfDays,
  type DayClasses,
  dayTypes,
  numberClasses,
  ONE_CLASS,
} from './groups/day-classes.js';
export {
  readCombination,
  readLabels,
  writeCombination,
  writeLabels,
} from './groups/class-files.js';
export {
  assignTypes,
  type DayGroups,
  GroupConfig,
  groupDayTypes,
  groupingLogLoss,
  type TriedMixture,
} from './groups/group-day-types.js';
export { type DayScores, readScores, writeScores } from './assess/score-file.js';
export { type RocCurve, rocCurve, type RocPoint, youdenPoint } from './assess/roc.js';
export {
  classAccuracyCsv,
  type ClassEvaluation,
  type ClassResult,
  evaluateClasses,
} from './assess/evaluate-classes.js';
export {
  accuracyCsv,
  type DayEvaluation,
  evaluateScores,
  type ScoreTests,
  testScores,
} from './assess/evaluate-scores.js';
export { type DayDistances, dayDistances, distancesCsv } from './assess/day-distances.js';
export {
  nearestDays,
  nearestDaysCsv,
  type NearestDay,
  type NearestDaysOptions,
} from './assess/nearest-days.js';
export { type ClassDistances, classDistances, type ClassPair } from './assess/class-distances.js';
export { type KnownAnomaly, readKnownAnomalies } from './raw/known-anomalies.js';
export {
  deviceFiles,
  type DeviceFiles,
  PrepareDaysConfig,
  prepareDevice,
  type PreparedDevice,
  type Purpose,
  PURPOSES,
  type ReadDevice,
  readPreparedDevice,
  writePreparedDevice,
} from './prepare/prepare-device.js';
export {
  calibrateDays,
  type DayCalibration,
  compareDays,
  type DayDifferences,
  type DayParts,
  type Moments,
  scoresOf,
} from './detector/day-scores.js';
export { closestGenerated, closestLearned, type LabelledDays } from './detector/closest-days.js';
export {
  classesOfNetworks,
  findNetworks,
  type FoundNetworks,
  networksIn,
  type NetworksPlace,
} from './detector/find-networks.js';
export { type HeldOut, holdOut } from './detector/hold-out.js';
export {
  classesOf,
  type DeviceModelFile,
  modelFolder,
  readModelFile,
} from './detector/model-file.js';
export { type OpenDevice, openDevice, type ScoredTable } from './detector/open-device.js';
export { DayScoringConfig, DayThresholdConfig, SCORE_RULES } from './detector/scoring-config.js';
export {
  type DeviceTrainingSettings,
  trainDevice,
  type TrainDeviceOptions,
  type TrainedDevice,
} from './detector/train-device.js';
export {
  type DeviceState,
  type StaleState,
  staleStates,
  STATE_REASONS,
  stateFolder,
  type StateReason,
} from './production/device-state.js';
export {
  type Detected,
  detectDevices,
  type DetectOptions,
  type DetectSettings,
} from './production/detect-devices.js';
export type { FailedDevice } from './production/jobs.js';
export {
  type JobSettings,
  trainDevices,
  type TrainDevicesOptions,
} from './production/train-devices.js';
export {
  ExperimentConfig,
  type ExperimentData,
  type ExperimentOptions,
  type ExperimentRun,
  type ExperimentSettings,
  type MethodResult,
  runExperiment,
  type TestedDays,
} from './experiment/run-experiment.js';
export {
  type DayFloor,
  fitFloor,
  type FloorName,
  floorNames,
  type FloorSettings,
  floorTitle,
} from './experiment/floors.js';
export {
  type TestedClassifier,
  testClassifier,
  writeClassifierTest,
} from './experiment/test-classifier.js';
export {
  summarise,
  summaryCsv,
  SUMMARY_MEASURES,
  type SummaryRow,
  type SummaryValue,
} from './experiment/summary.js';
export {
  type ExperimentFiles,
  generatedTable,
  writeExperiment,
  writeSummary,
} from './experiment/write-experiment.js';
export { wrongLabels } from './experiment/wrong-labels.js';
export { dayPlot, type DayPlotOptions, writeDayPlots } from './draw/day-plots.js';
export { dayActivationMap, daysActivationMap } from './draw/activation-charts.js';
export { plotGeneratedDays, writeGeneratedDays } from './draw/generated-days.js';
export { DAY_COLOURS, type DayColour, dayMap, projectDays } from './draw/day-map.js';
export { type NamedEvaluation, rocChart, scoreHistogram } from './draw/score-charts.js';
export { splitKnown } from './assess/known-scores.js';
export {
  type DevicesDemoListeners,
  type DevicesDemoSettings,
  runDevicesDemo,
} from './demo/run-demo.js';

/** The commands. To add one: one file beside this one, one line here. */
import type { Command } from '../command.js';
import { audit } from './audit.js';
import { compare } from './compare.js';
import { benchmark } from './benchmark.js';
import { dashboard } from './dashboard.js';
import { dataAttacks } from './data-attacks.js';
import { dataCompare } from './data-compare.js';
import { dataConvert } from './data-convert.js';
import { dataDrift } from './data-drift.js';
import { dataExample } from './data-example.js';
import { dataExport } from './data-export.js';
import { dataImport } from './data-import.js';
import { dataInject } from './data-inject.js';
import { dataInspect } from './data-inspect.js';
import { dataPlot } from './data-plot.js';
import { dataPrepare } from './data-prepare.js';
import { dataProfile } from './data-profile.js';
import { dataSources } from './data-sources.js';
import { dataUnpack } from './data-unpack.js';
import { devicesActivations } from './devices-activations.js';
import { devicesClassify } from './devices-classify.js';
import { devicesDemo } from './devices-demo.js';
import { devicesDetect } from './devices-detect.js';
import { devicesExperiment } from './devices-experiment.js';
import { devicesDistances } from './devices-distances.js';
import { devicesEvaluate } from './devices-evaluate.js';
import { devicesGenerate } from './devices-generate.js';
import { devicesMap } from './devices-map.js';
import { devicesPlot } from './devices-plot.js';
import { devicesPreprocess } from './devices-preprocess.js';
import { devicesSimulate } from './devices-simulate.js';
import { devicesTrain } from './devices-train.js';
import { doctor } from './doctor.js';
import { evaluate } from './evaluate.js';
import { findBatchSize } from './find-batch-size.js';
import { findDetector } from './find-detector.js';
import { findLearningRate } from './find-learning-rate.js';
import { fleetDetect } from './fleet-detect.js';
import { fleetStatus } from './fleet-status.js';
import { fleetTrain } from './fleet-train.js';
import { fleetWorker } from './fleet-worker.js';
import { plausibilityCompare } from './plausibility-compare.js';
import { plausibilityDemo } from './plausibility-demo.js';
import { plausibilityPlot } from './plausibility-plot.js';
import { plausibilityPredict } from './plausibility-predict.js';
import { plausibilityPrepare } from './plausibility-prepare.js';
import { plausibilitySimulate } from './plausibility-simulate.js';
import { plausibilityTrain } from './plausibility-train.js';
import { plot } from './plot.js';
import { run } from './run.js';
import { runsCompare } from './runs-compare.js';
import { runsExport } from './runs-export.js';
import { runsList } from './runs-list.js';
import { runsLog } from './runs-log.js';
import { runsRm } from './runs-rm.js';
import { runsShow } from './runs-show.js';
import { score } from './score.js';
import { serve } from './serve.js';
import { simulate } from './simulate.js';
import { train } from './train.js';
import { tuneAlarmPolicy } from './tune-alarm-policy.js';
import { tuneClassifier } from './tune-classifier.js';
import { tuneDetector } from './tune-detector.js';
import { tuneGrid } from './tune-grid.js';
import { tuneBeautify, tuneMerge, tuneProcessOutput } from './tune-outputs.js';
import { tuneShow } from './tune-show.js';
import { modelsCommand } from './models.js';
import { watchCommand } from './watch.js';

/** Commands under a common name. */
export interface CommandGroup {
  readonly summary: string;
  readonly commands: Readonly<Record<string, Command>>;
}

/** Commands and groups by name. */
export type CommandTree = Readonly<Record<string, Command | CommandGroup>>;

export const commands: CommandTree = {
  run,
  simulate,
  data: {
    summary: 'Import, clean and explore data',
    commands: {
      unpack: dataUnpack,
      convert: dataConvert,
      prepare: dataPrepare,
      inspect: dataInspect,
      profile: dataProfile,
      drift: dataDrift,
      compare: dataCompare,
      attacks: dataAttacks,
      plot: dataPlot,
      example: dataExample,
      export: dataExport,
      import: dataImport,
      sources: dataSources,
      inject: dataInject,
    },
  },
  train,
  find: {
    summary: 'Search settings of a training by trying them, without making a run',
    commands: {
      'learning-rate': findLearningRate,
      'batch-size': findBatchSize,
      detector: findDetector,
    },
  },
  tune: {
    summary: 'Search settings over many trials: detectors, alarm policies, classifiers',
    commands: {
      detector: tuneDetector,
      'alarm-policy': tuneAlarmPolicy,
      classifier: tuneClassifier,
      show: tuneShow,
      grid: tuneGrid,
      merge: tuneMerge,
      beautify: tuneBeautify,
      'process-output': tuneProcessOutput,
    },
  },
  score,
  watch: watchCommand,
  models: modelsCommand,
  fleet: {
    summary: 'One model per device: train, detect and watch over many, on one machine or several',
    commands: {
      train: fleetTrain,
      detect: fleetDetect,
      status: fleetStatus,
      worker: fleetWorker,
    },
  },
  evaluate,
  plot,
  audit,
  compare,
  benchmark,
  dashboard,
  serve,
  runs: {
    summary: 'List, inspect, compare, export and remove runs',
    commands: {
      list: runsList,
      show: runsShow,
      compare: runsCompare,
      export: runsExport,
      log: runsLog,
      rm: runsRm,
    },
  },
  plausibility: {
    summary: 'Say whether messages (class, length, width) are plausible or malicious',
    commands: {
      demo: plausibilityDemo,
      simulate: plausibilitySimulate,
      prepare: plausibilityPrepare,
      plot: plausibilityPlot,
      compare: plausibilityCompare,
      train: plausibilityTrain,
      predict: plausibilityPredict,
    },
  },
  devices: {
    summary: 'Look for unusual days in the power curves of appliances',
    commands: {
      simulate: devicesSimulate,
      preprocess: devicesPreprocess,
      experiment: devicesExperiment,
      train: devicesTrain,
      detect: devicesDetect,
      demo: devicesDemo,
      evaluate: devicesEvaluate,
      classify: devicesClassify,
      generate: devicesGenerate,
      activations: devicesActivations,
      plot: devicesPlot,
      map: devicesMap,
      distances: devicesDistances,
    },
  },
  doctor,
};

/** Whether an entry is a group. */
export function isGroup(entry: Command | CommandGroup): entry is CommandGroup {
  return 'commands' in entry;
}

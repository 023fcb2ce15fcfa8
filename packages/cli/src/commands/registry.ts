/** The commands. To add one: one file beside this one, one entry here. Its file is loaded when it is called. */
import type { Command, CommandEntry } from '../command.js';

/** Commands under a common name. */
export interface CommandGroup {
  readonly summary: string;
  readonly commands: Readonly<Record<string, CommandEntry>>;
}

/** Commands and groups by name. */
export type CommandTree = Readonly<Record<string, CommandEntry | CommandGroup>>;

export const commands: CommandTree = {
  run: command(
    'Run all steps: convert, prepare, train, score, report',
    async () => (await import('./run.js')).run,
  ),
  simulate: command(
    'Simulate a water treatment plant and write its recordings as SWaT workbooks',
    async () => (await import('./simulate.js')).simulate,
  ),
  data: {
    summary: 'Import, clean and explore data',
    commands: {
      unpack: command(
        'Unpack downloaded archives from data/raw into the layout that data convert reads',
        async () => (await import('./data-unpack.js')).dataUnpack,
      ),
      convert: command(
        'Convert tables or SWaT workbooks into the interim store, unchanged',
        async () => (await import('./data-convert.js')).dataConvert,
        { aliases: ['create_h5_file'] },
      ),
      prepare: command(
        'Clean the converted tables into the processed store; every repair is counted and shown',
        async () => (await import('./data-prepare.js')).dataPrepare,
        { aliases: ['data_preparation'] },
      ),
      inspect: command(
        'Overview of tables: ranges, states, missing and stuck readings, gaps, order of rows',
        async () => (await import('./data-inspect.js')).dataInspect,
        { positionals: ['table'] },
      ),
      profile: command(
        'Write a page about a table: types, missing readings, distributions, correlations, warnings',
        async () => (await import('./data-profile.js')).dataProfile,
        { positionals: ['table'] },
      ),
      drift: command(
        'Show which channels moved between training and test data, and how far',
        async () => (await import('./data-drift.js')).dataDrift,
        { positionals: ['train', 'test'] },
      ),
      compare: command(
        'Compare two tables: first rows, time range, columns, and every cell of the rows in both',
        async () => (await import('./data-compare.js')).dataCompare,
        { positionals: ['first', 'second'] },
      ),
      attacks: command(
        'List the known attacks and show where labels and attack list disagree',
        async () => (await import('./data-attacks.js')).dataAttacks,
      ),
      plot: command(
        'Draw charts of a table: signals with attacks, attacks, times, durations of attacks',
        async () => (await import('./data-plot.js')).dataPlot,
        { positionals: ['what'] },
      ),
      example: command(
        'Write two small tables of a made-up machine, to try the commands with',
        async () => (await import('./data-example.js')).dataExample,
        { positionals: ['folder'] },
      ),
      export: command(
        'Export keys of a store as Parquet, Arrow or CSV, for DuckDB, polars, pandas …',
        async () => (await import('./data-export.js')).dataExport,
        { positionals: ['key'] },
      ),
      import: command(
        'Import Parquet, Arrow, CSV or Excel files into a store, unchanged',
        async () => (await import('./data-import.js')).dataImport,
        { positionals: ['files..'] },
      ),
      sources: command(
        'Public data sets: how to get them, check their files, prepare their machines',
        async () => (await import('./data-sources.js')).dataSources,
        { positionals: ['name'] },
      ),
      inject: command(
        'Inject anomalies into normal operation, to test a detector without recorded attacks',
        async () => (await import('./data-inject.js')).dataInject,
      ),
    },
  },
  train: command(
    'Train on prepared normal data; creates lightning_logs/version_N',
    async () => (await import('./train.js')).train,
    { aliases: ['train_model'] },
  ),
  find: {
    summary: 'Search settings of a training by trying them, without making a run',
    commands: {
      'learning-rate': command(
        'Search a learning rate: raise it step by step until the loss diverges',
        async () => (await import('./find-learning-rate.js')).findLearningRate,
      ),
      'batch-size': command(
        'Search the fastest batch size: windows per second and memory at powers of two',
        async () => (await import('./find-batch-size.js')).findBatchSize,
      ),
      detector: command(
        'Choose a detector without labels: injected anomalies, and agreement of the candidates',
        async () => (await import('./find-detector.js')).findDetector,
      ),
    },
  },
  tune: {
    summary: 'Search settings over many trials: detectors, alarm policies, classifiers',
    commands: {
      detector: command(
        'Search the settings of a detector without labels',
        async () => (await import('./tune-detector.js')).tuneDetector,
      ),
      'alarm-policy': command(
        'Search the alarm policy of a run on the errors that it keeps',
        async () => (await import('./tune-alarm-policy.js')).tuneAlarmPolicy,
        { positionals: ['run'] },
      ),
      classifier: command(
        'Search the settings of a classifier by stratified cross-validation',
        async () => (await import('./tune-classifier.js')).tuneClassifier,
        { positionals: ['table'] },
      ),
      show: command(
        'Show what a search has found so far, also while it runs',
        async () => (await import('./tune-show.js')).tuneShow,
        { positionals: ['folder'] },
      ),
      grid: command(
        'Try every combination of a predefined grid of classifiers, with the files of the original program',
        async () => (await import('./tune-grid.js')).tuneGrid,
        { positionals: ['table'] },
      ),
      merge: command(
        'Join the files of the workers of an interrupted grid search',
        async () => (await import('./tune-outputs.js')).tuneMerge,
        { positionals: ['folder'] },
      ),
      beautify: command(
        'Turn the lines of a grid search into JSON and tables',
        async () => (await import('./tune-outputs.js')).tuneBeautify,
        { positionals: ['file'] },
      ),
      'process-output': command(
        'Draw the charts of a grid search from its tables',
        async () => (await import('./tune-outputs.js')).tuneProcessOutput,
        { positionals: ['estimator', 'scores', 'params'] },
      ),
    },
  },
  score: command(
    'Score the test recordings of a run, or any table, and raise alarms',
    async () => (await import('./score.js')).score,
    { positionals: ['run'] },
  ),
  watch: command(
    'Score rows as they come: from standard input, a file that grows, a broker',
    async () => (await import('./watch.js')).watchCommand,
    { positionals: ['run'] },
  ),
  models: command(
    'The models of a live scoring: promote a new one, reject it, or go back to the one before',
    async () => (await import('./models.js')).modelsCommand,
    { positionals: ['run', 'action'] },
  ),
  fleet: {
    summary: 'One model per device: train, detect and watch over many, on one machine or several',
    commands: {
      train: command(
        'Train one model per device on its normal recordings',
        async () => (await import('./fleet-train.js')).fleetTrain,
        { positionals: ['devices'] },
      ),
      detect: command(
        'Score the newest rows of each device by its own model',
        async () => (await import('./fleet-detect.js')).fleetDetect,
        { positionals: ['devices'] },
      ),
      status: command(
        'Show what is known of the devices of a fleet',
        async () => (await import('./fleet-status.js')).fleetStatus,
        { positionals: ['fleet'] },
      ),
      worker: command(
        'Take trials and devices from a queue on a Redis server, until Ctrl-C',
        async () => (await import('./fleet-worker.js')).fleetWorker,
      ),
    },
  },
  evaluate: command(
    'Compare alarms with the labelled attacks and write the report',
    async () => (await import('./evaluate.js')).evaluate,
    { positionals: ['run'] },
  ),
  plot: command(
    'Draw charts of a table or of a run: signals, scores, curves, codes of windows',
    async () => (await import('./plot.js')).plot,
    { positionals: ['what', 'of'] },
  ),
  audit: command(
    'Check a scored run for leaks: fit, windows, threshold, scores, labels, later rows',
    async () => (await import('./audit.js')).audit,
    { positionals: ['run'] },
  ),
  compare: command(
    'Compare scored runs: metrics, attacks, and whether differences are significant',
    async () => (await import('./compare.js')).compare,
    { positionals: ['runs..'] },
  ),
  benchmark: command(
    'Compare detectors over all data sets of a folder, in one table',
    async () => (await import('./benchmark.js')).benchmark,
    { positionals: ['folder'] },
  ),
  dashboard: command(
    'Show runs, live scorings and alarms on a page that keeps itself up to date',
    async () => (await import('./dashboard.js')).dashboard,
    { positionals: ['logs'] },
  ),
  serve: command(
    'Score tables over HTTP with the artifacts of runs',
    async () => (await import('./serve.js')).serve,
    { positionals: ['artifacts..'] },
  ),
  runs: {
    summary: 'List, inspect, compare, export and remove runs',
    commands: {
      list: command(
        'List runs, oldest first or by a result',
        async () => (await import('./runs-list.js')).runsList,
      ),
      show: command(
        'Show one run: status, settings, data, environment, training curve, files and results',
        async () => (await import('./runs-show.js')).runsShow,
        { positionals: ['run'] },
      ),
      compare: command(
        'Compare what runs were made with: settings, data and metrics side by side',
        async () => (await import('./runs-compare.js')).runsCompare,
        { positionals: ['runs..'] },
      ),
      export: command(
        'Write the model of a run in a form that is used elsewhere',
        async () => (await import('./runs-export.js')).runsExport,
        { positionals: ['run'] },
      ),
      log: command(
        'Send a run to a tracking server, or what a training could not send',
        async () => (await import('./runs-log.js')).runsLog,
        { positionals: ['run'] },
      ),
      rm: command(
        'Remove runs, or a group with all its runs',
        async () => (await import('./runs-rm.js')).runsRm,
        { positionals: ['runs..'] },
      ),
    },
  },
  plausibility: {
    summary: 'Say whether messages (class, length, width) are plausible or malicious',
    commands: {
      demo: command(
        'Run the whole way on made-up tables: prepare, draw, compare, export, ask',
        async () => (await import('./plausibility-demo.js')).plausibilityDemo,
      ),
      simulate: command(
        'Make up the four tables of sizes of cars, people and motorcycles',
        async () => (await import('./plausibility-simulate.js')).plausibilitySimulate,
      ),
      prepare: command(
        'Read tables of sizes, join them, remove repeats and add malicious messages',
        async () => (await import('./plausibility-prepare.js')).plausibilityPrepare,
      ),
      plot: command(
        'Draw messages by width and length, and the sizes that a classifier accepts',
        async () => (await import('./plausibility-plot.js')).plausibilityPlot,
      ),
      compare: command(
        'Train classifiers on one half of the messages and compare them on the other',
        async () => (await import('./plausibility-compare.js')).plausibilityCompare,
      ),
      train: command(
        'Train one classifier of messages and export it as a file that answers elsewhere',
        async () => (await import('./plausibility-train.js')).plausibilityTrain,
      ),
      predict: command(
        'Say whether a message is malicious or non-malicious',
        async () => (await import('./plausibility-predict.js')).plausibilityPredict,
        { positionals: ['class', 'length', 'width'] },
      ),
    },
  },
  devices: {
    summary: 'Look for unusual days in the power curves of appliances',
    commands: {
      simulate: command(
        'Make up raw logs of appliances, with anomalous days that are listed',
        async () => (await import('./devices-simulate.js')).devicesSimulate,
      ),
      preprocess: command(
        'Make tables of days out of raw logs, split them, and find classes of days',
        async () => (await import('./devices-preprocess.js')).devicesPreprocess,
      ),
      experiment: command(
        'Train and test networks on the days of a device, several times, beside simple methods and an autoencoder',
        async () => (await import('./devices-experiment.js')).devicesExperiment,
        { positionals: ['device'] },
      ),
      train: command(
        'Train the networks of all devices in a folder of raw logs, as once a month',
        async () => (await import('./devices-train.js')).devicesTrain,
      ),
      detect: command(
        'Tell for each listed device whether yesterday was unusual, as once a day',
        async () => (await import('./devices-detect.js')).devicesDetect,
      ),
      demo: command(
        'Run the whole way on made-up appliances: logs, days, networks, test, states, a page',
        async () => (await import('./devices-demo.js')).devicesDemo,
      ),
      evaluate: command(
        'Compare the scores of normal and of anomalous days: ROC, ratios, tests',
        async () => (await import('./devices-evaluate.js')).devicesEvaluate,
      ),
      classify: command(
        'Train and test a convolutional classifier of the classes of days, the baseline of acgan',
        async () => (await import('./devices-classify.js')).devicesClassify,
        { positionals: ['device'] },
      ),
      generate: command(
        'Make up random days of every class with the trained networks of a device',
        async () => (await import('./devices-generate.js')).devicesGenerate,
        { positionals: ['device'] },
      ),
      activations: command(
        'Show what a layer of the discriminator puts out for days, and which days are nearest',
        async () => (await import('./devices-activations.js')).devicesActivations,
        { positionals: ['device'] },
      ),
      plot: command(
        'Draw one picture for each day of a table',
        async () => (await import('./devices-plot.js')).devicesPlot,
      ),
      map: command(
        'Put days on a plane by UMAP, and measure how far their classes lie apart',
        async () => (await import('./devices-map.js')).devicesMap,
      ),
      distances: command(
        'Measure how far generated days lie from the real ones',
        async () => (await import('./devices-distances.js')).devicesDistances,
      ),
    },
  },
  doctor: command(
    'Check compute backends, time one training step on each, recommend one',
    async () => (await import('./doctor.js')).doctor,
  ),
};

/** Whether an entry is a group. */
export function isGroup(entry: CommandEntry | CommandGroup): entry is CommandGroup {
  return 'commands' in entry;
}

function command(
  summary: string,
  load: () => Promise<Command>,
  { positionals = [], aliases = [] }: Partial<Pick<CommandEntry, 'positionals' | 'aliases'>> = {},
): CommandEntry {
  return { summary, positionals, aliases, load };
}

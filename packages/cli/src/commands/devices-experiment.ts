/** `anodec devices experiment`. */
import { join } from 'node:path';
import { DataError, formatCount } from '@anodec/core';
import {
  DayScoringConfig,
  DayThresholdConfig,
  DevicesConfig,
  deviceFiles,
  ExperimentConfig,
  type ExperimentData,
  type ExperimentRun,
  type ExperimentSettings,
  readDayTable,
  readKnownAnomalies,
  readPreparedDevice,
  runExperiment,
  summarise,
  writeExperiment,
  writeSummary,
} from '@anodec/devices';
import { GanConfig } from '@anodec/gan';
import { startCompute } from '@anodec/model';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { experimentLines } from '../view/device-experiment-lines.js';
import { ganLine } from '../view/device-job-lines.js';

const InputConfig = z.strictObject({
  folder: DevicesConfig.shape.folder,
  device: z.string().describe('Device, as it was preprocessed'),
  anomalies: z
    .string()
    .optional()
    .describe(
      'List of days that are known to be anomalous, tested apart: columns device, date, kind',
    ),
  mappers: z
    .boolean()
    .default(false)
    .describe('Keep random numbers, label and weights of the mapping of each tested day'),
});

export const devicesExperiment = defineCommand({
  details:
    'Needs the days of anodec devices preprocess. Days to test on are scored with their own class and with a wrong one; those of ' +
    'the list apart. Thresholds come from training days held out. Files are numbered by run below output/experiments and ' +
    'models/experiments; a run that is finished is not repeated. --score original is the score of the original program.',
  sections: {
    input: InputConfig,
    experiment: ExperimentConfig,
    gan: GanConfig,
    scoring: DayScoringConfig,
    threshold: DayThresholdConfig,
  },
  common: [
    'device',
    'folder',
    'anomalies',
    'runs',
    'variant',
    'iterations',
    'capacity',
    'seed',
    'score',
    'score-steps',
    'restarts',
    'mappers',
  ],
  examples: [
    ['anodec devices experiment 5032AB', 'ten runs of an AC-GAN'],
    [
      'anodec devices experiment 5032AB --variant cgan --runs 3 --anomalies data/devices/anomalies.csv',
      'a C-GAN, known anomalies tested too',
    ],
  ],
  async run({ input, experiment, gan, scoring, threshold }, { print, progress, signal }) {
    const data = await readData(input);
    const { runs: count, autoencoderEpochs } = experiment;
    const settings: ExperimentSettings = { gan, scoring, threshold, autoencoderEpochs };
    print(
      `${input.device}  ${formatCount(data.train.dates.length)} days to train on, ${formatCount(data.test.dates.length)} to ` +
        `test on, ${formatCount(data.anomalous?.size ?? 0)} of them known to be anomalous`,
    );
    const backend = await startCompute(gan);
    const runs: ExperimentRun[] = [];
    for (let number = 1; number <= count; number++) {
      const own = { ...settings, gan: { ...gan, seed: gan.seed + number - 1 } };
      print(`Run ${number} of ${count}, seed ${own.gan.seed}`);
      const place = join(input.folder, 'models/experiments', gan.variant, input.device);
      const run = await runExperiment(data, own, {
        progress,
        signal,
        backend,
        folder: join(place, String(number)),
        onReport: (report) => print(ganLine(report)),
      });
      runs.push(run);
      const files = { folder: input.folder, device: input.device, number, mappers: input.mappers };
      await writeExperiment(files, own, run);
      const lines = experimentLines(summarise([run.methods]));
      for (const line of lines) print(line);
    }
    const rows = summarise(runs.map(({ methods }) => methods));
    if (runs.length > 1) {
      print(`Mean and deviation of ${runs.length} runs`);
      for (const line of experimentLines(rows)) print(line);
    }
    print(await writeSummary(input.folder, input.device, gan.variant, rows));
  },
});

async function readData({
  folder,
  device,
  anomalies,
}: z.output<typeof InputConfig>): Promise<ExperimentData> {
  const prepared = await readPreparedDevice(folder, 'experiments', device);
  const test = await readDayTable(deviceFiles(folder, 'experiments', device).test, device);
  const known = anomalies === undefined ? [] : await readKnownAnomalies(anomalies);
  const own = known.filter((day) => day.device === device).map(({ date }) => date);
  const learned = prepared.train.dates.filter((date) => own.includes(date));
  if (learned.length > 0) {
    throw new DataError(
      `Days that are known to be anomalous must not be learned from, got ${formatCount(learned.length)} of them, as ${learned[0]}. ` +
        'Preprocess the days with --date, so that they come after those to train on.',
    );
  }
  return { ...prepared, test, anomalous: new Set(own.filter((date) => test.dates.includes(date))) };
}

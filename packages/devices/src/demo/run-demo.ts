/** The whole workflow on made-up appliances: logs, days, an experiment beside simple methods, the monthly and the daily job. */
import { join } from 'node:path';
import { type Listeners } from '@anodec/core';
import { writeFileAtomic } from '@anodec/files';
import { GanConfig } from '@anodec/gan';
import type { ComputeConfig } from '@anodec/model';
import { startCompute } from '@anodec/model';
import { writeAppliances } from '@anodec/simulator';
import { DayScoringConfig, DayThresholdConfig } from '../detector/scoring-config.js';
import {
  ExperimentConfig,
  type ExperimentData,
  type ExperimentRun,
  type ExperimentSettings,
  runExperiment,
} from '../experiment/run-experiment.js';
import { writeExperiment } from '../experiment/write-experiment.js';
import {
  type PreparedDevice,
  prepareDevice,
  PrepareDaysConfig,
} from '../prepare/prepare-device.js';
import { type Detected, detectDevices } from '../production/detect-devices.js';
import type { FailedDevice } from '../production/jobs.js';
import { trainDevices } from '../production/train-devices.js';
import { type DailyData, DailyConfig, readDailyData } from '../raw/daily-data.js';
import { readKnownAnomalies } from '../raw/known-anomalies.js';
import { demoPage } from './demo-page.js';

/** Settings of the demonstration. */
export interface DevicesDemoSettings {
  readonly folder: string;
  readonly seed: number;
  readonly compute: ComputeConfig;
  /** Iterations of the experiment; the monthly job has half of them. Default 400. */
  readonly iterations?: number;
  /** Size of the networks relative to the original. Default ¼. */
  readonly capacity?: number;
}

/** Hears of each step as soon as it is done. */
export interface DevicesDemoListeners extends Listeners {
  readonly onLogs?: (days: number, devices: readonly string[], anomalies: number) => void;
  readonly onDays?: (data: DailyData, prepared: PreparedDevice) => void;
  readonly onExperiment?: (run: ExperimentRun) => void;
  readonly onStates?: (detected: Detected, failed: readonly FailedDevice[]) => void;
}

/** Days without a planted anomaly, and all days. */
const [CLEAN, DAYS] = [160, 200];

/**
 * Runs the demonstration; all files lie in the folder.
 *
 * @returns the path of the page
 * @throws DataError when other logs lie in the folder; StoppedError on an abort
 */
export async function runDevicesDemo(
  { folder, seed, compute, iterations = 400, capacity = 0.25 }: DevicesDemoSettings,
  listeners: DevicesDemoListeners = {},
): Promise<string> {
  const { progress, signal } = listeners;
  const own: Listeners = { ...(progress && { progress }), ...(signal && { signal }) };
  const made = {
    seed,
    devices: 2,
    days: DAYS,
    cleanDays: CLEAN,
    anomalies: 15,
    from: '2020-01-06',
  };
  const { simulated, logs, anomalies } = await writeAppliances(folder, made, own);
  listeners.onLogs?.(DAYS, simulated.devices, simulated.anomalies.length);
  const [device] = simulated.devices;
  const daily = DailyConfig.parse({});
  const data = await readDailyData(logs, 'train', daily, own);
  const table = data.devices.find((one) => one.table.device === device)?.table;
  if (!table) throw new Error(`The logs that were just written have no ${device}.`);
  const date = table.dates.find((day) => day >= firstTested());
  const prepared = await prepareDevice(table, PrepareDaysConfig.parse({ date, seed }), own);
  listeners.onDays?.(data, prepared);
  const settings: ExperimentSettings = {
    gan: GanConfig.parse({ ...compute, seed, capacity, iterations }),
    scoring: DayScoringConfig.parse({}),
    threshold: DayThresholdConfig.parse({}),
    autoencoderEpochs: ExperimentConfig.parse({}).autoencoderEpochs,
  };
  const known = (await readKnownAnomalies(anomalies)).filter((one) => one.device === device);
  const experiment: ExperimentData = {
    ...prepared,
    classes: prepared.groups.classes,
    anomalous: new Set(known.map((day) => day.date)),
  };
  const backend = await startCompute(compute);
  const run = await runExperiment(experiment, settings, { ...own, backend });
  await writeExperiment({ folder, device, number: 1, mappers: false }, settings, run);
  listeners.onExperiment?.(run);
  const gan = { ...settings.gan, iterations: Math.ceil(iterations / 2) };
  const days = PrepareDaysConfig.parse({ purpose: 'production', seed });
  const job = { folder, daily };
  const failed = await trainDevices(job, { ...settings, days, gan }, { ...own, backend });
  const start = async () => backend;
  const detected = await detectDevices({ ...job, variant: gan.variant }, { ...own, start });
  listeners.onStates?.(detected, failed);
  const kinds = new Map(known.map(({ date: day, kind }) => [day, kind]));
  const path = join(folder, 'demo.html');
  await writeFileAtomic(path, await demoPage({ device, run, detected, kinds }));
  return path;
}

/** The first day after those without a planted anomaly, as the table names it. */
function firstTested(): string {
  const start = Date.UTC(2020, 0, 6) + CLEAN * 86_400_000;
  return new Date(start).toISOString().slice(2, 10).replaceAll('-', '.');
}

/**
 * How many rows a second a live scoring keeps up with, and how long a single row takes, from the line of CSV to the
 * stored result: 51 channels, PCA and the default LSTM.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFrame, createRandom, type TimeSeriesFrame } from '@anodec/core';
import { PrepareConfig } from '@anodec/data';
import { AlarmPolicyConfig, fitAlarmPolicy } from '@anodec/eval';
import {
  type Artifact,
  createDetector,
  DetectorConfig,
  scoreFrame,
  TableSettings,
} from '@anodec/pipeline';
import {
  collectRecordings,
  PreprocessConfig,
  type PreparedFrame,
  prepareNormal,
} from '@anodec/preprocess';
import { growingFile, type Source } from '@anodec/tables';
import { WatchConfig } from './settings.js';
import { watch } from './watch.js';

const CHANNELS = 51;
const SECOND = 1000;
const DETECTORS = {
  pca: { kind: 'pca' },
  lstm: { kind: 'autoencoder', maxEpochs: 1, sampleSize: 256, backend: 'simd' },
} as const;

/** Rows of a detector: of the throughput, and one by one. */
const ROWS = { pca: [60_000, 400], lstm: [12_000, 200] } as const;

/** Prints rows a second and latencies; `--detector pca|lstm` one of them, `--rows N` so many. */
export async function bench(
  print: (line: string) => void,
  options: Readonly<Record<string, string>>,
): Promise<void> {
  print(
    `${cpus().length} × ${cpus()[0].model}, Node ${process.versions.node}, ${CHANNELS} channels`,
  );
  const folder = await mkdtemp(join(tmpdir(), 'anodec-watch-bench-'));
  try {
    for (const name of ['pca', 'lstm'] as const) {
      if (options.detector !== undefined && options.detector !== name) continue;
      const artifact = await fit(DETECTORS[name]);
      const rows = Number(options.rows ?? ROWS[name][0]);
      await throughput(print, name, artifact, rows, folder);
      await latency(print, name, artifact, ROWS[name][1], folder);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function throughput(
  print: (line: string) => void,
  name: string,
  artifact: Artifact,
  rows: number,
  folder: string,
): Promise<void> {
  const path = join(folder, `${name}.csv`);
  await writeFile(
    path,
    linesOf(plant(rows, 3))
      .map((line) => `${line}\n`)
      .join(''),
  );
  const parts = { artifact, sinks: [], settings: WatchConfig.parse({ once: true, fresh: true }) };
  const live = join(folder, name);
  const [start, before] = [performance.now(), process.cpuUsage()];
  const { scored, faults } = await watch({ ...parts, folder: live, source: growingFile(path) });
  if (scored !== rows || faults > 0)
    throw new Error(`All of ${rows} rows must be scored, got ${scored}.`);

  const seconds = (performance.now() - start) / 1000;
  const cpu = process.cpuUsage(before).user / 1e6;
  print(
    `${name}: ${scored} rows in ${seconds.toFixed(1)} s, ${perSecond(scored, seconds)} rows/s ` +
      `(${perSecond(scored, cpu)} a second of user CPU time)`,
  );
  const half = new AbortController();
  const begun = { ...parts, folder: `${live}-half` };
  const first = await watch({ ...begun, source: partOf(path, half) }, { signal: half.signal });
  const [again, settings] = [performance.now(), WatchConfig.parse({ once: true })];
  // a signal that is raised already: nothing but the restart
  await watch({ ...begun, settings, source: growingFile(path) }, { signal: AbortSignal.abort() });
  const restart = (performance.now() - again) / 1000;
  print(`${name}: a restart behind ${first.taken} rows takes ${restart.toFixed(2)} s`);
}

/** The file, until four pieces of it were read. */
function partOf(path: string, stop: AbortController): Source {
  const file = growingFile(path);
  return {
    ...file,
    async *read(options) {
      let batches = 0;
      for await (const batch of file.read(options)) {
        yield batch;
        if (++batches < 4) continue;
        stop.abort();
        return;
      }
    },
  };
}

async function latency(
  print: (line: string) => void,
  name: string,
  artifact: Artifact,
  rows: number,
  folder: string,
): Promise<void> {
  const lines = linesOf(plant(rows, 4));
  const begun: number[] = [];
  const taken: number[] = [];
  const source: Source = {
    name: 'one by one',
    canResume: true,
    async *read() {
      yield { records: lines.slice(0, 1), position: {}, isStart: true };
      for (const line of lines.slice(1)) {
        begun.push(performance.now());
        yield { records: [line], position: {} };
      }
    },
  };
  const settings = WatchConfig.parse({ fresh: true });
  await watch(
    { artifact, source, sinks: [], settings, folder: join(folder, `${name}-single`) },
    { onLines: () => taken.push(performance.now() - begun[begun.length - 1]) },
  );
  const sorted = taken.slice(20, rows).sort((a, b) => a - b); // the first ones warm up
  const at = (share: number): string => sorted[Math.floor(share * (sorted.length - 1))].toFixed(1);
  print(`${name}: row by row ${at(0.5)} ms in the middle, ${at(0.99)} ms for 99 of 100`);
}

function perSecond(rows: number, seconds: number): string {
  return Math.round(rows / seconds).toLocaleString('en');
}

async function fit(detector: Readonly<Record<string, unknown>>): Promise<Artifact> {
  const config = PreprocessConfig.parse({});
  const { kind, ...options } = DetectorConfig.parse(detector);
  const set = collectRecordings([plant(3000, 1)], config, () => 'normal.csv');
  const { preprocessing, training, validation } = prepareNormal(set, config, 20);
  const fitted = await createDetector(kind, options).fit(training.map(({ inputs }) => inputs));
  const scored = async ([one]: readonly PreparedFrame[]) => [
    { frame: one.raw, scores: await scoreFrame(fitted, one, 'scaled', preprocessing) },
  ];
  const alarmPolicy = fitAlarmPolicy(AlarmPolicyConfig.parse({}), {
    training: await scored(training),
    validation: await scored(validation),
  });
  const tables = TableSettings.parse({
    prepare: PrepareConfig.parse({}),
    reading: {},
    ending: '.csv',
    leftOut: [],
  });
  const parts = {
    name: kind,
    title: kind,
    input: 'scaled',
    detector: fitted,
    alarmPolicy,
  } as const;
  return { preprocessing, detectors: [parts], learnedFrom: [], tables };
}

/** Waves with noise, a row a second. */
function plant(rows: number, seed: number): TimeSeriesFrame {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: rows * CHANNELS }, (_, i) => {
    const [t, c] = [Math.floor(i / CHANNELS), i % CHANNELS];
    return Math.sin(t / (5 + c)) + 0.1 * random.normal();
  });
  const channels = Array.from({ length: CHANNELS }, (_, c) => `S${c + 1}`);
  const timestamps = Float64Array.from(
    { length: rows },
    (_, t) => Date.UTC(2024, 0, 1) + t * SECOND,
  );
  return createFrame({ values, channels, timestamps });
}

function linesOf({ values, channels, timestamps }: TimeSeriesFrame): string[] {
  const rows = Array.from(timestamps, (time, t) => {
    const cells = values.subarray(t * CHANNELS, (t + 1) * CHANNELS);
    return [new Date(time).toISOString(), ...Array.from(cells, (value) => value.toFixed(4))].join(
      ',',
    );
  });
  return [['time', ...channels].join(','), ...rows];
}

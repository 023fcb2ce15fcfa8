/** One run directory: everything needed to score again without a flag. */
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DataError, type Scores } from '@anodec/core';
import { createEventWriter } from 'tensorboard-logger';
import {
  decodeNpy,
  encodeNpy,
  type FileContent,
  errorCode,
  fileError,
  readJsonFile,
  writeFileAtomic,
  writeJsonFile,
} from '@anodec/files';
import { decodeHparams, encodeHparams, type Hparams } from './hparams.js';
import { type MetricsLog, type MetricsRow, openMetricsLog, readMetricsLog } from './metrics-log.js';
import {
  type CheckpointPlace,
  parseBestCheckpoint,
  parseVersion,
  runFiles,
  type ScoresPart,
} from './run-files.js';
import {
  type ObservedStatus,
  observeStatus,
  readStatusFile,
  type RunStatus,
  writeStatusFile,
} from './run-status.js';
import { pickMetrics, type RunMetrics } from './run-summary.js';
import { appendText, readText } from './journal-file.js';
import { guardEventWriter, type GuardedEventWriter } from './guard-event-writer.js';

/** A report in the three forms it is kept in; `json` is any document. */
export interface ReportFiles {
  readonly html: string;
  readonly markdown: string;
  readonly json: unknown;
}

/**
 * A run on disk. Every file is replaced in one step or left as it was; every fault of a file, read
 * or written, is a DataError that names its path. What is written is returned as its path.
 */
export interface Run {
  /** The directory, as given or made from the root. */
  readonly path: string;
  /** N of version_N, or nothing for a directory of another name. */
  readonly version: number | undefined;

  /** All settings, complete with defaults; before the first step. */
  writeConfig(config: Readonly<Record<string, unknown>>): Promise<string>;
  readConfig(): Promise<unknown>;
  hasConfig(): boolean;
  /** The settings flat, as Lightning writes them. @throws DataError when two get the same name */
  writeHparams(hparams: Hparams): Promise<string>;
  readHparams(): Promise<Hparams>;
  /** Status of the run, written whenever it changes; that of a new run is `running`. */
  writeStatus(status: RunStatus): Promise<string>;
  /** Status of the run, as seen from here; `unknown` where none is stored. */
  readStatus(): Promise<ObservedStatus>;
  /** What `runs list` shows; may be written again when more is known. */
  writeSummary(metrics: RunMetrics): Promise<string>;
  /** What the summary holds; nothing before it is written. */
  readSummary(): Promise<RunMetrics>;

  /** Begins metrics.csv, or goes on with it; the columns are those of all rows to come. */
  openMetrics(columns: readonly string[]): Promise<MetricsLog>;
  readMetrics(): Promise<MetricsRow[]>;
  /** Differs whenever a row was added; empty where there is none. */
  metricsState(): Promise<string>;
  /** A new TensorBoard event file in the directory; a fault of it is said, not thrown. */
  openEvents(): GuardedEventWriter;

  /**
   * One of the best checkpoints so far; others go once it is in place.
   *
   * @param kept those that stay, the best first, this one included; default: this one alone
   */
  writeBestCheckpoint(
    place: CheckpointPlace,
    bytes: Uint8Array,
    kept?: readonly CheckpointPlace[],
  ): Promise<string>;
  /** The latest state of the training. */
  writeLastCheckpoint(bytes: Uint8Array): Promise<string>;
  hasLastCheckpoint(): boolean;
  readCheckpoint(which: 'best' | 'last'): Promise<Uint8Array>;
  /** When the best checkpoint was taken, or nothing where there is none. */
  bestCheckpoint(): Promise<CheckpointPlace | undefined>;

  /** A fitted detector, as safetensors. */
  writeDetector(name: string, bytes: Uint8Array): Promise<string>;
  readDetector(name: string): Promise<Uint8Array>;
  /** Names of the detectors kept, sorted. */
  listDetectors(): Promise<string[]>;

  /** All that scoring needs besides the detectors' weights; checked by whoever reads it. */
  writeArtifact(document: unknown): Promise<string>;
  /** The artifact, or undefined in a run of an earlier format. */
  readArtifact(): Promise<unknown>;
  /** Differs whenever the artifact was written anew; empty where there is none. */
  artifactState(): Promise<string>;
  /** The parts of the artifact of runs before format 1. @throws DataError where there are none */
  readFormerArtifact(): Promise<{ readonly preprocessing: unknown; readonly policies: unknown }>;

  /** What is known about the model, for people. */
  writeModelCard(markdown: string): Promise<string>;
  /** How the run was made: command, code, machine; checked by whoever reads it. */
  writeProvenance(document: unknown): Promise<string>;
  /** How the run was made, or undefined where it was not recorded. */
  readProvenance(): Promise<unknown>;

  /** Scores of a detector on one recording, as .npy. */
  writeScores(part: ScoresPart, scores: Scores): Promise<void>;
  /** @throws DataError when there are none */
  readScores(part: ScoresPart): Promise<Scores>;
  /** What was scored last: recordings, rows with and without a score. */
  writeScoring(document: unknown): Promise<string>;
  /** What was scored last, or undefined before anything was. */
  readScoring(): Promise<unknown>;
  /** Alarms as JSON and CSV. */
  writeAlarms(json: unknown, csv: string): Promise<string>;
  /** The alarms, or undefined before anything was scored. */
  readAlarms(): Promise<unknown>;
  /** Score, threshold and predicted flag of each test row as CSV. */
  writeScoresCsv(csv: string | Iterable<string>): Promise<string>;

  /** The leakage audit. */
  writeAudit(document: unknown): Promise<string>;
  /** The last audit, or undefined before there is one. */
  readAudit(): Promise<unknown>;

  writeReport(report: ReportFiles): Promise<string>;
  /** The document of the report, or undefined before there is one. */
  readReport(): Promise<unknown>;
  /** The page of the report, or undefined before there is one. */
  readReportPage(): Promise<string | undefined>;
  /** Adds lines to the journal of a logger. @throws DataError when the disk is full */
  appendJournal(name: string, lines: string): Promise<void>;
  /** The journal of a logger; empty where there is none. */
  readJournal(name: string): Promise<string>;
  /** The folder of the live scoring with that name, `live/NAME`; see `liveFiles`. */
  liveFolder(name: string): string;
  /** Names of the live scorings, sorted. */
  listLive(): Promise<string[]>;
  /** A chart: a text is SVG, bytes are PNG. */
  writeChart(name: string, chart: string | Uint8Array): Promise<string>;
}

/** The run in a directory that is there; see `createRun` and `openRun`. */
export function runAt(path: string): Run {
  const files = runFiles(path);
  return {
    ...documentsOf(files),
    path,
    version: parseVersion(basename(path)),
    writeConfig: (config) => writeJson(files.config, config),
    readConfig: () => readJsonFile(files.config),
    hasConfig: () => existsSync(files.config),
    writeHparams: async (hparams) => write(files.hparams, await encodeHparams(hparams)),
    artifactState: () => stateOf(files.artifact),
    metricsState: () => stateOf(files.metrics),
    readHparams: async () =>
      decodeHparams(Buffer.from(await read(files.hparams)).toString('utf8'), files.hparams),
    async writeStatus(status) {
      const before = await readStatusFile(files.status).catch(() => undefined);
      await writeStatusFile(files.status, status, before?.created);
      return files.status;
    },
    readStatus: () => readStatusFile(files.status).then(observeStatus, () => 'unknown' as const),
    writeSummary: (metrics) => writeJson(files.summary, metrics),
    readSummary: async () => pickMetrics(await readIfThere(files.summary)),
    openMetrics: (columns) => openMetricsLog(files.metrics, columns),
    readMetrics: () => readMetricsLog(files.metrics),
    openEvents: () => guardEventWriter(path, () => createEventWriter(path)),
    ...checkpointsOf(files),
    writeDetector: async (name, bytes) => write(files.detector(name), bytes),
    readDetector: async (name) => read(files.detector(name)),
    listDetectors: async () =>
      (await list(join(path, 'detectors')))
        .filter((file) => file.endsWith('.safetensors'))
        .map((file) => basename(file, '.safetensors')),
    readFormerArtifact: async () => ({
      preprocessing: await readJsonFile(files.formerPreprocessing),
      policies: await readJsonFile(files.formerPolicies),
    }),
    async writeScores(part, { rows, channels }) {
      const paths = files.scores(part);
      await write(paths.rows, encodeNpy({ shape: [rows.length], data: rows }));
      if (!channels) return;
      const shape = [rows.length, channels.length / rows.length];
      await write(paths.channels, encodeNpy({ shape, data: channels }));
    },
    async readScores(part) {
      const paths = files.scores(part);
      const rows = await readFloats(paths.rows); // first, for one error where there are none
      if (!existsSync(paths.channels)) return { rows };
      return { rows, channels: await readFloats(paths.channels) };
    },
    async writeAlarms(json, csv) {
      await write(files.alarmsCsv, csv);
      return writeJson(files.alarmsJson, json);
    },
    appendJournal: (name, lines) => appendText(files.journal(name), lines),
    readJournal: (name) => readText(files.journal(name)),
    liveFolder: (name) => files.live(name),
    listLive: async () => (await list(files.lives)).filter((name) => /^\w[\w.=-]*$/.test(name)),
    writeScoresCsv: (csv) => write(files.scoresCsv, csv),
    writeModelCard: (markdown) => write(files.modelCard, markdown),
    async writeReport({ html, markdown, json }) {
      await writeJson(files.reportJson, json);
      await write(files.reportMarkdown, markdown);
      return write(files.reportHtml, html);
    },
    writeChart: async (name, chart) =>
      write(files.chart(name, typeof chart === 'string' ? 'svg' : 'png'), chart),
  };
}

/** The checkpoints of a training. */
function checkpointsOf(
  files: ReturnType<typeof runFiles>,
): Pick<
  Run,
  | 'writeBestCheckpoint'
  | 'hasLastCheckpoint'
  | 'writeLastCheckpoint'
  | 'readCheckpoint'
  | 'bestCheckpoint'
> {
  return {
    async writeBestCheckpoint(place, bytes, kept = [place]) {
      const written = await write(files.bestCheckpoint(place), bytes);
      if (kept.length > 1) await writeJson(files.bestPlace, placeOf(kept[0]));
      const names = kept.map((one) => basename(files.bestCheckpoint(one)));
      await removeOtherCheckpoints(files.checkpoints, names);
      return written;
    },
    hasLastCheckpoint: () => existsSync(files.lastCheckpoint),
    writeLastCheckpoint: (bytes) => write(files.lastCheckpoint, bytes),
    async readCheckpoint(which) {
      if (which === 'last') return read(files.lastCheckpoint);
      const place = await findBestCheckpoint(files);
      if (place) return read(files.bestCheckpoint(place));
      throw new DataError(
        `${files.checkpoints} must hold a best checkpoint, got none. Train again, or choose ` +
          'another run; anodec runs list shows them.',
      );
    },
    bestCheckpoint: () => findBestCheckpoint(files),
  };
}

/** The documents that others define, each a file of JSON. */
function documentsOf(
  files: ReturnType<typeof runFiles>,
): Pick<
  Run,
  | 'writeProvenance'
  | 'readProvenance'
  | 'writeArtifact'
  | 'readArtifact'
  | 'writeScoring'
  | 'readScoring'
  | 'writeAudit'
  | 'readAudit'
  | 'readReport'
  | 'readReportPage'
  | 'readAlarms'
> {
  return {
    writeProvenance: (document) => writeJson(files.provenance, document),
    readProvenance: () => readIfThere(files.provenance),
    writeScoring: (document) => writeJson(files.scoring, document),
    readScoring: () => readIfThere(files.scoring),
    writeAudit: (document) => writeJson(files.audit, document),
    readAudit: () => readIfThere(files.audit),
    writeArtifact: (document) => writeJson(files.artifact, document),
    readArtifact: () => readIfThere(files.artifact),
    readReport: () => readIfThere(files.reportJson),
    readReportPage: async () =>
      existsSync(files.reportHtml)
        ? Buffer.from(await read(files.reportHtml)).toString('utf8')
        : undefined,
    readAlarms: () => readIfThere(files.alarmsJson),
  };
}

async function write(path: string, content: FileContent): Promise<string> {
  await writeFileAtomic(path, content);
  return path;
}

async function writeJson(path: string, document: unknown): Promise<string> {
  await writeJsonFile(path, document);
  return path;
}

/** The bytes as a plain array, because a Buffer's slice would share memory. */
async function read(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw fileError(error, path, 'read');
  });
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

async function readIfThere(path: string): Promise<unknown> {
  return existsSync(path) ? readJsonFile(path) : undefined;
}

/** Identifies the content of a file without reading it; empty where there is none. */
async function stateOf(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found ? `${found.ino} ${found.size} ${found.mtimeNs}` : '';
}

async function readFloats(path: string): Promise<Float32Array> {
  const { data } = decodeNpy(await read(path), path);
  return data instanceof Float32Array ? data : Float32Array.from(data as ArrayLike<number>);
}

/** File names in a folder, sorted; none where there is no folder. */
async function list(path: string): Promise<string[]> {
  const names = await readdir(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw fileError(error, path, 'read');
  });
  return names.sort();
}

/** The one that is said to be the best; else the latest, should a crash have left two. */
async function findBestCheckpoint({
  checkpoints,
  bestPlace,
}: ReturnType<typeof runFiles>): Promise<CheckpointPlace | undefined> {
  const places = (await list(checkpoints)).flatMap((file) => parseBestCheckpoint(file) ?? []);
  const named = placeOf(Object((await readIfThere(bestPlace)) ?? {}) as Partial<CheckpointPlace>);
  const best = places.find(({ epoch, step }) => epoch === named.epoch && step === named.step);
  return best ?? places.sort((a, b) => b.epoch - a.epoch || b.step - a.step)[0];
}

function placeOf({ epoch, step }: Partial<CheckpointPlace>): Partial<CheckpointPlace> {
  return { epoch, step };
}

async function removeOtherCheckpoints(folder: string, keep: readonly string[]): Promise<void> {
  for (const file of await list(folder)) {
    if (keep.includes(file) || !parseBestCheckpoint(file)) continue;
    const path = join(folder, file);
    await rm(path, { force: true }).catch((error: unknown) => {
      throw fileError(error, path, 'written');
    });
  }
}

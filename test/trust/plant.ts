/** Small tables of made-up plants in a folder of their own, and settings that train on them in a second. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type GivenTables, type GivenTrainSettings, type PathsConfig } from '@anodec/pipeline';

/** A network that is trained in a second. */
export const TINY_NETWORK = {
  kind: 'autoencoder',
  maxEpochs: 1,
  windowSize: 5,
  hiddenSize: 4,
  embeddingSize: 2,
  sampleSize: 0,
  backend: 'cpu',
};

/** What a table holds. */
export interface TableParts {
  readonly rows: number;
  /** Number of the first row: the time and the waves go on from there. Default 0. */
  readonly from?: number;
  /** Another plant has another phase. Default 0. */
  readonly phase?: number;
  /** Rows, by number, in which channel A is 3 higher and the label is 1; the column is there with it. */
  readonly attack?: readonly [start: number, end: number];
  /** Seconds between rows. Default 60; none: no column of times. */
  readonly seconds?: number | 'none';
  /** Columns in their order. Default: A, B, C. */
  readonly columns?: readonly string[];
}

const waves: Readonly<Record<string, (t: number) => number>> = {
  A: (t) => Math.sin(t / 7),
  B: (t) => 5 + Math.cos(t / 11),
  C: (t) => Math.sin(t / 5 + 1) * 2,
};

/** A table as CSV; a column that is no wave holds zeros. */
export function plantTable(parts: TableParts): string {
  const { rows, from = 0, phase = 0, attack, seconds = 60, columns = ['A', 'B', 'C'] } = parts;
  const timed = seconds !== 'none';
  const head = [...(timed ? ['time'] : []), ...columns, ...(attack ? ['label'] : [])];
  const lines = Array.from({ length: rows }, (_, i) => {
    const t = from + i;
    const attacked = attack !== undefined && i >= attack[0] && i < attack[1];
    const cells = columns.map((name) => {
      // noise that repeats exactly, so that rows differ
      const value = (waves[name]?.(t + phase) ?? 0) + (waves[name] ? 0.05 * Math.sin(t * t) : 0);
      return (value + (attacked && name === 'A' ? 3 : 0)).toFixed(5);
    });
    const time = timed ? [new Date(Date.UTC(2024, 0, 1) + t * seconds * 1000).toISOString()] : [];
    return [...time, ...cells, ...(attack ? [Number(attacked)] : [])].join(',');
  });
  return `${head.join(',')}\n${lines.join('\n')}\n`;
}

/** A folder to work in. */
export interface Bench {
  readonly path: string;
  /** Writes a file and returns its path. */
  write(name: string, text: string): string;
  read(name: string): string;
  /** The folders of data and runs. */
  readonly paths: Pick<PathsConfig, 'dataRoot' | 'logs'>;
  /** A training table and a test table with an attack, as `prepareTables` takes them. */
  tables(
    name: string,
    phase?: number,
  ): GivenTables & { readonly normal: string; readonly attack: string };
  remove(): void;
}

/** Makes an empty folder to work in. */
export function createBench(): Bench {
  const path = mkdtempSync(join(tmpdir(), 'anodec-trust-'));
  const paths = { dataRoot: join(path, 'data'), logs: join(path, 'lightning_logs') };
  const write = (name: string, text: string): string => {
    const file = join(path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  return {
    path,
    paths,
    write,
    read: (name) => readFileSync(join(path, name), 'utf8'),
    tables: (folder, phase = 0) => ({
      normal: write(`${folder}/train.csv`, plantTable({ rows: 300, phase })),
      attack: write(
        `${folder}/test.csv`,
        plantTable({ rows: 200, from: 400, phase, attack: [100, 120] }),
      ),
      paths,
    }),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Settings of a training in a second, on these paths. */
export function tinySettings(
  paths: PathsConfig,
  detector: Readonly<Record<string, unknown>> = {},
): GivenTrainSettings {
  return {
    paths,
    detector: 'kind' in detector ? detector : { ...TINY_NETWORK, ...detector },
    baselines: { baselines: ['none'] },
  };
}

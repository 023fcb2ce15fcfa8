/** The options of `npm run bench -- kernels`. */
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { ConfigError, lookup } from '@anodec/core';
import { type ModelSizes, models } from './models.js';
import { type Patience, quick, thorough } from './rounds.js';

/** The parsed options. */
export interface BenchOptions {
  /** Path of a Python with PyTorch; without one its columns stay empty. */
  readonly python?: string;
  readonly models: readonly ModelSizes[];
  readonly patience: Patience;
  readonly threads: number;
  readonly backend: string;
  readonly parts: readonly string[];
}

/** The parts of the benchmark. */
export const parts = [
  'training',
  'scoring',
  'memory',
  'stock',
  'small',
  'threads',
  'share',
] as const;

const KNOWN = ['python', 'models', 'cells', 'batches', 'quick', 'threads', 'backend', 'parts'];

/** Parses the options. @throws ConfigError when an option or its value is unknown */
export function parseBenchOptions(given: Readonly<Record<string, string>>): BenchOptions {
  for (const name of Object.keys(given)) {
    lookup('option', Object.fromEntries(KNOWN.map((known) => [known, true])), name);
  }
  const { python } = given;
  if (python !== undefined && !existsSync(python)) {
    throw new ConfigError(
      `--python must be a Python with PyTorch, got ${python}, which is not there.`,
    );
  }
  const byName = Object.fromEntries(models.map((model) => [model.name, model]));
  const cells = list(given.cells, { lstm: 'lstm', gru: 'gru' } as const);
  return {
    python,
    models: cells.flatMap((cell) =>
      list(given.models, byName).flatMap((model) => batchesOf({ ...model, cell }, given.batches)),
    ),
    patience: given.quick === undefined ? thorough : quick,
    threads: Number(given.threads ?? Math.min(2, cpus().length)),
    backend: given.backend ?? 'auto',
    parts: list(given.parts, Object.fromEntries(parts.map((part) => [part, part]))),
  };
}

/** The model with its own number of windows, or once for each number of a list such as `64,256`. */
function batchesOf(model: ModelSizes, batches: string | undefined): ModelSizes[] {
  if (batches === undefined) return [model];
  return batches.split(',').map((text) => {
    const B = Number(text);
    if (!Number.isInteger(B) || B < 1) {
      throw new ConfigError(`--batches must be whole numbers from 1, such as 64,256, got ${text}.`);
    }
    return { ...model, B, about: model.about.replace(/^B\d+/, `B${B}`) };
  });
}

/** The entries of a list such as `A,D`; all of them without one. */
function list<Entry>(names: string | undefined, table: Readonly<Record<string, Entry>>): Entry[] {
  if (names === undefined) return Object.values(table);
  return names.split(',').map((name) => lookup('choice', table, name));
}

/** What `npm run bench -- kernels` is told. */
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { ConfigError, lookup } from '@anodec/core';
import { type ModelSizes, models } from './models.js';
import { type Patience, quick, thorough } from './rounds.js';

export interface BenchOptions {
  /** With PyTorch; left out, its columns stay empty. */
  readonly python?: string;
  readonly models: readonly ModelSizes[];
  readonly patience: Patience;
  readonly threads: number;
  readonly backend: string;
  readonly parts: readonly string[];
}

export const parts = ['training', 'scoring', 'stock', 'small', 'threads'] as const;

const KNOWN = ['python', 'models', 'cells', 'quick', 'threads', 'backend', 'parts'];

/** @throws ConfigError when an option or what it names is not known */
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
      list(given.models, byName).map((model) => ({ ...model, cell })),
    ),
    patience: given.quick === undefined ? thorough : quick,
    threads: Number(given.threads ?? Math.min(2, cpus().length)),
    backend: given.backend ?? 'auto',
    parts: list(given.parts, Object.fromEntries(parts.map((part) => [part, part]))),
  };
}

/** The entries that a list such as `A,D` names; all of them where nothing is named. */
function list<Entry>(names: string | undefined, table: Readonly<Record<string, Entry>>): Entry[] {
  if (names === undefined) return Object.values(table);
  return names.split(',').map((name) => lookup('choice', table, name));
}

/**
 * Embeddings: points of many dimensions for the projector, which shows them in two or three.
 *
 * They are no events but text files beside them: the vectors, a table of what is known about each, and
 * `projector_config.pbtxt`, which names both.
 *
 * Source: tensorboard/plugins/projector/projector_config.proto; torch/utils/tensorboard/_embedding.py.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Points with the same number of dimensions. */
export interface Embedding {
  /** Its name in the list of the projector. */
  readonly tag: string;
  readonly step: number;
  /** (N, size), row-major. */
  readonly vectors: ArrayLike<number>;
  /** Dimensions of a point. */
  readonly size: number;
  /** By name, one value for each point; numbers become colour scales, texts labels. */
  readonly columns?: Readonly<Record<string, readonly (string | number)[]>>;
}

const CONFIG = 'projector_config.pbtxt';

/**
 * Writes an embedding into the directory of a run, in place of one with the same tag and step.
 *
 * @throws RangeError when vectors or columns have another length than the points ask for
 * @throws the system's error when a file cannot be written
 */
export function addEmbedding(directory: string, embedding: Embedding): void {
  checkLengths(embedding);
  const { tag, step } = embedding;
  const columns = Object.keys(embedding.columns ?? {}).length > 0 ? embedding.columns : undefined;
  const number = String(step).padStart(5, '0');
  const folder = `${number}/${tag.replaceAll(/[^\w.-]/g, '-')}`;
  mkdirSync(join(directory, folder), { recursive: true });
  const write = (path: string, text: string): void => {
    const whole = join(directory, path);
    writeFileSync(`${whole}.new`, text);
    renameSync(`${whole}.new`, whole);
  };
  write(`${folder}/tensors.tsv`, tensorsTsv(embedding));
  if (columns) write(`${folder}/metadata.tsv`, metadataTsv(columns));
  const name = `${tag}:${number}`;
  const entry = [
    'embeddings {',
    `  tensor_name: ${JSON.stringify(name)}`,
    ...(columns ? [`  metadata_path: "${folder}/metadata.tsv"`] : []),
    `  tensor_path: "${folder}/tensors.tsv"`,
    '}\n',
  ].join('\n');
  const others = entriesOf(join(directory, CONFIG)).filter(
    (other) => !other.includes(`tensor_name: ${JSON.stringify(name)}\n`),
  );
  write(CONFIG, [...others, entry].join(''));
}

/** The entries of a configuration as they stand there. */
function entriesOf(path: string): string[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8').match(/^embeddings \{\n[\s\S]*?^\}\n/gm) ?? [];
}

function tensorsTsv({ vectors, size }: Embedding): string {
  const lines: string[] = [];
  for (let i = 0; i < vectors.length; i += size) {
    lines.push(Array.from({ length: size }, (_, d) => vectors[i + d]).join('\t'));
  }
  return `${lines.join('\n')}\n`;
}

/** A table with a header, or without one where there is a single column, as the projector reads it. */
function metadataTsv(columns: NonNullable<Embedding['columns']>): string {
  const names = Object.keys(columns);
  const rows = columns[names[0]].map((_, i) => names.map((name) => cell(columns[name][i])));
  const lines = names.length > 1 ? [names.map(cell), ...rows] : rows;
  return `${lines.map((line) => line.join('\t')).join('\n')}\n`;
}

/** A cell of the table, which knows no quotes: tabs and line breaks become spaces. */
function cell(value: string | number): string {
  return String(value).replaceAll(/[\t\r\n]+/g, ' ');
}

function checkLengths({ vectors, size, columns = {} }: Embedding): void {
  const N = vectors.length / size;
  if (!Number.isInteger(size) || size < 1 || !Number.isInteger(N) || N < 1) {
    throw new RangeError(`vectors must be points of ${size} numbers each, got ${vectors.length}.`);
  }
  for (const [name, values] of Object.entries(columns)) {
    if (values.length === N) continue;
    throw new RangeError(
      `${name} must have a value for each of ${N} points, got ${values.length}.`,
    );
  }
}

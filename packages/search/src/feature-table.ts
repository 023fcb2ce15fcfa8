/** A table as rows of features with labels, for classifiers. */
import {
  type ClassLabels,
  ConfigError,
  DataError,
  type Feature,
  type FeatureRows,
} from '@anodec/core';
import { openTable, type TableChunk, type TableColumn } from '@anodec/tables';

/** Which columns are what. */
export interface FeatureColumns {
  /** Column of the classes. */
  readonly label: string;
  /** Columns of features; all others unless given. */
  readonly features?: readonly string[];
  /** The class that counts as positive; the last in order unless given. */
  readonly positive?: string;
}

/** Rows and their classes. */
export interface LabelledRows {
  readonly rows: FeatureRows;
  readonly labels: ClassLabels;
}

/**
 * Reads a table. Columns of words become categories in the order of their names.
 *
 * @throws ConfigError when a column is not there or cannot be a feature
 * @throws DataError when a cell is empty, or the table has more than 256 classes
 */
export async function readFeatureTable(path: string, asked: FeatureColumns): Promise<LabelledRows> {
  const table = await openTable(path);
  try {
    const { columns, source } = table;
    const cells = columns.map((): (string | number)[] => []);
    for await (const chunk of table.chunks()) collectCells(chunk, columns, cells, source);
    const at = (name: string): number => indexOf(name, columns, source);
    const label = at(asked.label);
    const chosen = asked.features?.map(at) ?? columns.flatMap((_, c) => (c === label ? [] : [c]));
    const wrong = chosen.find((c) => columns[c].kind === 'time');
    if (wrong !== undefined) {
      throw new ConfigError(
        `${columns[wrong].name} of ${source} must be numbers or words to be a feature, got times. Leave it out of \`features\`.`,
      );
    }
    const features = chosen.map((c) => featureOf(columns[c], cells[c]));
    return {
      rows: {
        features,
        values: valuesOf(
          features,
          chosen.map((c) => cells[c]),
        ),
      },
      labels: labelsOf(cells[label], asked, source),
    };
  } finally {
    await table.close();
  }
}

function indexOf(name: string, columns: readonly TableColumn[], source: string): number {
  const found = columns.findIndex((column) => column.name.trim() === name.trim());
  if (found >= 0) return found;
  const names = columns.map((column) => column.name).join(', ');
  const parts = name.split(',').map((part) => part.trim());
  const areColumns = parts.every((part) => columns.some((column) => column.name.trim() === part));
  throw new ConfigError(
    `${source} must have the column ${name}, but it has ${names}.` +
      (areColumns ? ' Write several columns with blanks between them.' : ''),
  );
}

/** Adds the cells of a chunk to those of each column. @throws DataError at the first empty cell */
function collectCells(
  { rows, numbers, texts, firstRow }: TableChunk,
  columns: readonly TableColumn[],
  cells: (string | number)[][],
  source: string,
): void {
  const K = columns.filter(({ kind }) => kind !== 'text').length;
  let [number, text] = [0, 0];
  for (const [c, { kind, name }] of columns.entries()) {
    const column = kind === 'text' ? texts[text++] : undefined;
    const place = column ? 0 : number++;
    for (let r = 0; r < rows; r++) {
      const cell = column ? column[r].trim() : numbers[r * K + place];
      if (cell === '' || Number.isNaN(cell)) {
        throw new DataError(
          `${name} of ${source} must have no empty cells, got one in row ${firstRow + r}. Fill it or leave the row out.`,
        );
      }
      cells[c].push(cell);
    }
  }
}

function featureOf({ name, kind }: TableColumn, cells: readonly (string | number)[]): Feature {
  if (kind !== 'text') return { name: name.trim() };
  return { name: name.trim(), categories: [...new Set(cells.map(String))].sort() };
}

/** (N, F), categories as their index. */
function valuesOf(
  features: readonly Feature[],
  columns: readonly (readonly (string | number)[])[],
): Float64Array {
  const F = features.length;
  const N = columns[0]?.length ?? 0;
  const values = new Float64Array(N * F);
  for (const [f, { categories }] of features.entries()) {
    const places = new Map(categories?.map((name, i) => [name, i]));
    for (let n = 0; n < N; n++) {
      const cell = columns[f][n];
      values[n * F + f] = categories ? (places.get(String(cell)) ?? NaN) : Number(cell);
    }
  }
  return values;
}

function labelsOf(
  cells: readonly (string | number)[],
  { label, positive }: FeatureColumns,
  source: string,
): ClassLabels {
  const found = [...new Set(cells)].sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1,
  );
  const names = found.map(String);
  if (positive !== undefined && !names.includes(positive)) {
    throw new ConfigError(
      `\`positive\` must be one of the classes ${names.slice(0, 20).join(', ')}, got ${positive}.`,
    );
  }
  if (names.length < 2) {
    throw new DataError(
      `${label} of ${source} must have at least two classes, got ${names.join() || 'no row'} alone. ` +
        'Add rows of another class, or choose another column.',
    );
  }
  if (names.length > 256) {
    throw new DataError(
      `${label} of ${source} must have at most 256 classes, got ${names.length}. Choose another column.`,
    );
  }
  const classes =
    positive === undefined ? names : [...names.filter((name) => name !== positive), positive];
  const places = new Map(classes.map((name, k) => [name, k]));
  return { classes, values: Uint8Array.from(cells, (cell) => places.get(String(cell)) ?? 0) };
}

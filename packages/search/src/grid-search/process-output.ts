/**
 * The charts of a grid search from its tables: scores of the rows that were not learned from, their mean over the folds of
 * each combination, joined with the parameters by id.
 *
 * The original drew points in three dimensions, which hide each other; here the third one is a row of panels. It joined the
 * two tables by the number of the line and mixed both parts.
 */
import { join } from 'node:path';
import { gridScatter } from '@anodec/charts';
import { ConfigError, DataError } from '@anodec/core';
import { writeChart } from '@anodec/pipeline';
import { openTable } from '@anodec/tables';

/** What the charts are of. */
export const OUTPUT_KINDS = ['mlp', 'ada'] as const;

export type OutputKind = (typeof OUTPUT_KINDS)[number];

/** A combination with its mean score. */
export interface ScoredCombination {
  readonly id: string;
  /** Mean F1 over the folds. */
  readonly f1: number;
  readonly params: Readonly<Record<string, string>>;
}

type Row = Readonly<Record<string, string>>;

/** A chart of a kind of output. */
interface OutputChart {
  readonly name: string;
  readonly title: string;
  readonly x: string;
  readonly logX?: boolean;
  readonly colour: string;
  readonly panel: string;
}

/** To add a chart: one entry here. */
const CHARTS: Readonly<Record<OutputKind, readonly OutputChart[]>> = {
  mlp: [
    {
      name: 'mlp_activation',
      title: 'F1 by size and number of the layers, for each activation',
      x: 'layer size',
      colour: 'activation',
      panel: 'layers',
    },
    {
      name: 'mlp_solver',
      title: 'F1 by size and number of the layers, for each solver',
      x: 'layer size',
      colour: 'solver',
      panel: 'layers',
    },
    {
      name: 'mlp_learning',
      title: 'F1 by alpha, for each schedule of the learning rate',
      x: 'alpha',
      logX: true,
      colour: 'learning_rate',
      panel: 'solver',
    },
  ],
  ada: [
    {
      name: 'adaboost_depth',
      title: 'F1 by number of trees and learning rate, for each depth',
      x: 'n_estimators',
      colour: 'max_depth',
      panel: 'learning_rate',
    },
  ],
};

/**
 * Draws the charts of a kind.
 *
 * @param scores table of scores, as `beautify` writes it
 * @param params table of parameters of one estimator
 * @param format ending of the charts
 * @returns the files
 * @throws DataError when a combination has no parameters, or no score of rows that were not learned from
 */
export async function processOutput(
  kind: OutputKind,
  { scores, params, out, format = 'png' }: ProcessedTables,
): Promise<string[]> {
  const combinations = await readCombinations(scores, params);
  const files: string[] = [];
  for (const { name, title, x, colour, panel, logX = false } of CHARTS[kind]) {
    const points = combinations.map((one) => ({
      x: numberOf(one, x),
      y: one.f1,
      colour: valueOf(one, colour),
      panel: valueOf(one, panel),
    }));
    const path = join(out, `${name}.${format}`);
    await writeChart(path, gridScatter({ title, x, y: 'F1', colour, panel, logX, points }));
    files.push(path);
  }
  return files;
}

/** The tables of a grid search and where its charts go. */
export interface ProcessedTables {
  readonly scores: string;
  readonly params: string;
  /** Folder of the charts. */
  readonly out: string;
  readonly format?: 'png' | 'svg' | 'html';
}

/** Joins scores and parameters by id. @throws DataError when they do not belong together */
export async function readCombinations(
  scores: string,
  params: string,
): Promise<ScoredCombination[]> {
  const byId = new Map((await readRows(params)).map((row) => [row.id, row]));
  const values = new Map<string, number[]>();
  for (const { id, part, f1 } of await readRows(scores)) {
    if (part !== 'test' || !byId.has(id)) continue;
    values.set(id, [...(values.get(id) ?? []), f1 === 'nan' ? NaN : Number(f1)]);
  }
  if (values.size === 0) {
    throw new DataError(
      `${scores} must have scores of the combinations in ${params}, got none. Take the tables of one search.`,
    );
  }
  return [...values].map(([id, own]) => ({
    id,
    f1: own.reduce((sum, value) => sum + value, 0) / own.length,
    params: withLayers(byId.get(id) ?? {}),
  }));
}

/** The number of layers and their size, from the list; none of size 0 where it is empty. */
function withLayers(row: Row): Row {
  if (row.hidden_layer_sizes === undefined) return row;
  const layers = row.hidden_layer_sizes.match(/\d+/g) ?? [];
  return { ...row, layers: String(layers.length), 'layer size': layers[0] ?? '0' };
}

function valueOf({ params }: ScoredCombination, name: string): string {
  const value = params[name];
  if (value !== undefined) return value;
  throw new ConfigError(
    `The table of parameters must have the column ${name} for this chart, but it has ${Object.keys(params).join(', ')}.`,
  );
}

function numberOf(one: ScoredCombination, name: string): number {
  return Number(valueOf(one, name));
}

/** The rows of a table as texts. @throws DataError when it has no column id */
async function readRows(path: string): Promise<Row[]> {
  const table = await openTable(path, { delimiter: ';', header: true });
  try {
    const { columns } = table;
    if (!columns.some(({ name }) => name === 'id')) {
      throw new DataError(
        `${path} must have the column id, but it has ${columns.map(({ name }) => name).join(', ')}. Take a table that ` +
          'beautify wrote.',
      );
    }
    const rows: Record<string, string>[] = [];
    for await (const chunk of table.chunks()) {
      const K = columns.filter(({ kind }) => kind !== 'text').length;
      for (let r = 0; r < chunk.rows; r++) {
        let [number, text] = [0, 0];
        rows.push(
          Object.fromEntries(
            columns.map(({ name, kind }) => [
              name,
              kind === 'text' ? chunk.texts[text++][r] : String(chunk.numbers[r * K + number++]),
            ]),
          ),
        );
      }
    }
    return rows;
  } finally {
    await table.close();
  }
}

/** A file of evaluations as files that other programs read: one JSON document, and tables whose rows are joined by id. */
import { ConfigError } from '@anodec/core';
import { writeFileAtomic, writeJsonFile } from '@anodec/files';
import { EvaluationScores, type GridEvaluation } from './evaluation.js';
import { readOutputs } from './merge-outputs.js';

/** What was written. */
export interface Beautified {
  readonly json: string;
  readonly scores: string;
  /** A table for each estimator. */
  readonly params: readonly string[];
  readonly evaluations: number;
  readonly combinations: number;
  /** Damaged lines that were left out. */
  readonly skipped: number;
}

/** Separator of the tables, as in the original program. */
const SEPARATOR = ';';

/**
 * Writes `BASE.json` (arrays `params` and `scores`), `BASE.scores.csv` and `BASE.params.ESTIMATOR.csv`, separated by semicolons.
 *
 * `id` is the first column of both tables: that of the combination, once in the parameters, and in the scores once for
 * each fold and part. A value that is not known is the word nan.
 *
 * @param path of a file that ends in .out
 * @param skipDamaged whether lines that are not whole are left out
 * @throws ConfigError when the file has another ending
 * @throws DataError when a line is damaged and not left out, or a file cannot be read or written
 */
export async function beautify(path: string, skipDamaged = false): Promise<Beautified> {
  if (!path.endsWith('.out')) {
    throw new ConfigError(
      `The file to beautify must end in .out, got ${path}. Make one of the files of the workers with anodec tune merge.`,
    );
  }
  const { evaluations, skipped } = await readOutputs(path, { skipDamaged });
  const base = path.slice(0, -'.out'.length);
  const [json, scores] = [`${base}.json`, `${base}.scores.csv`];
  await writeJsonFile(json, {
    params: evaluations.map((one) => one.params),
    scores: evaluations.map((one) => one.scores),
  });
  await writeFileAtomic(scores, scoresTable(evaluations));
  const params: string[] = [];
  const combinations = firstOfEach(evaluations);
  for (const estimator of new Set(combinations.map((one) => String(one.params.estimator)))) {
    const file = `${base}.params.${estimator}.csv`;
    const own = combinations.filter((one) => one.params.estimator === estimator);
    await writeFileAtomic(file, paramsTable(own));
    params.push(file);
  }
  const counts = { evaluations: evaluations.length, combinations: combinations.length };
  return { json, scores, params, ...counts, skipped };
}

/** One evaluation of each combination. */
function firstOfEach(evaluations: readonly GridEvaluation[]): GridEvaluation[] {
  const found = new Map<string, GridEvaluation>();
  for (const one of evaluations) if (!found.has(one.scores.id)) found.set(one.scores.id, one);
  return [...found.values()];
}

function scoresTable(evaluations: readonly GridEvaluation[]): string {
  const names = Object.keys(EvaluationScores.shape) as (keyof EvaluationScores)[];
  return table(
    names,
    evaluations.map(({ scores }) => names.map((name) => scores[name])),
  );
}

function paramsTable(evaluations: readonly GridEvaluation[]): string {
  const names = [...new Set(evaluations.flatMap(({ params }) => Object.keys(params)))];
  return table(
    ['id', ...names],
    evaluations.map(({ params, scores }) => [scores.id, ...names.map((name) => params[name])]),
  );
}

function table(head: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return [head, ...rows].map((row) => `${row.map(cell).join(SEPARATOR)}\n`).join('');
}

/** A value as a cell; lists as JSON, in which there is no semicolon between numbers. */
function cell(value: unknown): string {
  if (value === null || value === undefined || Number.isNaN(value)) return 'nan';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[;"\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The files of the workers of one search as one, also after an interruption. */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '@anodec/core';
import { errorCode, fileError, writeFileAtomic } from '@anodec/files';
import { formatEvaluation, type GridEvaluation, parseEvaluation } from './evaluation.js';

/** One file that was merged. */
export interface MergedOutputs {
  readonly path: string;
  /** Evaluations in it. */
  readonly evaluations: number;
  /** What was left out, a sentence each. */
  readonly notes: readonly string[];
}

/** `NAME.PID.out.tmp`; other files of a folder are left alone. */
const WORKER_OUTPUT = /^(.+)\.(\d+)\.out\.tmp$/;

/**
 * Joins the files `NAME.PID.out.tmp` of a folder to `NAME.out`, adding to one that is there already, and removes them.
 *
 * An evaluation that was made twice, as a trial that a kill cut off is made again, stands in the result once. The last line of
 * a file that is cut in the middle is left out, and a note says so.
 *
 * @param folder with files of any number of searches
 * @returns none where there are no files of workers
 * @throws DataError when a line but the last of a file is damaged, or a file cannot be read or written
 */
export async function mergeOutputs(folder: string): Promise<MergedOutputs[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw fileError(error, folder, 'read');
  });
  const groups = new Map<string, string[]>();
  for (const file of names.sort()) {
    const name = WORKER_OUTPUT.exec(file)?.[1];
    if (name !== undefined) groups.set(name, [...(groups.get(name) ?? []), file]);
  }
  const merged: MergedOutputs[] = [];
  for (const [name, files] of groups) merged.push(await mergeGroup(folder, name, files));
  return merged;
}

async function mergeGroup(
  folder: string,
  name: string,
  files: readonly string[],
): Promise<MergedOutputs> {
  const path = join(folder, `${name}.out`);
  const notes: string[] = [];
  const found = new Map<string, GridEvaluation>();
  const add = (evaluation: GridEvaluation): void => {
    const { id, fold, part } = evaluation.scores;
    found.set(`${id} ${fold} ${part}`, evaluation);
  };
  for (const evaluation of (await readOutputs(path, { optional: true })).evaluations)
    add(evaluation);
  for (const file of files) {
    const { evaluations, rest } = await readOutputs(join(folder, file), { rest: true });
    evaluations.forEach(add);
    if (rest) notes.push(`The last line of ${file} is cut in the middle and was left out.`);
  }
  await writeFileAtomic(path, [...found.values()].map(formatEvaluation).join(''));
  for (const file of files) await rm(join(folder, file), { force: true });
  return { path, evaluations: found.size, notes };
}

/** How a file of evaluations is read. */
export interface ReadOutputs {
  /** Whether a file that is not there counts as empty. */
  readonly optional?: boolean;
  /** Whether a last line that is cut in the middle is left out. */
  readonly rest?: boolean;
  /** Whether damaged lines are left out. */
  readonly skipDamaged?: boolean;
}

/** The evaluations of a file. */
export interface Outputs {
  readonly evaluations: readonly GridEvaluation[];
  /** Whether its last line was cut in the middle. */
  readonly rest: boolean;
  /** Damaged lines that were left out. */
  readonly skipped: number;
}

/** Reads a file of evaluations. @throws DataError when it cannot be read, or a line is damaged */
export async function readOutputs(
  path: string,
  { optional = false, rest: mayBeCut = false, skipDamaged = false }: ReadOutputs = {},
): Promise<Outputs> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (optional && errorCode(error) === 'ENOENT') return '';
    throw fileError(error, path, 'read');
  });
  const isCut = text !== '' && !text.endsWith('\n');
  const lines = text.split('\n').slice(0, isCut && !mayBeCut ? undefined : -1);
  let skipped = 0;
  const evaluations = lines.flatMap((line, i) => {
    try {
      return [parseEvaluation(line, `Line ${i + 1} of ${path}`)];
    } catch (error) {
      if (!skipDamaged || !(error instanceof DataError)) throw error;
      skipped += 1;
      return [];
    }
  });
  return { evaluations, rest: isCut, skipped };
}

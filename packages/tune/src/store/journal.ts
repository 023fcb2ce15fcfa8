/** Files of JSON lines that only grow; a line that a kill cut short is cut off when the file is next opened. */
import { appendFile, open, readFile, truncate } from 'node:fs/promises';
import { DataError } from '@anodec/core';
import { errorCode, fileError } from '@anodec/files';
import type { z } from 'zod';

/** What a file of lines holds. */
export interface Lines<Line> {
  readonly lines: readonly Line[];
  /** Bytes of whole lines; less than the file where the last line was cut short. */
  readonly whole: number;
  /** The rest of a line that was cut short; '' where the file ends with a whole one. */
  readonly rest: string;
}

/**
 * Reads a file of JSON lines.
 *
 * @returns no lines where there is no file
 * @throws DataError with file and line where a line is not what it must be
 */
export async function readLines<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<Lines<z.output<Schema>>> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '';
    throw fileError(error, path, 'read');
  });
  const end = text.lastIndexOf('\n') + 1;
  const lines = text
    .slice(0, end)
    .split('\n')
    .flatMap((line, i) => (line === '' ? [] : [parseLine(line, schema, path, i + 1)]));
  return { lines, whole: Buffer.byteLength(text.slice(0, end)), rest: text.slice(end) };
}

function parseLine<Schema extends z.ZodType>(
  line: string,
  schema: Schema,
  path: string,
  number: number,
): z.output<Schema> {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    json = undefined;
  }
  const { data, success } = schema.safeParse(json);
  if (success) return data;
  const shown = line.length > 60 ? `${line.slice(0, 60)}…` : line;
  throw new DataError(
    `Line ${number} of ${path} must be an event of a study, got ${JSON.stringify(shown)}. Remove the line to ` +
      'go on without it.',
  );
}

/** Cuts off the rest of a line that was cut short. @throws DataError when the file cannot be written */
export async function cutRest(path: string, { whole, rest }: Lines<unknown>): Promise<void> {
  if (rest === '') return;
  await truncate(path, whole).catch((error: unknown) => {
    throw fileError(error, path, 'written');
  });
}

/**
 * Adds lines to a file, which is made where it is missing.
 *
 * @param sync whether to wait until the disk has them, so that a loss of power cannot take them
 * @throws DataError when the file cannot be written
 */
export async function appendLines(
  path: string,
  lines: readonly unknown[],
  sync = false,
): Promise<void> {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  try {
    if (!sync) return await appendFile(path, text);
    const handle = await open(path, 'a');
    try {
      await handle.appendFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(error, path, 'written');
  }
}

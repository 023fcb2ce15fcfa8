/** The tables that a request may bring and an answer may be. To add one: a line in one of the two lists. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, HttpError, mediaType } from '@anodec/http';
import { type ScoreColumns, scoresTable, scoresToCsv, type TableScores } from '@anodec/pipeline';
import { exportTable } from '@anodec/tables';
import { scoresDocument } from './scores-document.js';

/** Ending of the file that a body becomes, by its content type. */
export const REQUEST_TYPES: Readonly<Record<string, string>> = {
  'application/json': '.json',
  'text/csv': '.csv',
  'application/vnd.apache.arrow.file': '.arrow',
  'application/vnd.apache.parquet': '.parquet',
};

type Render = (scores: TableScores, columns: ScoreColumns) => Promise<Answer['body']> | string;

/** What makes an answer, by its content type; the first is the one of a request that does not say. */
export const ANSWER_TYPES: Readonly<Record<string, Render>> = {
  'application/json': (scores, columns) => JSON.stringify(scoresDocument(scores, columns)),
  'text/csv': ({ part }, columns) => scoresToCsv([part], columns),
  'application/vnd.apache.arrow.file': (scores, columns) => asFile(scores, columns, '.arrow'),
  'application/vnd.apache.parquet': (scores, columns) => asFile(scores, columns, '.parquet'),
};

/** The ending that a content type stands for. @throws HttpError 415 when it is not known */
export function endingOf(contentType: string | undefined): string {
  const type = mediaType(contentType);
  if (Object.hasOwn(REQUEST_TYPES, type)) return REQUEST_TYPES[type];
  throw new HttpError(
    415,
    `Content-Type must be one of ${Object.keys(REQUEST_TYPES).join(', ')}, got ${type || 'none'}.`,
  );
}

/**
 * The first content type of an Accept header that can be made; preferences by `q` are not weighed.
 *
 * @throws HttpError 406 when none can be
 */
export function answerTypeOf(accept: string | undefined): string {
  const known = Object.keys(ANSWER_TYPES);
  const asked = (accept ?? '*/*').split(',').map((type) => mediaType(type));
  for (const type of asked) {
    const found = known.find((one) => type === one || type === '*/*' || isFamily(type, one));
    if (found) return found;
  }
  throw new HttpError(406, `Accept must be one of ${known.join(', ')}, got ${accept}.`);
}

/** Whether a type such as text/* stands for another. */
function isFamily(type: string, one: string): boolean {
  return type.endsWith('/*') && one.startsWith(type.slice(0, -1));
}

/** Runs `use` in a folder of its own, which is removed afterwards. */
export async function inFolder<R>(use: (folder: string) => Promise<R>): Promise<R> {
  const folder = await mkdtemp(join(tmpdir(), 'anodec-serve-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function asFile({ part }: TableScores, columns: ScoreColumns, ending: string): Promise<Uint8Array> {
  return inFolder(async (folder) => {
    const path = join(folder, `scores${ending}`);
    await exportTable(scoresTable([part], columns), path);
    return readFile(path);
  });
}

/**
 * The journal of what a run has to tell an MLflow server, one line of JSON each, and what of it is sent.
 *
 * Sending is repeated after a failure. That is harmless: parameters and tags are replaced by themselves, and
 * a server keeps one of two equal metrics.
 */
import { parseConfig } from '@anodec/core';
import type { Run } from '@anodec/runs';
import { z } from 'zod';

const Text = z.strictObject({ key: z.string(), value: z.string() });
const Metric = z.strictObject({
  key: z.string(),
  /** Null stands for a loss that is no number, which JSON does not have. */
  value: z.number().nullable(),
  timestamp: z.number(),
  step: z.number(),
});

const Entry = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('run'),
    uri: z.string(),
    experiment: z.string(),
    name: z.string(),
    startTime: z.number(),
    tags: z.array(Text),
    params: z.array(Text),
  }),
  z.strictObject({ kind: z.literal('metrics'), metrics: z.array(Metric) }),
  z.strictObject({ kind: z.literal('artifact'), name: z.string() }),
  z.strictObject({ kind: z.literal('end'), status: z.string(), endTime: z.number() }),
  z.strictObject({ kind: z.literal('created'), runId: z.string(), artifactUri: z.string() }),
  /** Entries before this one are at the server. */
  z.strictObject({ kind: z.literal('sent') }),
]);

export type JournalEntry = z.output<typeof Entry>;

/** Name of the journal within a run. */
const NAME = 'mlflow';

/** Adds entries. @throws DataError when the disk is full */
export async function appendEntries(run: Run, entries: readonly JournalEntry[]): Promise<void> {
  const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  const before = await run.readJournal(NAME);
  const isWhole = before === '' || before.endsWith('\n');
  await run.appendJournal(NAME, isWhole ? lines : `\n${lines}`);
}

/**
 * The entries of a run; none where it was not logged. A line that a crash left unfinished is left out: its
 * step was not finished either.
 *
 * @throws ConfigError when a whole line is not an entry
 */
export async function readEntries(run: Run): Promise<JournalEntry[]> {
  const lines = (await run.readJournal(NAME)).split('\n');
  return lines.flatMap((line, i) => {
    const document = jsonOf(line);
    if (document === undefined) return [];
    return [parseConfig(Entry, document, `line ${i + 1} of ${NAME}.jsonl in ${run.path}`)];
  });
}

/** The entries after the last one that is known to be at the server. */
export function unsent(entries: readonly JournalEntry[]): JournalEntry[] {
  const last = entries.findLastIndex(({ kind }) => kind === 'sent');
  return entries.slice(last + 1);
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

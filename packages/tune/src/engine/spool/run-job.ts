/** The side that runs jobs from files: one attempt, its words on the way, and its end, written once. */
import { existsSync } from 'node:fs';
import { link, rm } from 'node:fs/promises';
import { isUserError, StoppedError } from '@anodec/core';
import { errorCode, fileError, writeJsonFile } from '@anodec/files';
import type { Engine, Outcome } from '../engine.js';
import { type End, type JobEvent, readEnd, type SpooledJob } from './documents.js';
import { draftOf, filesOf, type JobFiles } from './job-files.js';

/**
 * Runs a job to its end and writes the end, unless another worker has finished it meanwhile.
 *
 * @param path of the job
 * @param tell receives what the job says on its way
 * @throws StoppedError when the engine is closed meanwhile: nothing is written then
 */
export async function runJob(
  path: string,
  { job }: SpooledJob,
  engine: Engine,
  tell: (event: JobEvent) => Promise<void>,
): Promise<End> {
  const files = filesOf(path);
  const before = await readEnd(files.end);
  if (before?.state === 'finished') return before;
  const end = await engine
    .run(job, {
      onStart: (worker) => tell({ say: 'start', worker }),
      async onReport(step, value) {
        await tell({ say: 'report', step, value });
        // asked for after an earlier report: no worker waits for the other side
        return existsSync(files.prune) ? 'prune' : 'go on';
      },
    })
    .catch((error: unknown) => cannotOpen(error));
  return writeEnd(files, end);
}

/** The end of a job whose task cannot be opened here. @throws StoppedError where it was only stopped */
export function cannotOpen(error: unknown): End {
  if (error instanceof StoppedError) throw error;
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return {
    state: 'cannot open',
    name,
    message: isUserError(error) ? message : (stack ?? message),
  };
}

/** Writes how a job ended; of two workers that finish one job the first counts. @returns what counts */
export async function writeEnd(files: JobFiles, end: End | Outcome): Promise<End> {
  const draft = draftOf(files);
  await writeJsonFile(draft, end);
  try {
    for (;;) {
      const isFirst = await link(draft, files.end).then(
        () => true,
        (error: unknown) => {
          if (errorCode(error) !== 'EEXIST') throw fileError(error, files.end, 'written');
          return false;
        },
      );
      if (isFirst) return end;
      const other = await readEnd(files.end);
      if (other?.state === 'finished') return other;
      await rm(files.end, { force: true }); // of an attempt that came to nothing
    }
  } finally {
    await rm(draft, { force: true });
  }
}

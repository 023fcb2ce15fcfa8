/** The files of a job in the folder `jobs`; the only file that knows their names. */
import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { isProcessAlive } from '@anodec/files';

/** Paths of the files of a job. */
export interface JobFiles {
  readonly job: string;
  readonly events: string;
  readonly prune: string;
  readonly end: string;
}

/** The files of the job whose own file is at a path. */
export function filesOf(job: string): JobFiles {
  const stem = job.replace(/\.json$/, '');
  return {
    job,
    events: `${stem}.events.jsonl`,
    prune: `${stem}.prune`,
    end: `${stem}.end.json`,
  };
}

/** Removes the files of a job; a worker that meets it later leaves it out. */
export async function removeJob({ job, events, prune, end }: JobFiles): Promise<void> {
  for (const path of [job, events, prune, end]) await rm(path, { force: true });
}

/** Where this process writes an end before it becomes the end of a job. */
export function draftOf({ end }: JobFiles): string {
  return `${end}.${hostname()}.${process.pid}`;
}

/**
 * Whether a file is the draft of an end, or of its own writing, whose process on this machine was killed; drafts of other
 * machines are none, as their processes cannot be asked.
 */
export function isAbandonedDraft(name: string): boolean {
  const mark = `.end.json.${hostname()}.`;
  const at = name.indexOf(mark);
  return at >= 0 && !isProcessAlive(Number.parseInt(name.slice(at + mark.length), 10));
}

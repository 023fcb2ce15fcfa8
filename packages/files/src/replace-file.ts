/**
 * Replaces a file as a whole or not at all: a draft beside it is written, synced and renamed.
 *
 * The name of a draft holds machine and process, so that drafts of a killed process can be
 * distinguished from those of a running one, and are removed the next time.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { DataError } from '@anodec/core';
import { fileError } from './file-error.js';
import { isProcessAlive } from './process-alive.js';

/**
 * Writes a file through a draft in the same folder, which is made where it is missing.
 *
 * @param write receives the path of the draft; when it throws, the file at `path` stays as it was
 * @returns what `write` returned
 * @throws DataError when the folder cannot be written, or another program changed the file meanwhile
 */
export async function replaceFile<R>(
  path: string,
  write: (draft: string) => Promise<R>,
): Promise<R> {
  const before = await fingerprint(path);
  return throughDraft(path, write, () => checkUnchanged(path, before));
}

/**
 * As `replaceFile`, but the last of several writers wins.
 *
 * @param check awaited between writing and renaming; may throw
 */
export async function throughDraft<R>(
  path: string,
  write: (draft: string) => Promise<R>,
  check: () => Promise<void> = () => Promise.resolve(),
): Promise<R> {
  const draft = join(dirname(path), `${draftPrefix(path)}${process.pid}.${randomUUID()}.tmp`);
  drafts.add(draft);
  try {
    await mkdir(dirname(path), { recursive: true });
    await removeAbandonedDrafts(path);
    const result = await write(draft);
    await syncFile(draft);
    await check();
    await rename(draft, path);
    return result;
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined); // the first error is the one to report
    throw fileError(error, path, 'written');
  } finally {
    drafts.delete(draft);
  }
}

/** Drafts being written; an ending process waits for nothing asynchronous. */
const drafts = new Set<string>();
process.on('exit', () => {
  for (const draft of drafts) rmSync(draft, { force: true });
});

/** Drafts of other machines are left alone: their processes cannot be asked. */
function draftPrefix(path: string): string {
  return `.${basename(path)}.${hostname()}.`;
}

async function removeAbandonedDrafts(path: string): Promise<void> {
  const prefix = draftPrefix(path);
  for (const name of await readdir(dirname(path))) {
    if (!name.startsWith(prefix) || !name.endsWith('.tmp')) continue;
    if (!isProcessAlive(Number.parseInt(name.slice(prefix.length), 10))) {
      await rm(join(dirname(path), name), { force: true });
    }
  }
}

/** Identifies the state of a file; '' where there is none. */
async function fingerprint(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found ? `${found.ino} ${found.size} ${found.mtimeNs}` : '';
}

async function checkUnchanged(path: string, before: string): Promise<void> {
  if ((await fingerprint(path)) === before) return;
  throw new DataError(
    `${path} must not change while it is rewritten, but another program changed it. Run again.`,
  );
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Tables that are no files: one on an HTTP server, or what comes on standard input. A table is read more than once, so
 * it is copied into a temporary file first, which goes with the process.
 */
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataError, type Listeners, silentProgress, StoppedError } from '@anodec/core';
import { fileError } from '@anodec/files';
import { parseAddress } from './address.js';
import { requestFrom } from './http-request.js';
import { createRetries } from './retry.js';

/** Whether a table is to be copied before it is read. */
export function isRemoteTable(path: string): boolean {
  return path === '-' || /^https?:\/\//i.test(path);
}

const copies = new Map<string, Promise<string>>();
let folder: string | undefined;

/**
 * The file of a table: its copy where it is none. Within a process each is copied once.
 *
 * @param path of a file, an address that begins with http:// or https://, or `-` for standard input
 * @throws DataError when it cannot be read; ConfigError when an address holds a password
 */
export async function localTable(path: string, listeners: Listeners = {}): Promise<string> {
  if (!isRemoteTable(path)) return path;
  const known = copies.get(path);
  if (known) return known;
  const copy = path === '-' ? copyInput(process.stdin, listeners) : download(path, listeners);
  copies.set(path, copy);
  copy.catch(() => copies.delete(path));
  return copy;
}

/** A folder for copies, removed when the process ends. */
function copyFolder(): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'anodec-table-'));
    process.on('exit', () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  return mkdtempSync(join(folder, 'copy-'));
}

/** Endings by the first bytes of a file; a text table has none of these. */
const SIGNATURES = [
  ['504b0304', '.xlsx'],
  ['50415231', '.parquet'],
  ['4152524f5731', '.arrow'],
  ['894844460d0a', '.h5'],
  ['934e554d5059', '.npy'],
  ['1f8b', '.csv.gz'],
] as const;

/** Names a copy after what it holds. */
async function nameByContent(path: string): Promise<string> {
  const handle = await open(path);
  const head = Buffer.alloc(8);
  try {
    await handle.read(head, 0, head.length, 0);
  } finally {
    await handle.close();
  }
  const ending =
    SIGNATURES.find(([start]) => head.toString('hex').startsWith(start))?.[1] ?? '.csv';
  await rename(path, `${path}${ending}`);
  return `${path}${ending}`;
}

async function copyInput(stream: Readable, { signal }: Listeners): Promise<string> {
  const path = join(copyFolder(), 'standard-input');
  try {
    await pipeline(stream, createWriteStream(path), signal ? { signal } : {});
  } catch (error) {
    if (signal?.aborted) throw new StoppedError('Stopped while reading standard input.');
    throw fileError(error, path, 'written');
  }
  return nameByContent(path);
}

async function download(address: string, listeners: Listeners): Promise<string> {
  const { signal, progress = silentProgress } = listeners;
  const url = parseAddress(address, 'ANODEC_HTTP_TOKEN');
  const name = basename(decodeURIComponent(url.pathname)) || url.hostname;
  const path = join(copyFolder(), name);
  const retries = createRetries(url.href, { ...(signal && { signal }), most: 6 });
  const file = await open(path, 'w');
  let done = 0;
  try {
    for (let total: number | undefined; total === undefined || done < total; ) {
      if (signal?.aborted) throw new StoppedError(`Stopped while downloading ${name}.`);
      try {
        const answer = await requestFrom(url, done, signal);
        if (answer.isShorter) throw changed(url);
        total = answer.total;
        progress.begin(`Downloading ${name}`, total ?? 0, 'bytes');
        for await (const bytes of answer.body) {
          await file.write(bytes);
          done += bytes.length;
          progress.update(done);
        }
        total ??= done; // the server did not say, and ended well
        retries.succeeded();
      } catch (error) {
        if (signal?.aborted) continue;
        if (error instanceof DataError) throw error;
        await retries.failed(error);
      }
    }
  } finally {
    progress.end();
    await file.close();
  }
  return extname(name) === '' ? nameByContent(path) : path;
}

function changed(url: URL): DataError {
  return new DataError(
    `${url.href} must stay as it is while it is downloaded, but it became shorter. Start again.`,
  );
}

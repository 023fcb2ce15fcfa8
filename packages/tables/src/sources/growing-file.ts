/**
 * Source: a file that grows, as `tail -F` follows it. A file that another one takes the place of (rotation) is
 * read to its end first; one that became shorter, or begins otherwise than before, is read from its beginning.
 *
 * Changes are looked for by polling: what the operating system reports about files differs between disks, and
 * network drives report nothing.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DataError } from '@anodec/core';
import { fileError } from '@anodec/files';
import { createLineCutter, type LineCutter } from './line-cutter.js';
import { type ReadOptions, type Source, type SourceBatch, waitFor } from './source.js';

const POLL_MILLISECONDS = 200;
const CHUNK = 1 << 18;
/** Bytes at the beginning of a file by which it is recognised. */
const HEAD = 256;

/** The lines of a file. */
export function growingFile(path: string): Source {
  return { name: path, canResume: true, read: (options) => followFile(path, options) };
}

/** A file that is being read. */
interface Reading {
  readonly handle: FileHandle;
  readonly inode: number;
  readonly cutter: LineCutter;
  /** Bytes read, those of an incomplete line included. */
  offset: number;
  head: string;
}

async function* followFile(path: string, options: ReadOptions): AsyncGenerator<SourceBatch> {
  const { follow, signal, note, reached, chunkBytes = CHUNK } = options;
  let file = await begin(path, options);
  reached?.();
  const buffer = Buffer.alloc(Math.min(CHUNK, chunkBytes));
  try {
    for (;;) {
      if (signal?.aborted) return;
      const batch = await readOn(file, buffer);
      if (batch) {
        if (batch.records.length > 0) yield batch;
        continue;
      }
      const changed = await changeOf(path, file);
      if (changed !== undefined) {
        // what was written between the last reading and the change
        for (let more = await readOn(file, buffer); more; more = await readOn(file, buffer))
          yield more;
        yield* lastLine(file);
        const next = await fileAfter(path, file);
        note?.(`${basename(path)} ${changed}; the lines of ${basename(next)} come next.`);
        await file.handle.close();
        file = await openAt(next, 0);
      } else if (!follow) {
        yield* lastLine(file);
        return;
      } else await waitFor(POLL_MILLISECONDS, signal);
    }
  } finally {
    await file.handle.close();
  }
}

/** Opens the file where an earlier reading stopped, which may be in a file that was renamed since. */
async function begin(path: string, { from, note }: ReadOptions): Promise<Reading> {
  if (!from) return openAt(path, 0);
  const [inode, offset] = [Number(from.inode), Number(from.offset)];
  const place = await findFile(path, inode);
  if (place !== undefined) {
    const file = await openAt(place, offset);
    const { size } = await file.handle.stat();
    const head = await headOf(file.handle, headLength(offset));
    if (size >= offset && head === from.head) return { ...file, head };
    await file.handle.close();
  }
  note?.(
    `${basename(path)} is not the file that was read up to byte ${offset}; it is read from the beginning, ` +
      'and rows that were scored before count as repeated.',
  );
  return openAt(path, 0);
}

/** Where the file with this inode is now: at the path, or renamed in the same folder. */
async function findFile(path: string, inode: number): Promise<string | undefined> {
  const folder = dirname(path);
  const others = (await readdir(folder).catch(() => [])).map((name) => join(folder, name));
  for (const place of [path, ...others]) {
    const found = await stat(place).catch(() => undefined);
    if (found?.isFile() && found.ino === inode) return place;
  }
  return undefined;
}

/**
 * The file that was begun after this one: of the renamed ones beside the path, such as plant.csv.1, the first that was
 * written to later, or else the one at the path. Rotated twice while nobody read, there is one in between.
 */
async function fileAfter(path: string, file: Reading): Promise<string> {
  const { mtimeNs } = await file.handle.stat({ bigint: true });
  const folder = dirname(path);
  const names = (await readdir(folder)).filter((name) => name.startsWith(`${basename(path)}.`));
  const later: { readonly place: string; readonly written: bigint }[] = [];
  for (const place of [...names.map((name) => join(folder, name)), path]) {
    const found = await stat(place, { bigint: true }).catch(() => undefined);
    if (!found?.isFile() || Number(found.ino) === file.inode || found.mtimeNs < mtimeNs) continue;
    later.push({ place, written: found.mtimeNs });
  }
  later.sort((a, b) => (a.written < b.written ? -1 : 1));
  return later.at(0)?.place ?? path;
}

async function openAt(path: string, offset: number): Promise<Reading> {
  const handle = await open(path).catch((error: unknown) => {
    throw fileError(error, path, 'read');
  });
  const found = await handle.stat();
  if (!found.isFile()) {
    await handle.close();
    throw new DataError(`${path} must be a file, got a folder, a pipe or a device. Name a file.`);
  }
  const cutter = createLineCutter(basename(path), offset);
  return { handle, inode: found.ino, cutter, offset, head: '' };
}

/** The next lines; undefined at the end of the file. */
async function readOn(file: Reading, buffer: Buffer): Promise<SourceBatch | undefined> {
  const before = file.cutter.taken();
  const { bytesRead } = await file.handle.read(buffer, 0, buffer.length, file.offset);
  if (bytesRead === 0) return undefined;
  file.offset += bytesRead;
  const records = file.cutter.push(buffer.subarray(0, bytesRead));
  return batchOf(file, records, before);
}

/** The line that a file ends with, if it ends without a line feed: no more is coming. */
async function* lastLine(file: Reading): AsyncGenerator<SourceBatch> {
  const before = file.cutter.taken();
  const records = file.cutter.end();
  if (records.length > 0) yield batchOf(file, records, before);
}

async function batchOf(
  file: Reading,
  records: readonly string[],
  before: number,
): Promise<SourceBatch> {
  const offset = file.cutter.taken();
  // the beginning of a file does not change once it is that long
  if (headLength(before) < HEAD) file.head = await headOf(file.handle, headLength(offset));
  const position = { inode: file.inode, offset, head: file.head };
  return { records, position, isStart: before === 0 };
}

function headLength(offset: number): number {
  return Math.min(HEAD, offset);
}

async function headOf(handle: FileHandle, length: number): Promise<string> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, 0);
  return createHash('sha256').update(bytes.subarray(0, bytesRead)).digest('hex').slice(0, 16);
}

/** What happened to a file at its end; undefined where nothing did. */
async function changeOf(path: string, file: Reading): Promise<string | undefined> {
  const now = await stat(path).catch(() => undefined);
  if (!now) return undefined; // between the two steps of a rotation
  if (now.ino !== file.inode) return 'was replaced by another file';
  if (now.size < file.offset) return 'was cut off';
  const taken = file.cutter.taken();
  const same = taken === 0 || (await headOf(file.handle, headLength(taken))) === file.head;
  return same ? undefined : 'was rewritten';
}

/**
 * Unpacking of downloaded archives into the layout that a conversion reads.
 *
 * All archives are planned before the first byte is written. Each file is written beside its place,
 * checked against its checksum, and renamed; a file that is there already is never replaced unless
 * asked for. Captures of the network stay packed: they have tens of gigabytes and nothing reads them.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { checkStopped, DataError, type Progress, silentProgress } from '@anodec/core';
import {
  errorCode,
  type ArchiveKind,
  fileError,
  openArchive,
  openWriteStream,
  type ZipArchive,
} from '@anodec/files';
import { planArchive, type PlannedEntry, type UnpackLimits } from './plan.js';

/** Where archives lie, and where their files go. */
export interface RawFolders {
  /** Holds the archives, such as `data/raw`. */
  readonly raw: string;
  /** Receives the recordings, such as `data/interim`. */
  readonly interim: string;
  /** Receives PDFs. */
  readonly references: string;
}

/** Options of unpacking. */
export interface UnpackOptions {
  /** Replaces files that are there and differ. */
  readonly force?: boolean;
  readonly limits?: UnpackLimits;
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** Result of one archive. */
export interface UnpackedArchive {
  /** Its name. */
  readonly source: string;
  /** Paths of the files that were written. */
  readonly written: readonly string[];
  /** Paths of the files that were there already, the same to the checksum. */
  readonly present: readonly string[];
  /** Captures of the network, which stay packed. */
  readonly network: { readonly files: number; readonly bytes: number };
  /** Leftovers of file managers, which are skipped. */
  readonly leftOut: number;
}

/** An archive with its plan. */
interface Planned {
  readonly archive: ZipArchive;
  readonly plan: readonly PlannedEntry[];
}

const RAW: ArchiveKind = { noun: 'zip archive', remedy: 'Pack it again with deflate.' };

/** Names of the archives in a folder, sorted; none where there is no such folder. */
export async function findArchives(raw: string): Promise<readonly string[]> {
  const names = await readdir(raw).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw fileError(error, raw, 'read');
  });
  return names.filter((name) => /\.zip$/i.test(name) && !name.startsWith('.')).sort();
}

/**
 * Unpacks all archives of a folder.
 *
 * @throws DataError when there is none, one is damaged or could do harm, a file is there that
 *   differs, or the disk has no room; nothing was written then but whole files
 * @throws StoppedError when the signal was raised
 */
export async function unpackArchives(
  folders: RawFolders,
  options: UnpackOptions = {},
): Promise<readonly UnpackedArchive[]> {
  const names = await findArchives(folders.raw);
  if (names.length === 0) {
    throw new DataError(
      `${folders.raw} must hold the archives to unpack, got no .zip. Put the downloads there.`,
    );
  }
  const all: Planned[] = [];
  try {
    for (const name of names) all.push(await planOne(join(folders.raw, name), options.limits));
    checkApart(all);
    await checkRoom(all, folders);
    const unpacked: UnpackedArchive[] = [];
    for (const one of all) unpacked.push(await unpackOne(one, folders, options));
    return unpacked;
  } finally {
    for (const { archive } of all) archive.close();
  }
}

async function planOne(path: string, limits: UnpackLimits | undefined): Promise<Planned> {
  const archive = await openArchive(path, RAW);
  try {
    const { size } = await stat(path);
    return { archive, plan: planArchive(archive.source, archive.entries, size, limits) };
  } catch (error) {
    archive.close();
    throw error;
  }
}

/** Two archives may hold the same file, as downloads in parts do, but not two for one place. */
function checkApart(all: readonly Planned[]): void {
  const seen = new Map<string, { source: string; crc: number }>();
  for (const { archive, plan } of all) {
    for (const { entry, fate, target } of plan) {
      if (fate !== 'interim' && fate !== 'references') continue;
      const place = `${fate}/${target.toLowerCase()}`;
      const before = seen.get(place);
      if (before && before.crc !== entry.crc) {
        throw new DataError(
          `${target} must be in one archive, got different ones in ${before.source} and ` +
            `${archive.source}. Take one of them away.`,
        );
      }
      seen.set(place, { source: archive.source, crc: entry.crc });
    }
  }
}

async function checkRoom(all: readonly Planned[], { interim }: RawFolders): Promise<void> {
  await mkdir(interim, { recursive: true }).catch((error: unknown) => {
    throw fileError(error, interim, 'written');
  });
  const { bavail, bsize } = await statfs(interim);
  const wanted = all
    .flatMap(({ plan }) => plan)
    .filter(({ fate }) => fate === 'interim' || fate === 'references')
    .reduce((sum, { entry }) => sum + entry.bytes, 0);
  if (wanted <= bavail * bsize) return;
  throw new DataError(
    `The disk of ${interim} must have room for ${wanted} bytes, got ${bavail * bsize} that are ` +
      'free. Free some space or choose another place.',
  );
}

async function unpackOne(
  { archive, plan }: Planned,
  folders: RawFolders,
  options: UnpackOptions,
): Promise<UnpackedArchive> {
  const { signal, progress = silentProgress } = options;
  const files = plan.filter(({ fate }) => fate === 'interim' || fate === 'references');
  const parts = plan.filter(({ fate }) => fate === 'network');
  const total = files.reduce((sum, { entry }) => sum + entry.bytes, 0);
  const written: string[] = [];
  const present: string[] = [];
  let done = 0;
  progress.begin(`Unpacking ${archive.source}`, total, 'bytes');
  try {
    for (const { entry, fate, target } of files) {
      checkStopped(signal, `unpacking ${archive.source}`);
      const path = join(fate === 'interim' ? folders.interim : folders.references, target);
      const there = await checksumOf(path, entry.bytes);
      if (there === entry.crc) present.push(path);
      else if (there !== undefined && !options.force) throw inTheWay(path, archive.source);
      else {
        await writeEntry(archive, entry.name, path, (bytes) => {
          checkStopped(signal, `unpacking ${archive.source}`);
          progress.update(done + bytes, basename(path));
        });
        written.push(path);
      }
      done += entry.bytes;
    }
  } finally {
    progress.end();
  }
  const bytes = parts.reduce((sum, { entry }) => sum + entry.bytes, 0);
  const leftOut = plan.length - files.length - parts.length;
  const network = { files: parts.length, bytes };
  return { source: archive.source, written, present, network, leftOut };
}

/** Checksum of what is there, NaN when it has another size; undefined where there is nothing. */
async function checksumOf(path: string, bytes: number): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return undefined;
  if (!found.isFile() || found.size !== bytes) return Number.NaN;
  const file = await open(path);
  let crc = 0;
  for await (const chunk of file.createReadStream() as AsyncIterable<Buffer>) {
    crc = crc32(chunk, crc);
  }
  return crc;
}

async function writeEntry(
  archive: ZipArchive,
  name: string,
  path: string,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true });
    const output = await openWriteStream(temporary, { flags: 'wx', flush: true });
    await pipeline(counted(archive.stream(name), onBytes), output);
    await rename(temporary, path);
  } catch (error) {
    throw fileError(error, path, 'written');
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined); // the first error is the one to report
  }
}

async function* counted(
  pieces: AsyncIterable<Buffer>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  let done = 0;
  for await (const piece of pieces) {
    yield piece;
    done += piece.length;
    onBytes(done);
  }
}

function inTheWay(path: string, source: string): DataError {
  return new DataError(
    `${path} must not be replaced by another one from ${source}. Move it away, or replace it with ` +
      '`force`.',
  );
}

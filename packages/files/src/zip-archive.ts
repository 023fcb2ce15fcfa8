/**
 * The zip archive that a workbook is: its entries as checked streams of bytes.
 *
 * yauzl finds the entries but does not look at their checksums; that is done here, because a
 * flipped bit mostly still inflates, to other readings.
 */
import { open as openFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { DataError } from '@anodec/core';
import type { Entry, ZipFile } from 'yauzl';
import { fileError } from './file-error.js';

/** Bytes inflated at a time. */
const CHUNK = 1 << 18;
const STORED = 0;
const DEFLATED = 8;

/** Name of a kind of archive in messages, and the remedy for a wrong one. */
export interface ArchiveKind {
  readonly noun: string;
  readonly remedy: string;
}

const WORKBOOK: ArchiveKind = {
  noun: '.xlsx workbook',
  remedy: 'Save it as .xlsx without a password.',
};

/** An entry according to the archive's table of contents. */
export interface ArchiveEntry {
  readonly name: string;
  readonly bytes: number;
  readonly packedBytes: number;
  readonly crc: number;
  /** Whether it stands for another file, as Unix packs symbolic links. */
  readonly isLink: boolean;
}

/** An open archive. */
export class ZipArchive {
  /** Its name in messages. */
  readonly source: string;
  readonly #zip: ZipFile;
  readonly #kind: ArchiveKind;
  readonly #entries: ReadonlyMap<string, Entry>;

  constructor(
    source: string,
    zip: ZipFile,
    kind: ArchiveKind,
    entries: ReadonlyMap<string, Entry>,
  ) {
    this.source = source;
    this.#zip = zip;
    this.#kind = kind;
    this.#entries = entries;
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** What it holds, in the order of its table of contents. */
  get entries(): readonly ArchiveEntry[] {
    return Array.from(this.#entries.values(), (entry) => ({
      name: entry.fileName,
      bytes: entry.uncompressedSize,
      packedBytes: entry.compressedSize,
      crc: entry.crc32,
      isLink: ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000,
    }));
  }

  /** Bytes of the entry when it is inflated, as the archive claims; 0 where there is none. */
  size(name: string): number {
    return this.#entries.get(name)?.uncompressedSize ?? 0;
  }

  /**
   * The bytes of an entry, inflated. Those that come before the end are not checked yet.
   *
   * @throws DataError when there is no such entry, or at the latest at its end when it is damaged
   */
  async *stream(name: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name);
    if (!entry) throw new DataError(`${this.source} must hold ${name}, got none.`);
    const bytes = await this.#open(entry);
    let crc = 0;
    let size = 0;
    try {
      for await (const chunk of bytes as AsyncIterable<Buffer>) {
        crc = crc32(chunk, crc);
        size += chunk.length;
        if (size > entry.uncompressedSize) break;
        yield chunk;
      }
    } catch (error) {
      throw isInflateError(error) ? this.#damaged(name, 'cannot be unpacked') : error;
    } finally {
      bytes.destroy();
    }
    if (size !== entry.uncompressedSize) throw this.#damaged(name, 'has a wrong length');
    if (crc !== entry.crc32) throw this.#damaged(name, 'has a wrong checksum');
  }

  /** The whole entry as text, for the small ones. */
  async text(name: string, limit = 1 << 26): Promise<string> {
    if (this.size(name) > limit) {
      throw new DataError(
        `${name} of ${this.source} must have at most ${limit} bytes, got ${this.size(name)}.`,
      );
    }
    const chunks: Buffer[] = [];
    for await (const chunk of this.stream(name)) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  }

  close(): void {
    this.#zip.close();
  }

  async #open(entry: Entry): Promise<Readable> {
    const { compressionMethod: method } = entry;
    if (entry.isEncrypted() || (method !== STORED && method !== DEFLATED)) {
      throw new DataError(
        `${this.source} must be packed with deflate and without a password, got ${entry.fileName} ` +
          `in another form. ${this.#kind.remedy}`,
      );
    }
    const raw = await this.#zip
      .openReadStreamPromise(entry, { decodeFileData: false })
      .catch((error: unknown) => {
        throw this.#damaged(entry.fileName, `cannot be found (${messageOf(error)})`);
      });
    if (method === STORED) return raw;
    // errors of either stream come out where the inflated bytes are read
    return pipeline(raw, createInflateRaw({ chunkSize: CHUNK }), () => {});
  }

  #damaged(name: string, how: string): DataError {
    return new DataError(
      `${this.source} must be an intact ${this.#kind.noun}, but ${name} in it ${how}. Get an intact copy.`,
    );
  }
}

/**
 * Opens an archive and reads its table of contents. No name in it leads out of a folder.
 *
 * @param kind its name in messages, a workbook by default
 * @throws DataError when there is no such file, or it is no zip archive or a truncated one, or holds
 *   a name twice
 */
export async function openArchive(path: string, kind: ArchiveKind = WORKBOOK): Promise<ZipArchive> {
  const source = basename(path);
  await checkSignature(path, source, kind);
  const { openPromise } = await import('yauzl'); // loaded when needed, as few programs read workbooks
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(path, { autoClose: false });
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) {
      // of two with the same name every program takes another one
      if (entries.has(entry.fileName)) throw new Error(`it holds ${entry.fileName} twice`);
      entries.set(entry.fileName, entry);
    }
    return new ZipArchive(source, zip, kind, entries);
  } catch (error) {
    zip?.close();
    throw new DataError(
      `${source} must be an intact ${kind.noun}, got a truncated or damaged one ` +
        `(${messageOf(error)}). Get an intact copy.`,
    );
  }
}

/** Refuses a file that does not begin like an archive, naming its kind. */
async function checkSignature(
  path: string,
  source: string,
  { noun, remedy }: ArchiveKind,
): Promise<void> {
  const head = Buffer.alloc(4);
  let length = 0;
  try {
    const file = await openFile(path);
    try {
      ({ bytesRead: length } = await file.read(head, 0, 4, 0));
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(error, path, 'read');
  }
  if (length === 4 && head.toString('latin1') === 'PK\u0003\u0004') return;
  let got = 'something else';
  if (length === 0) got = 'an empty file';
  if (head.readUInt32BE(0) === 0xd0cf11e0) got = 'an old .xls or one with a password';
  throw new DataError(
    `${source} must be ${/^[aeiou.]/.test(noun) ? 'an' : 'a'} ${noun}, got ${got}. ${remedy}`,
  );
}

function isInflateError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(Z_|ERR_STREAM)/.test(String(error.code));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

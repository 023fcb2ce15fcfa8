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
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { fileError } from '../file-error.js';

/** Bytes inflated at a time. */
const CHUNK = 1 << 18;
const STORED = 0;
const DEFLATED = 8;

/** An open archive. */
export class ZipArchive {
  /** How messages call it. */
  readonly source: string;
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  constructor(source: string, zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.source = source;
    this.#zip = zip;
    this.#entries = entries;
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()];
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
    if (!entry) throw new DataError(`${this.source} must hold ${name}, got a workbook without it.`);
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
          `in another form. Save it again as .xlsx without a password.`,
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
      `${this.source} must be an intact workbook, but ${name} in it ${how}. Get an intact copy.`,
    );
  }
}

/**
 * Opens an archive and reads its table of contents.
 *
 * @throws DataError when there is no such file, or it is no zip archive or a truncated one
 */
export async function openArchive(path: string): Promise<ZipArchive> {
  const source = basename(path);
  await checkSignature(path, source);
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(path, { autoClose: false });
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
    return new ZipArchive(source, zip, entries);
  } catch (error) {
    zip?.close();
    throw new DataError(
      `${source} must be an intact .xlsx workbook, got a truncated or damaged one ` +
        `(${messageOf(error)}). Get an intact copy.`,
    );
  }
}

/** Tells what a file is that does not begin as an archive does. */
async function checkSignature(path: string, source: string): Promise<void> {
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
    `${source} must be an .xlsx workbook, got ${got}. Save it as .xlsx without a password.`,
  );
}

function isInflateError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(Z_|ERR_STREAM)/.test(String(error.code));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

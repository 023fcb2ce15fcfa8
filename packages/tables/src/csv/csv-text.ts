/** The text of a file in pieces: packed with gzip or not, in UTF-8 or UTF-16. */
import { open, stat } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { DataError } from '@anodec/core';
import { errorCode, fileError } from '@anodec/files';

const CHUNK = 1 << 17;

/** A piece of text, and how many bytes of the file were read for it and those before. */
export interface TextPiece {
  readonly text: string;
  readonly done: number;
}

/** A text file to be read once. */
export interface TextSource {
  readonly source: string;
  /** Bytes of the file, packed as it is. */
  readonly totalBytes: number;
  readonly pieces: AsyncGenerator<TextPiece>;
}

/** @throws DataError when there is no such file */
export async function openText(path: string): Promise<TextSource> {
  const source = basename(path);
  try {
    const head = Buffer.alloc(2);
    const file = await open(path);
    try {
      await file.read(head, 0, 2, 0);
    } finally {
      await file.close();
    }
    const { size } = await stat(path);
    return { source, totalBytes: size, pieces: textPieces(path, source, head) };
  } catch (error) {
    throw fileError(error, path, 'read');
  }
}

async function* textPieces(path: string, source: string, head: Buffer): AsyncGenerator<TextPiece> {
  const packed = head.readUInt16BE(0) === 0x1f8b;
  const file = createReadStream(path, { highWaterMark: CHUNK });
  const bytes = packed ? pipeline(file, createGunzip({ chunkSize: CHUNK }), () => {}) : file;
  let decoder: TextDecoder | undefined;
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      decoder ??= decoderFor(chunk);
      const text = decoder.decode(chunk, { stream: true });
      if (text.includes('\0')) throw new DataError(notText(source, 'a zero byte'));
      yield { text, done: file.bytesRead };
    }
    yield { text: decoder?.decode() ?? '', done: file.bytesRead };
  } catch (error) {
    throw readError(error, path, source);
  } finally {
    bytes.destroy();
    file.destroy();
  }
}

/** Spreadsheets on Windows save "Unicode text" as UTF-16; everything else is taken as UTF-8. */
function decoderFor(chunk: Buffer): TextDecoder {
  const utf16 = chunk.length > 1 && chunk.readUInt16BE(0) === 0xfffe;
  return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8', { fatal: true });
}

function readError(error: unknown, path: string, source: string): Error {
  const code = errorCode(error) ?? '';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new DataError(notText(source, 'bytes that are none'), { cause: error });
  }
  if (code.startsWith('Z_')) {
    return new DataError(
      `${source} must be an intact gzip file, got a truncated or damaged one. Get an intact copy.`,
      { cause: error },
    );
  }
  return fileError(error, path, 'read');
}

function notText(source: string, got: string): string {
  return `${source} must be text in UTF-8, got ${got}. Save it again as UTF-8.`;
}

/** Bytes that are read in parts, whether a file has them or a server. */
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileError } from '@anodec/files';

/** Something with bytes. */
export interface ByteSource {
  /** Its name in messages. */
  readonly source: string;
  readonly size: number;
  /** Bytes `start` to `end`, which is left out. */
  read(start: number, end: number): Promise<ArrayBuffer>;
  close(): Promise<void>;
}

/** Opens a file. @throws DataError when it cannot be read */
export async function openFileBytes(path: string): Promise<ByteSource> {
  const handle = await open(path).catch((error: unknown) =>
    Promise.reject(fileError(error, path, 'read')),
  );
  const { size } = await handle.stat().catch(async (error: unknown) => {
    await handle.close();
    throw fileError(error, path, 'read');
  });
  return {
    source: basename(path),
    size,
    async read(start, end) {
      const bytes = new Uint8Array(Math.max(0, end - start));
      await handle.read(bytes, 0, bytes.length, start);
      return bytes.buffer;
    },
    close: () => handle.close(),
  };
}

/** Streams into files. */
import type { WriteStream } from 'node:fs';
import { open } from 'node:fs/promises';

/** How to open the file; by default it is made, and emptied where it is there. */
export interface WriteStreamOptions {
  /** `wx` refuses a file that is there. */
  readonly flags?: 'w' | 'wx';
  /** Whether what was written is on the disk when the stream has ended. */
  readonly flush?: boolean;
}

/**
 * A stream into a file that is there already. One that opens its file itself, and fails meanwhile, makes the file
 * after the failure was told, when whoever removes drafts has been there.
 *
 * @throws the error of the operating system when the file cannot be opened
 */
export async function openWriteStream(
  path: string,
  { flags = 'w', flush = false }: WriteStreamOptions = {},
): Promise<WriteStream> {
  return (await open(path, flags)).createWriteStream({ flush });
}

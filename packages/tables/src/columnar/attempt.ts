/** Errors of libraries about damaged files, as sentences. */
import { DataError } from '@anodec/core';

/**
 * Turns what a library throws at a damaged file into one sentence.
 *
 * @param format the expected format, for the message
 * @throws DataError whatever `work` throws
 */
export async function attempt<R>(
  source: string,
  format: 'Arrow' | 'Parquet',
  work: () => Promise<R>,
): Promise<R> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DataError) throw error;
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new DataError(`${source} must be a readable ${format} file, got: ${reason}.`, {
      cause: error,
    });
  }
}

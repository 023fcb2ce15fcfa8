/** The compiled search of neighbours of @anodec/classic, which reads no files itself. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { useNearestCode } from '@anodec/classic';
import { ConfigError } from '@anodec/core';

/** Hands the code in; it is read when a table is first large enough. */
export function loadNearestCode(): void {
  useNearestCode(readCode);
}

async function readCode(): Promise<Uint8Array> {
  try {
    return await readFile(createRequire(import.meta.url).resolve('@anodec/classic/nearest.wasm'));
  } catch (error) {
    throw new ConfigError(
      `The compiled search must be in dist of @anodec/classic, got: ${(error as Error).message}. ` +
        'Run npm run setup.',
      { cause: error },
    );
  }
}

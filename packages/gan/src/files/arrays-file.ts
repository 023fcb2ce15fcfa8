/** Weights in a file. */
import { readFile } from 'node:fs/promises';
import { fileError } from '@anodec/files';
import { decodeSafetensors } from '@anodec/model';
import type { WeightArrays } from '../weights.js';

/** Reads all arrays of a safetensors file. @throws DataError when it is missing or damaged */
export async function readArrays(path: string): Promise<WeightArrays> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw fileError(error, path, 'read');
  });
  return decodeSafetensors(bytes, path).arrays;
}

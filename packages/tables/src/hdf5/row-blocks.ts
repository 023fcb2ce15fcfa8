/** How many rows are stored together. */
const CHUNK_BYTES = 512 << 10;

/** Rows of a chunk: about half a megabyte. */
export function chunkRows(rowBytes: number): number {
  return Math.max(1, Math.min(8192, Math.floor(CHUNK_BYTES / Math.max(1, rowBytes))));
}

/** Projection that keeps neighbours together; the only file that uses umap-js, which is loaded on first use. */
import {
  checkShape,
  checkStopped,
  createPause,
  createRandom,
  DataError,
  silentProgress,
} from '@anodec/core';
import type { Projection, ProjectOptions } from './projection.js';

/** Neighbours of a code that are kept near it; fewer where there are few codes. */
const NEIGHBOURS = 15;

/**
 * UMAP with the usual settings: 15 neighbours, least distance 0.1, Euclidean distances.
 *
 * @param codes (N, E), row-major, left as they are
 * @param E values of a code
 * @returns points (N, 2); only which are near each other has a meaning
 * @throws DataError when there are fewer than four codes
 * @throws StoppedError when the signal is aborted
 *
 * Source: McInnes, Healy & Melville 2018, "UMAP: Uniform Manifold Approximation and Projection for Dimension
 * Reduction".
 */
export async function projectUmap(
  codes: Float32Array,
  E: number,
  { seed, signal, progress = silentProgress }: ProjectOptions,
): Promise<Projection> {
  const N = codes.length / E;
  if (!(N >= 4)) throw new DataError(`There must be four codes or more for UMAP, got ${N || 0}.`);
  checkShape('codes', codes, N, E);
  const { UMAP } = await import('umap-js');
  const random = createRandom(seed).stream('umap');
  const umap = new UMAP({
    nNeighbors: Math.min(NEIGHBOURS, N - 1),
    random: () => random.uniform(),
  });
  const rows = Array.from({ length: N }, (_, n) => [...codes.subarray(n * E, (n + 1) * E)]);
  const pause = createPause();
  const epochs = umap.initializeFit(rows);
  progress.begin('UMAP', epochs, 'epochs');
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      umap.step();
      progress.update(epoch + 1);
      await pause();
      checkStopped(signal, 'projecting');
    }
  } finally {
    progress.end();
  }
  return { points: Float64Array.from(umap.getEmbedding().flat()) };
}

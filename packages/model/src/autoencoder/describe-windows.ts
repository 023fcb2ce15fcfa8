/** The recordings and rows of a batch of windows, as places and as text for messages. */
import type { WindowedDataset } from '@anodec/core';

/**
 * Such as "the windows of rows 3–22 of recording 0 and 63 more".
 *
 * @param indices (B), of windows over all datasets
 */
export function describeWindows(
  datasets: readonly WindowedDataset[],
  indices: Int32Array,
  limit = 3,
): string {
  const shown = [...indices].slice(0, limit).map((index) => describeWindow(datasets, index));
  const left = indices.length - shown.length;
  return `the windows of ${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

function describeWindow(datasets: readonly WindowedDataset[], index: number): string {
  const { recording, start } = locateWindow(datasets, index);
  return `rows ${start}–${start + datasets[recording].windowSize - 1} of recording ${recording}`;
}

/** Where a window lies. */
export interface WindowPlace {
  /** Its recording, by its place among those that were given. */
  readonly recording: number;
  /** Its first row. */
  readonly start: number;
}

/** Finds a window by its index over all datasets; there must be one. */
export function locateWindow(datasets: readonly WindowedDataset[], index: number): WindowPlace {
  let [recording, local] = [0, index];
  while (local >= datasets[recording].starts.length) local -= datasets[recording++].starts.length;
  return { recording, start: datasets[recording].starts[local] };
}

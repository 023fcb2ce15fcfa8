/** The recordings and rows of a batch of windows, as text for messages. */
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
  let local = index;
  for (const [recording, { starts, windowSize }] of datasets.entries()) {
    if (local < starts.length) {
      return `rows ${starts[local]}–${starts[local] + windowSize - 1} of recording ${recording}`;
    }
    local -= starts.length;
  }
  return `window ${index}`;
}

/** Sums of products between channels, without the missing readings of each pair. */
import { DataError, type TimeSeriesFrame } from '@anodec/core';
import { addRowProducts } from './row-products.js';
import { quietWork, type Work } from './work.js';

/** Rows that are multiplied at a time: their columns fit into the first cache. */
const BLOCK = 64;

/**
 * Covariance of the channels with the divisor N − 1, where N counts the rows in which both channels of
 * a pair have a reading, as pandas' `cov` does.
 *
 * @param means (C), around which
 * @param work receives the rows done
 * @returns (C, C)
 * @throws DataError when two channels have fewer than two rows in common
 */
export async function covariance(
  recordings: readonly TimeSeriesFrame[],
  means: Float32Array,
  work: Work = quietWork,
): Promise<Float64Array> {
  const C = means.length;
  const sums = new Float64Array(C * C);
  const absent = new Float64Array(C * C); // rows that lack a channel of the pair
  const deviations = new Float64Array(C * BLOCK);
  const present = new Float64Array(C * BLOCK);
  let rows = 0;
  for (const { values } of recordings) {
    const T = values.length / C;
    for (let start = 0; start < T; start += BLOCK) {
      const size = Math.min(BLOCK, T - start);
      const block = values.subarray(start * C, (start + size) * C);
      const complete = centre(block, means, deviations, present);
      addProducts(deviations, C, size, sums);
      if (!complete) addAbsent(present, C, size, absent);
      rows += size;
      await work.piece(rows);
    }
  }
  for (let i = 0; i < C; i++) {
    for (let j = 0; j <= i; j++) {
      const count = rows - absent[i * C + j];
      checkCount(count, recordings[0].channels, i, j);
      sums[j * C + i] = sums[i * C + j] /= count - 1;
    }
  }
  return sums;
}

/**
 * Gram matrix of the rows of complete recordings, around the means of the channels, with the divisor N − 1.
 *
 * @param centred (N, C)
 * @param work receives the rows done
 * @returns (N, N)
 */
export async function gramMatrix(
  centred: Float64Array,
  N: number,
  work: Work = quietWork,
): Promise<Float64Array> {
  const C = centred.length / N;
  const products = new Float64Array(N * N);
  for (let i = 0; i < N; i++) {
    const row = centred.subarray(i * C, (i + 1) * C);
    for (let j = 0; j <= i; j++) {
      const other = centred.subarray(j * C, (j + 1) * C);
      let sum = 0;
      for (let c = 0; c < C; c++) sum += row[c] * other[c];
      products[j * N + i] = products[i * N + j] = sum / (N - 1);
    }
    await work.piece(i + 1);
  }
  return products;
}

/**
 * Turns a block of rows into columns around the means; a missing reading deviates by 0.
 *
 * @param block (R, C)
 * @param deviations (C, BLOCK), overwritten
 * @param present (C, BLOCK), overwritten with 1 for a reading, 0 for none
 * @returns whether no reading is missing
 */
function centre(
  block: Float32Array,
  means: Float32Array,
  deviations: Float64Array,
  present: Float64Array,
): boolean {
  const C = means.length;
  let complete = true;
  for (let i = 0, r = 0; i < block.length; r++) {
    for (let c = 0; c < C; c++, i++) {
      const deviation = block[i] - means[c];
      const missing = Number.isNaN(deviation);
      if (missing) complete = false;
      deviations[c * BLOCK + r] = missing ? 0 : deviation;
      present[c * BLOCK + r] = missing ? 0 : 1;
    }
  }
  return complete;
}

/** Adds the products of all pairs of columns to the lower triangle of `sums`, row after row. */
function addProducts(columns: Float64Array, C: number, size: number, sums: Float64Array): void {
  for (let i = 0; i < C; i++) {
    const column = columns.subarray(i * BLOCK, i * BLOCK + size);
    addRowProducts(column, { values: columns, stride: BLOCK, count: i + 1 }, sums, i * C);
  }
}

/** Counts the rows in which a pair of channels lacks a reading. */
function addAbsent(present: Float64Array, C: number, size: number, absent: Float64Array): void {
  for (let i = 0; i < C; i++) {
    for (let j = 0; j <= i; j++) {
      let both = 0;
      for (let r = 0; r < size; r++) both += present[i * BLOCK + r] * present[j * BLOCK + r];
      absent[i * C + j] += size - both;
    }
  }
}

function checkCount(count: number, channels: readonly string[], i: number, j: number): void {
  if (count >= 2) return;
  const pair = i === j ? channels[i] : `${channels[j]} and ${channels[i]} together`;
  throw new DataError(
    `A covariance needs at least 2 rows with readings of ${pair}, got ${count}. Exclude a channel.`,
  );
}

/**
 * A trailing filter over one gap-free stretch of scores: a row sees itself and rows before it.
 *
 * @param scores (n), all numbers; left as they are
 * @param rows length of the filter, at least 1; at the beginning of a stretch there are fewer
 * @returns (n)
 */
export type Smoothing = (scores: Float32Array, rows: number) => Float32Array;

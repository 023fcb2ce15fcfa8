/** Shapes and strides for the kernels: as few dimensions as possible, each as long as possible. */

/** The steps of an array along the dimensions of another's walk, in elements. */
export type Strides = readonly number[];

/** The dimensions of a loop, and the strides of each array along them. */
export interface Walk {
  readonly dims: readonly number[];
  readonly strides: readonly Strides[];
}

/** Strides of an array whose last dimension is contiguous. */
export function rowMajor(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let d = shape.length - 2; d >= 0; d--) strides[d] = strides[d + 1] * shape[d + 1];
  return strides;
}

/**
 * Strides with which an array of `shape` is read as one of shape `out`, as NumPy broadcasts: 0 along
 * the dimensions that it does not have, or has with length 1.
 */
export function broadcastStrides(shape: readonly number[], out: readonly number[]): number[] {
  const own = rowMajor(shape);
  const missing = out.length - shape.length;
  return out.map((_, d) => {
    const at = d - missing;
    return at < 0 || shape[at] === 1 ? 0 : own[at];
  });
}

/**
 * Drops dimensions of length 1 and merges adjacent ones that are contiguous in every array.
 *
 * @returns at least one dimension, the innermost last
 */
export function mergeDimensions({ dims, strides }: Walk): Walk {
  const kept: number[] = [];
  const keptStrides: number[][] = strides.map(() => []);
  dims.forEach((dim, d) => {
    if (dim === 1) return;
    const last = kept.length - 1;
    const merges = last >= 0 && strides.every((each, a) => keptStrides[a][last] === each[d] * dim);
    if (merges) {
      kept[last] *= dim;
      strides.forEach((each, a) => (keptStrides[a][last] = each[d]));
    } else {
      kept.push(dim);
      strides.forEach((each, a) => keptStrides[a].push(each[d]));
    }
  });
  if (kept.length > 0) return { dims: kept, strides: keptStrides };
  return { dims: [1], strides: strides.map(() => [1]) };
}

/**
 * The same walk with `rank` dimensions, those in front of length 1.
 *
 * @returns undefined when there are more already
 */
export function padDimensions({ dims, strides }: Walk, rank: number): Walk | undefined {
  const missing = rank - dims.length;
  if (missing < 0) return undefined;
  const pad = (values: readonly number[], value: number) => [
    ...Array<number>(missing).fill(value),
    ...values,
  ];
  return { dims: pad(dims, 1), strides: strides.map((each) => pad(each, 0)) };
}

/** How a build of the kernels lays out what it packs; the jobs are written by these numbers. */

/** The numbers of a build. */
export interface KernelLayout {
  /** Sequences that are computed side by side, and columns of a panel of a product. */
  readonly lanes: number;
  /** Rows of a strip of packed weights, and rows that a product may write past its last. */
  readonly strip: number;
  /** Groups of sequences that a chunk of a forward pass has at least. */
  readonly leastGroups: number;
}

/** The layout of the WebAssembly builds; the constants of `assembly`. */
export function webAssemblyLayout(wide: boolean): KernelLayout {
  // two groups side by side fill a wide tile
  return { lanes: 8, strip: 4, leastGroups: wide ? 2 : 1 };
}

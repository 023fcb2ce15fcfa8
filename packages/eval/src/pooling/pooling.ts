/**
 * One figure for a row from the figures of its channels.
 *
 * @param values (C), all numbers, at least one; may be overwritten
 * @param k how many of the largest count, where the variant asks for it
 */
export type Pooling = (values: Float32Array, k: number) => number;

/** The weights of a model in one array, with named views. */

/** The dimensions of every weight by name, in the order of the array. */
export type ParameterShapes = Readonly<Record<string, readonly number[]>>;

/**
 * All weights in one array, with named views of its parts.
 *
 * One array makes copying and counting single operations, whatever the layers are.
 */
export interface ParameterSet {
  readonly shapes: ParameterShapes;
  readonly flat: Float32Array;
  readonly views: Readonly<Record<string, Float32Array>>;
}

/** Lays out `shapes` one after the other, in the order in which they are written, over zeros. */
export function createParameterSet(shapes: ParameterShapes): ParameterSet {
  const flat = new Float32Array(parameterCount(shapes));
  let offset = 0;
  const views = Object.entries(shapes).map(([name, shape]) => {
    const start = offset;
    offset += sizeOf(shape);
    return [name, flat.subarray(start, offset)] as const;
  });
  return { shapes, flat, views: Object.fromEntries(views) };
}

/** The number of weights. */
export function parameterCount(shapes: ParameterShapes): number {
  return Object.values(shapes).reduce((total, shape) => total + sizeOf(shape), 0);
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, dim) => size * dim, 1);
}

/**
 * The common parts of the forward and the backward shader: bindings, the indices of a thread, and the
 * product of a matrix with the vectors of the workgroup's sequences, of which every thread computes its
 * unit.
 *
 * The matrix is stored in quads, vec4f of four adjacent values along the summation, so that one load
 * feeds four multiplications; adjacent threads read adjacent quads. Vectors are padded with zeros to
 * whole quads. Workgroup memory is written as f32: WGSL lets a store to one component of a vec4f touch
 * the other three.
 */
import type { SequenceSizes } from '../recurrent/kernel.js';
import { ACTIVATIONS, type WgslCell } from './cell.js';
import type { Geometry } from './geometry.js';

/** The constants of a shader; sequences and rows may vary without compiling again. */
export interface ShaderOptions {
  readonly cell: WgslCell;
  readonly H: number;
  readonly geometry: Geometry;
  readonly constantInput: boolean;
  readonly sequenceOutput: boolean;
  readonly reverse: boolean;
  readonly hasLengths: boolean;
}

/** A storage buffer: its name in WGSL, the type of its elements, and whether the shader writes it. */
export interface Storage {
  readonly name: string;
  readonly type: 'f32' | 'vec4f' | 'i32';
  readonly access: 'read' | 'read_write';
}

/** Floats of each vector that a `step` dispatch holds in workgroup memory at a time. */
const CHUNK = 64;

/** The whole source of a shader around its `main` body. */
export function shaderText(
  options: ShaderOptions,
  storage: readonly Storage[],
  cellFunction: string,
  body: string,
): string {
  const { cell, H, geometry } = options;
  const { units, rows, each } = geometry;
  const declarations = storage.map(
    ({ name, type, access }, i) =>
      `@group(0) @binding(${i + 1}) var<storage, ${access}> ${name}: array<${type}>;`,
  );
  return /* wgsl */ `
struct Walk { B: u32, W: u32, first: i32, end: i32 }
@group(0) @binding(0) var<uniform> walk: Walk;
${declarations.join('\n')}

const H = ${H}u;
const G = ${cell.gates}u;
const ROWS = ${rows}u;
const EACH = ${each}u;
const THREADS = ${units * rows}u;
${ACTIVATIONS}
${cellFunction}

// the rows of a sequence that count
fn lengthOf(sequence: u32) -> i32 {
  return ${options.hasLengths ? 'lengths[sequence]' : 'i32(walk.W)'};
}

// the row that step s of the walk over a sequence reads and writes; rows beyond the length stay put
fn rowOf(sequence: u32, s: i32) -> u32 {
  let length = lengthOf(sequence);
  let at = ${options.reverse ? 'select(s, length - 1 - s, s < length)' : 's'};
  return sequence * walk.W + u32(at);
}

@compute @workgroup_size(${units * rows})
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3u) {
  let unit = group.x * ${units}u + local % ${units}u;
  let mine = local / ${units}u * EACH; // the first of this thread's vectors in workgroup memory
  let base = group.y * ROWS * EACH; // the workgroup's first sequence
${body}
}
`;
}

/** Declares the vectors of `length` floats of the workgroup's sequences. */
export function vectorsText({ geometry }: ShaderOptions, length: number): string {
  const size = geometry.rows * geometry.each * (geometry.whole ? padded(length) : CHUNK);
  return `var<workgroup> vectors: array<f32, ${size}>;`;
}

/**
 * Statements that leave in `sums` the products of a matrix with the vectors.
 *
 * @param length of a vector
 * @param matrix quads of all results of a unit at quad `k`, as expressions of `k` and `unit`
 * @param source element `k` of the vector of `sequence` in storage, where a dispatch is one step
 */
export function productText(
  { geometry }: ShaderOptions,
  length: number,
  matrix: readonly string[],
  source: string,
): string {
  const quads = padded(length) / 4;
  const results = ['x', 'y', 'z', 'w'].slice(0, matrix.length);
  const accumulate = (stride: number, at: string) => /* wgsl */ `
      ${matrix.map((quad, i) => `let m${i} = matrix[${quad}];`).join(' ')}
      for (var e = 0u; e < EACH; e++) {
        let v = (mine + e) * ${stride}u + ${at} * 4u;
        let h = vec4f(vectors[v], vectors[v + 1u], vectors[v + 2u], vectors[v + 3u]);
        ${results.map((result, i) => `sums[e].${result} += dot(m${i}, h);`).join(' ')}
      }`;
  if (geometry.whole) {
    return /* wgsl */ `
    for (var k = 0u; k < ${quads}u; k++) {${accumulate(padded(length), 'k')}
    }`;
  }
  return /* wgsl */ `
    for (var chunk = 0u; chunk < ${length}u; chunk += ${CHUNK}u) {
      for (var at = local; at < ROWS * EACH * ${CHUNK}u; at += THREADS) {
        let sequence = base + at / ${CHUNK}u;
        let k = chunk + at % ${CHUNK}u;
        var value = 0.0;
        if (sequence < walk.B && k < ${length}u) { value = ${source}; }
        vectors[at] = value;
      }
      workgroupBarrier();
      let quad = chunk / 4u;
      for (var k = quad; k < min(quad + ${CHUNK / 4}u, ${quads}u); k++) {${accumulate(CHUNK, '(k - quad)')}
      }
      workgroupBarrier();
    }`;
}

/** The G values of a unit in a row of gates that begins at `base`, as one vec4f. */
export function gatesText(name: string, base: string, gates: number): string {
  const values = [0, 1, 2, 3].map((g) =>
    g < gates ? `${name}[${base} + ${g}u * H + unit]` : '0.0',
  );
  return `vec4f(${values.join(', ')})`;
}

/** The length of a vector in whole quads. */
export function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}

/** The sizes and options that are constants of a shader. */
export function shaderOptions(
  cell: WgslCell,
  { H, constantInput }: SequenceSizes,
  geometry: Geometry,
  call: { output: 'sequence' | 'last'; reverse: boolean; lengths?: Int32Array },
): ShaderOptions {
  return {
    cell,
    H,
    geometry,
    constantInput,
    sequenceOutput: call.output === 'sequence',
    reverse: call.reverse,
    hasLengths: call.lengths !== undefined,
  };
}

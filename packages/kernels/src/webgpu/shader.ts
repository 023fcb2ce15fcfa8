/**
 * The common parts of the forward and the backward shader: bindings, the indices of a thread, and the units of the
 * element-wise part. `product.ts` has the product in between; `geometry.ts` says how threads share the work.
 *
 * What a thread keeps is in arrays whose indices are constants, and inner loops are written out: an array that is
 * indexed in a loop which a compiler leaves rolled lies in memory instead of registers.
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
  /** Whether forward writes down what backward needs. */
  readonly records: boolean;
}

/** A storage buffer: its name in WGSL, the type of its elements, and whether the shader writes it. */
export interface Storage {
  readonly name: string;
  readonly type: 'f32' | 'vec4f' | 'i32';
  readonly access: 'read' | 'read_write';
}

/** The whole source of a shader around its `main` body. */
export function shaderText(
  options: ShaderOptions,
  storage: readonly Storage[],
  functions: string,
  body: string,
): string {
  const { cell, H, geometry } = options;
  const { units, columns, rows, each, lanes, threads, quads, chunk } = geometry;
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
const UNITS = ${units}u;
const COLUMNS = ${columns}u;
const ROWS = ${rows}u;
const EACH = ${each}u;
const SEQUENCES = ${rows * each}u;
const LANES = ${lanes}u;
const THREADS = ${threads}u;
const QUADS = ${quads}u;
const CHUNK = ${chunk}u;
const ITEMS = ${itemsOf(geometry)}u;
${ACTIVATIONS}

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

// a unit of a sequence, whose element-wise part one thread does: position in the workgroup, and in all
struct Item { position: u32, slot: u32, unit: u32, sequence: u32, there: bool }

fn itemOf(at: u32, group: vec3u) -> Item {
  let position = at % UNITS;
  let slot = at / UNITS;
  let unit = group.x * UNITS + ${unitOfPosition(geometry)};
  let sequence = group.y * SEQUENCES + slot;
  return Item(position, slot, unit, sequence, slot < SEQUENCES && unit < H && sequence < walk.B);
}
${functions}

@compute @workgroup_size(${threads})
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3u) {
  let column = local % COLUMNS;
  let first = local / COLUMNS % ROWS; // of the thread's slots, which are ROWS apart
  let lane = local / (COLUMNS * ROWS);
  let base = group.y * SEQUENCES; // the workgroup's first sequence
  ${forItems(geometry, (i) => `let item${i} = itemOf(local + ${i}u * THREADS, group);`)}
${body}
}
`;
}

/** Units that a thread does the element-wise part of. */
export function itemsOf({ units, rows, each, threads }: Geometry): number {
  return Math.ceil((units * rows * each) / threads);
}

/** Statements for each of a thread's items, written out. */
export function forItems(geometry: Geometry, text: (i: number) => string): string {
  return Array.from({ length: itemsOf(geometry) }, (_, i) => text(i)).join('\n');
}

/**
 * Backward a thread of the product has four units that are `columns` apart, so that adjacent threads read adjacent
 * weights; positions count the four units of a thread one after the other, as they lie in workgroup memory.
 */
function unitOfPosition({ pass }: Geometry): string {
  return pass === 'forward' ? 'position' : 'position / 4u + position % 4u * COLUMNS';
}

/** The G values of a unit in a row of gates that begins at `base`, as one vec4f. */
export function gatesText(name: string, base: string, gates: number, unit: string): string {
  const values = [0, 1, 2, 3].map((g) =>
    g < gates ? `${name}[${base} + ${g}u * H + ${unit}]` : '0.0',
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
  records = true,
): ShaderOptions {
  return {
    cell,
    H,
    geometry,
    constantInput,
    sequenceOutput: call.output === 'sequence',
    reverse: call.reverse,
    hasLengths: call.lengths !== undefined,
    records,
  };
}

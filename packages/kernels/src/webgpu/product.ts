/**
 * The product of a matrix with the vectors of a workgroup's sequences, in WGSL.
 *
 * The matrix is stored in quads, vec4f of four adjacent values along the summation, so that one load feeds four
 * multiplications; adjacent threads read adjacent quads. Vectors are padded with zeros to whole quads. Where they are
 * written by the unit, in a `whole` dispatch, a quad is an array of four: WGSL lets a store to one component of a
 * vec4f touch the other three.
 */
import type { Geometry } from './geometry.js';

/** What is multiplied. */
export interface Product {
  /** The matrix's quad `k` of each of a thread's results, as expressions of `k` and `unit`, its first. */
  readonly matrix: readonly string[];
  /** Floats of a vector. */
  readonly length: number;
  /** The buffer of all vectors, one for each row, and the step whose rows are multiplied where a dispatch is one step. */
  readonly source: { readonly name: string; readonly row: string };
}

const COMPONENTS = ['x', 'y', 'z', 'w'] as const;

/** Declares the workgroup's memory, and the functions that `productText` and `exchangeText` call. */
export function productFunctions(geometry: Geometry, { matrix, length, source }: Product): string {
  const { whole, rows, each, chunk, lanes, columns } = geometry;
  const size = rows * each * chunk;
  const parts = COMPONENTS.map((component) => matrix.map((_, i) => `m${i}.${component}`));
  return /* wgsl */ `
alias Sums = vec${matrix.length}f;
var<workgroup> vectors: array<${whole ? 'array<f32, 4>' : 'vec4f'}, ${size}>;
${exchanges(geometry) ? `var<workgroup> partials: array<Sums, ${lanes * rows * each * columns}>;` : ''}

fn vectorAt(at: u32) -> vec4f {
  return ${whole ? `vec4f(${[0, 1, 2, 3].map((i) => `vectors[at][${i}]`).join(', ')})` : 'vectors[at]'};
}

// the weights of all results that multiply one element of a vector, for four elements
struct Weights { a: Sums, b: Sums, c: Sums, d: Sums }

fn weightsAt(k: u32, unit: u32) -> Weights {
  ${matrix.map((quad, i) => `let m${i} = matrix[${quad}];`).join('\n  ')}
  return Weights(${parts.map((part) => `Sums(${part.join(', ')})`).join(', ')});
}

// in this order, so that each is one multiply-add
fn added(sums: Sums, w: Weights, v: vec4f) -> Sums {
  return sums + w.a * v.x + w.b * v.y + w.c * v.z + w.d * v.w;
}
${whole ? '' : stagingFunction(length, source)}`;
}

function stagingFunction(length: number, { name, row }: Product['source']): string {
  const elements = [0, 1, 2, 3].map((i) => `${name}[start + min(k + ${i}u, ${length - 1}u)]`);
  return /* wgsl */ `
// the quad that a thread stages: in order through the chunks of all sequences
fn stagedAt(chunk: u32, at: u32, base: u32) -> vec4f {
  let sequence = base + at / CHUNK;
  if (sequence >= walk.B) { return vec4f(); }
  let k = 4u * (chunk + at % CHUNK);
  let start = rowOf(sequence, ${row}) * ${length}u;
  let values = vec4f(${elements.join(', ')});
  return select(vec4f(), values, vec4u(k, k + 1u, k + 2u, k + 3u) < vec4u(${length}u));
}`;
}

/** Statements before the rows: the weights that a thread holds. */
export function heldText({ held }: Geometry): string {
  return written(held, (i) => `let held${i} = weightsAt(${i}u * LANES + lane, firstUnit);`);
}

/** Statements that leave in `sums` a thread's part of the product; `firstUnit` is its first result's. */
export function productText(geometry: Geometry): string {
  const { whole, quads, chunk } = geometry;
  const start =
    'var sums = array<Sums, EACH>(); // explicit: SwiftShader zeroes a bare var only once';
  if (whole) return `${start}\n${quadsText(geometry, '0u', quads, geometry.held)}`;
  const rest = quads % chunk;
  const turn = (count: number, isLast: boolean) => /* wgsl */ `
      ${staged(geometry, (i, at) => `if (${at} < SEQUENCES * CHUNK) { vectors[${at}] = ahead${i}; }`)}
      workgroupBarrier();
      ${isLast ? '' : staged(geometry, (i, at) => `ahead${i} = stagedAt(chunk + CHUNK, ${at}, base);`)}
      ${quadsText(geometry, 'chunk', count, 0)}
      ${isLast ? '' : 'workgroupBarrier();'}`;
  // the next chunk is on its way while this one is multiplied
  return /* wgsl */ `
    ${start}
    ${staged(geometry, (i, at) => `var ahead${i} = stagedAt(0u, ${at}, base);`)}
    var chunk = 0u;
    for (; chunk + CHUNK < QUADS; chunk += CHUNK) {${turn(chunk, false)}
    }
    ${turn(rest || chunk, true)}`;
}

/** Statements for each quad that a thread stages, with the expression of its place. */
function staged(
  { rows, each, chunk, threads }: Geometry,
  text: (i: number, at: string) => string,
): string {
  const count = Math.ceil((rows * each * chunk) / threads);
  return written(count, (i) => text(i, `(local + ${i}u * THREADS)`));
}

/**
 * Multiplies `count` quads of each vector, which begin at quad `from` and at the beginning of the memory.
 *
 * Weights are read for several quads at once: one has long arrived when the last is asked for.
 */
function quadsText(
  { lanes, each, unroll }: Geometry,
  from: string,
  count: number,
  held: number,
): string {
  const full = Math.floor(count / lanes); // quads that every lane has
  const add = (weights: string, quad: string) =>
    written(
      each,
      (e) =>
        `sums[${e}] = added(sums[${e}], ${weights}, vectorAt(${slotOf(e)} * CHUNK + ${quad}));`,
    );
  const several = (length: number, at: (i: number) => string) =>
    written(length, (i) => `let w${i} = weightsAt(${from} + ${at(i)}, firstUnit);`) +
    written(length, (i) => add(`w${i}`, at(i)));
  const turns = Math.floor((full - held) / unroll);
  const end = held + turns * unroll;
  const parts = [
    written(held, (i) => add(`held${i}`, `${i}u * LANES + lane`)),
    turns > 0 &&
      `for (var i = ${held}u; i < ${end}u; i += ${unroll}u) {
        ${several(unroll, (i) => `(i + ${i}u) * LANES + lane`)}
      }`,
    end < full && `{ ${several(full - end, (i) => `${end + i}u * LANES + lane`)} }`,
    full * lanes < count &&
      `if (${full}u * LANES + lane < ${count}u) { ${several(1, () => `${full}u * LANES + lane`)} }`,
  ];
  return parts.filter(Boolean).join('\n      ');
}

/** Statements after the product: a barrier, and before it the sums go where the items find them. */
export function exchangeText(geometry: Geometry): string {
  // without others a `step` dispatch has nothing to wait for, and a `whole` one the readers of the vectors
  if (!exchanges(geometry)) return geometry.whole ? 'workgroupBarrier();' : '';
  return `${written(geometry.each, (e) => `partials[(lane * SEQUENCES + ${slotOf(e)}) * COLUMNS + column] = sums[${e}];`)}
    workgroupBarrier();`;
}

/** The slot of a thread's sequence e. */
function slotOf(e: number): string {
  return `(first + ${e}u * ROWS)`;
}

/** An expression of the product of item i: of all its gates forward, of the unit backward. */
export function resultText(geometry: Geometry, i: number): string {
  return exchanges(geometry) ? `resultOf(item${i})` : `sums[${i}]`;
}

/** The function behind `resultText`: adds up what the lanes left. */
export function resultFunction(geometry: Geometry): string {
  if (!exchanges(geometry)) return '';
  const { pass } = geometry;
  const place = '(l * SEQUENCES + item.slot) * COLUMNS';
  const partial =
    pass === 'forward'
      ? `partials[${place} + item.position]`
      : `partials[${place} + item.position / 4u][item.position % 4u]`;
  const type = pass === 'forward' ? 'Sums' : 'f32';
  return /* wgsl */ `
fn resultOf(item: Item) -> ${type} {
  var result = ${type}();
  for (var l = 0u; l < LANES; l++) { result += ${partial}; }
  return result;
}
`;
}

/** A forward thread without others has the sums of its items itself. */
function exchanges({ pass, lanes }: Geometry): boolean {
  return pass === 'backward' || lanes > 1;
}

/** A text for each of `count` numbers. */
export function written(count: number, text: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => text(i)).join('\n      ');
}

/** The frame of shaders over all elements of a few tensors, and of sums over them. */
import { tf } from '../../tensorflow.js';
import { dispatch } from '../dispatch.js';
import { emptyTensor, forgetValues } from '../engine.js';
import type { Storage } from '../shader.js';

/** Threads of a workgroup, which every adapter supports. */
export const THREADS = 256;
/** Workgroups of a sum, at most; each leaves one partial sum. */
const MOST_PARTS = 64;

/** A shader over elements: each thread has one, `i`. */
export interface ElementShader {
  /** For profiles. */
  readonly name: string;
  /** Inputs that are read at `i`, by name. */
  readonly read: Readonly<Record<string, tf.Tensor>>;
  /** Names of the outputs that are written at `i`. */
  readonly written: readonly string[];
  /** Numbers that the statements read as `u.NAME`. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Statements of WGSL; inputs are arrays, so that a scalar is `NAME[0]`. */
  readonly statements: string;
}

/** Runs it. @returns the outputs, each in the shape of `like` */
export function runElements(shader: ElementShader, like: tf.Tensor): Record<string, tf.Tensor> {
  const { written, read } = shader;
  const outputs = Object.fromEntries(written.map((key) => [key, emptyTensor(...like.shape)]));
  dispatchElements(shader, read, outputs, like.size);
  return outputs;
}

/** Runs it over tensors that it reads and overwrites, by name. */
export function overwriteElements(
  shader: Omit<ElementShader, 'written'> & {
    readonly overwritten: Readonly<Record<string, tf.Tensor>>;
  },
  like: tf.Tensor,
): void {
  dispatchElements(shader, shader.read, shader.overwritten, like.size);
  for (const tensor of Object.values(shader.overwritten)) forgetValues(tensor);
}

function dispatchElements(
  { name, numbers, statements }: Pick<ElementShader, 'name' | 'numbers' | 'statements'>,
  read: Readonly<Record<string, tf.Tensor>>,
  written: Readonly<Record<string, tf.Tensor>>,
  count: number,
): void {
  const storage = [...storageOf(read, 'read'), ...storageOf(written, 'read_write')];
  const body = `
  let i = (group.y * groups.x + group.x) * ${THREADS}u + local;
  if (i >= u.count) { return; }
  ${statements}`;
  dispatch({
    name,
    key: [name, ...Object.keys(read), ...Object.keys(written), statements].join(),
    shader: () => shaderText(storage, Object.keys(numbers), body),
    storage,
    tensors: { ...read, ...written },
    uniforms: [uniformsOf(count, 0, numbers)],
    workgroups: spread(Math.ceil(count / THREADS)),
  });
}

/** A sum over elements, of which every workgroup leaves a part. */
export interface SumShader extends ElementShader {
  /** An expression of WGSL, after the statements: what element `i` adds. */
  readonly term: string;
}

/** The number of parts in which `runSum` leaves the sum over so many elements. */
export function partsOf(count: number): number {
  return Math.min(MOST_PARTS, Math.ceil(count / THREADS));
}

/**
 * Runs it.
 *
 * @param parts where the partial sums go, from element `at` on
 * @returns the outputs, each in the shape of `like`
 */
export function runSum(
  shader: SumShader,
  like: tf.Tensor,
  parts: tf.Tensor,
  at: number,
): Record<string, tf.Tensor> {
  const { name, read, written, numbers, statements, term } = shader;
  const outputs = Object.fromEntries(written.map((key) => [key, emptyTensor(...like.shape)]));
  const all = { ...outputs, parts };
  const storage = [...storageOf(read, 'read'), ...storageOf(all, 'read_write')];
  const count = partsOf(like.size);
  const body = `
  var sum = 0.0;
  for (var i = group.x * ${THREADS}u + local; i < u.count; i += groups.x * ${THREADS}u) {
    ${statements}
    sum += ${term};
  }
  let total = sumOfGroup(local, sum);
  if (local == 0u) { parts[u.at + group.x] = total; }`;
  dispatch({
    name,
    key: [name, ...Object.keys(read), statements, term].join(),
    shader: () => shaderText(storage, Object.keys(numbers), body, SUM_OF_GROUP),
    storage,
    tensors: { ...read, ...all },
    uniforms: [uniformsOf(like.size, at, numbers)],
    workgroups: [count, 1],
  });
  return outputs;
}

/** The sum of all parts, a scalar. @param result an expression of `total` and `u.factor` */
export function finishSum(name: string, parts: tf.Tensor, result: string, factor = 1): tf.Tensor {
  const sum = emptyTensor();
  const storage = [...storageOf({ parts }, 'read'), ...storageOf({ sum }, 'read_write')];
  const body = `
  var part = 0.0;
  for (var i = local; i < u.count; i += ${THREADS}u) { part += parts[i]; }
  let total = sumOfGroup(local, part);
  if (local == 0u) { sum[0] = ${result}; }`;
  dispatch({
    name,
    key: `finish ${result}`,
    shader: () => shaderText(storage, ['factor'], body, SUM_OF_GROUP),
    storage,
    tensors: { parts, sum },
    uniforms: [uniformsOf(parts.size, 0, { factor })],
    workgroups: [1, 1],
  });
  return sum;
}

/** Threads that sum one column each, in a workgroup. */
const COLUMNS = 64;

/**
 * Sums of adjacent rows: (M, N), `rows` at a time, to (⌈M / rows⌉, N).
 *
 * Adjacent threads read adjacent columns.
 */
export function sumRows(matrix: tf.Tensor, N: number, rows: number): tf.Tensor {
  const M = matrix.size / N;
  const chunks = Math.ceil(M / rows);
  const sums = emptyTensor(chunks, N);
  const storage = [...storageOf({ matrix }, 'read'), ...storageOf({ sums }, 'read_write')];
  const body = `
  let column = group.x * ${COLUMNS}u + local;
  if (column >= u.columns) { return; }
  let end = min((group.y + 1u) * u.rows, u.count);
  var sum = 0.0;
  for (var row = group.y * u.rows; row < end; row++) { sum += matrix[row * u.columns + column]; }
  sums[group.y * u.columns + column] = sum;`;
  dispatch({
    name: 'sum of rows',
    key: 'sum of rows',
    shader: () => shaderText(storage, [], body, '', COLUMNS, 'rows: u32, columns: u32,'),
    storage,
    tensors: { matrix, sums },
    uniforms: [Uint32Array.of(M, 0, rows, N).buffer],
    workgroups: [Math.ceil(N / COLUMNS), chunks],
  });
  return sums;
}

/** The sums of all columns of (M, N), as (N); in two passes where there are many rows. */
export function columnSums(matrix: tf.Tensor, N: number): tf.Tensor {
  const M = matrix.size / N;
  const chunk = Math.ceil(Math.sqrt(M));
  const sums = M < 64 ? matrix : sumRows(matrix, N, chunk);
  return tf.reshape(sumRows(sums, N, sums.size / N), [N]);
}

/** Every thread calls it once, with its term. */
const SUM_OF_GROUP = /* wgsl */ `
var<workgroup> terms: array<f32, ${THREADS}>;
fn sumOfGroup(local: u32, term: f32) -> f32 {
  terms[local] = term;
  for (var half = ${THREADS / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (local < half) { terms[local] += terms[local + half]; }
  }
  workgroupBarrier();
  return terms[0];
}`;

function shaderText(
  storage: readonly Storage[],
  numbers: readonly string[],
  body: string,
  functions = '',
  threads = THREADS,
  integers = '',
): string {
  const declarations = storage.map(
    ({ name, type, access }, i) =>
      `@group(0) @binding(${i + 1}) var<storage, ${access}> ${name}: array<${type}>;`,
  );
  return /* wgsl */ `
struct Uniforms { count: u32, at: u32, ${integers} ${numbers.map((name) => `${name}: f32,`).join(' ')} }
@group(0) @binding(0) var<uniform> u: Uniforms;
${declarations.join('\n')}
${functions}
@compute @workgroup_size(${threads})
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {${body}
}
`;
}

function storageOf(tensors: Readonly<Record<string, tf.Tensor>>, access: Storage['access']) {
  return Object.keys(tensors).map((name) => ({ name, type: 'f32', access }) as const);
}

function uniformsOf(
  count: number,
  at: number,
  numbers: Readonly<Record<string, number>>,
): ArrayBuffer {
  const values = Object.values(numbers);
  const buffer = new ArrayBuffer(16 * Math.ceil((2 + values.length) / 4));
  new Uint32Array(buffer).set([count, at]);
  new Float32Array(buffer).set(values, 2);
  return buffer;
}

/** So many workgroups in two dimensions, each of which an adapter limits to 65,535. */
function spread(count: number): [number, number] {
  const y = Math.ceil(count / 65_535);
  return [Math.ceil(count / y), y];
}

/**
 * The product of two matrices along their many rows, as the gradients of weights need it.
 *
 * TensorFlow.js gives each part of the result to one workgroup, which walks over all rows: a result of a few parts
 * keeps a few processors of the GPU busy. Here the rows are split, too, and the partial products summed.
 */
import { tf } from '../tensorflow.js';
import { dispatch } from './dispatch.js';
import { emptyTensor } from './engine.js';
import { sumRows } from './training/shaders.js';

/** Rows and columns of the result in a workgroup, four by four of them in a thread. */
const TILE = 64;
/** Rows of both matrices in workgroup memory at a time. */
const DEPTH = 16;
/** Workgroups that keep a large GPU busy. */
const BUSY = 256;
/** Rows below which a split costs more than it gains. */
const FEWEST_ROWS = 64;

/** aᵀ · b of (K, M) and (K, N), as (M, N). */
export function longProduct(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor {
  const [[K, M], N] = [a.shape, b.shape[1]];
  const [rows, columns] = [Math.ceil(M / TILE), Math.ceil(N / TILE)];
  const splits = Math.min(Math.floor(K / FEWEST_ROWS), Math.ceil(BUSY / (rows * columns)));
  if (splits < 2) return tf.matMul(a, b, true);
  const chunk = Math.ceil(K / splits / DEPTH) * DEPTH;
  const count = Math.ceil(K / chunk);
  const parts = emptyTensor(count, M * N);
  dispatch({
    name: 'long product',
    key: 'long product',
    shader: () => SHADER,
    storage: [
      { name: 'a', type: 'f32', access: 'read' },
      { name: 'b', type: 'f32', access: 'read' },
      { name: 'parts', type: 'f32', access: 'read_write' },
    ],
    tensors: { a, b, parts },
    uniforms: [Uint32Array.of(K, M, N, chunk).buffer],
    workgroups: [rows, columns, count],
  });
  return tf.reshape(sumRows(parts, M * N, count), [M, N]);
}

const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

const LETTERS = ['x', 'y', 'z', 'w'];

const SHADER = /* wgsl */ `
struct Sizes { K: u32, M: u32, N: u32, chunk: u32 }
@group(0) @binding(0) var<uniform> u: Sizes;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> parts: array<f32>;
var<workgroup> rowsOfA: array<vec4f, ${(DEPTH * TILE) / 4}>;
var<workgroup> rowsOfB: array<vec4f, ${(DEPTH * TILE) / 4}>;

fn fromA(k: u32, m: u32, end: u32) -> f32 {
  if (k >= end || m >= u.M) { return 0.0; }
  return a[k * u.M + m];
}

fn fromB(k: u32, n: u32, end: u32) -> f32 {
  if (k >= end || n >= u.N) { return 0.0; }
  return b[k * u.N + n];
}

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3u) {
  let quad = local % ${TILE / 4}u;
  let row = local / ${TILE / 4}u;
  let m = group.x * ${TILE}u;
  let n = group.y * ${TILE}u;
  let end = min((group.z + 1u) * u.chunk, u.K);
  ${lines(4, (i) => `var sum${i} = vec4f();`)}
  for (var k = group.z * u.chunk; k < end; k += ${DEPTH}u) {
    let at = k + row;
    let q = 4u * quad;
    rowsOfA[local] = vec4f(${lines(4, (i) => `fromA(at, m + q + ${i}u, end)${i < 3 ? ',' : ''}`)});
    rowsOfB[local] = vec4f(${lines(4, (i) => `fromB(at, n + q + ${i}u, end)${i < 3 ? ',' : ''}`)});
    workgroupBarrier();
    for (var d = 0u; d < ${DEPTH}u; d++) {
      let left = rowsOfA[d * ${TILE / 4}u + row];
      let right = rowsOfB[d * ${TILE / 4}u + quad];
      ${lines(4, (i) => `sum${i} += left.${LETTERS[i]} * right;`)}
    }
    workgroupBarrier();
  }
  let part = group.z * u.M;
  ${lines(4, (i) => storeRow(i))}
}
`;

/** The four results of a thread in row `i` of its four. */
function storeRow(i: number): string {
  const store = (j: number) =>
    `if (column + ${j}u < u.N) { parts[base + ${j}u] = sum${i}.${LETTERS[j]}; }`;
  return /* wgsl */ `
  if (m + 4u * row + ${i}u < u.M) {
    let column = n + 4u * quad;
    let base = (part + m + 4u * row + ${i}u) * u.N + column;
    ${lines(4, store)}
  }`;
}

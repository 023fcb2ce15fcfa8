/** BatchMatMul and _FusedMatMul by the tiles of `assembly/product.ts`. */
import {
  type _FusedMatMulAttrs,
  type BatchMatMulAttrs,
  broadcast_util,
  type KernelFunc,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import type { SimdBackend } from './backend.js';
import { sizeOf } from './shapes.js';

/** One product, or a batch of them. A batch of one is used for all of the other's. */
export interface Product {
  readonly M: number;
  readonly K: number;
  readonly N: number;
  readonly batchesA: number;
  readonly batchesB: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Activations that the tiles apply, and their codes in `assembly/activation.ts`. */
const ACTIVATIONS: Readonly<Record<string, number>> = {
  linear: 0,
  relu: 1,
  relu6: 2,
  sigmoid: 3,
  leakyrelu: 4,
};

/** Minimum number of chunks of a product, as long as its blocks remain large enough. */
const CHUNKS = 16;
/** Approximate number of floats of the panels of B that one chunk packs. */
const PACK_FLOATS = 32_768;

type Operands = Readonly<Record<'a' | 'b', TensorInfo>>;

/** The product; products of integers go to the stock kernel, whose result is of integers, too. */
export function batchMatMul(stock: KernelFunc): KernelFunc {
  return (call) => {
    const { a, b } = call.inputs as Operands;
    const { transposeA, transposeB } = call.attrs as unknown as BatchMatMulAttrs;
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return stock(call);
    return multiply(call.backend as unknown as SimdBackend, a, b, transposeA, transposeB);
  };
}

/** The product with bias and activation; unsupported ones go to the stock kernel. */
export function fusedMatMul(stock: KernelFunc): KernelFunc {
  return (call) => {
    const { a, b, bias } = call.inputs as Operands & { bias?: TensorInfo };
    const { transposeA, transposeB, activation, leakyreluAlpha } =
      call.attrs as unknown as _FusedMatMulAttrs;
    const N = b.shape[b.shape.length - (transposeB ? 2 : 1)];
    const isFloat = a.dtype === 'float32' && b.dtype === 'float32';
    const epilogue = epilogueOf(N, bias, activation, leakyreluAlpha);
    if (!epilogue || !isFloat) return stock(call);
    return multiply(call.backend as unknown as SimdBackend, a, b, transposeA, transposeB, epilogue);
  };
}

/** Operations on the result of a product. */
export interface Epilogue {
  readonly bias?: TensorInfo;
  readonly activation: number;
  readonly slope: number;
}

/** The epilogue for N columns; undefined where the tiles do not support it. */
export function epilogueOf(
  N: number,
  bias: TensorInfo | undefined,
  activation = 'linear',
  slope = 0,
): Epilogue | undefined {
  const number = ACTIVATIONS[activation];
  // prelu and elu, and biases that differ from row to row, are rare
  const isRow =
    !bias || (bias.dtype === 'float32' && bias.shape.at(-1) === N && sizeOf(bias.shape) === N);
  return number === undefined || !isRow ? undefined : { bias, activation: number, slope };
}

/** Source of the shapes: BatchMatMul of the reference backend. */
function multiply(
  backend: SimdBackend,
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
  epilogue: Epilogue = { activation: 0, slope: 0 },
): TensorInfo {
  const [rowsA, columnsA] = a.shape.slice(-2);
  const [rowsB, columnsB] = b.shape.slice(-2);
  const [M, K] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const [inner, N] = transposeB ? [columnsB, rowsB] : [rowsB, columnsB];
  util.assert(
    a.shape.length > 1 && b.shape.length > 1 && K === inner,
    () =>
      `The inner dimensions of matMul must be equal, got ${K} of [${a.shape.join()}] and ` +
      `${inner} of [${b.shape.join()}].`,
  );
  const outer = broadcast_util.assertAndGetBroadcastShape(
    a.shape.slice(0, -2),
    b.shape.slice(0, -2),
  );
  const product = {
    M,
    K,
    N,
    batchesA: sizeOf(a.shape.slice(0, -2)),
    batchesB: sizeOf(b.shape.slice(0, -2)),
    transposeA,
    transposeB,
  };
  const out = backend.output([...outer, M, N], 'float32');
  const bias = epilogue.bias ? backend.floats(epilogue.bias) : 0;
  runProduct(
    backend,
    product,
    { a: backend.floats(a), b: backend.floats(b), out: backend.floats(out), bias },
    epilogue,
  );
  return out;
}

/** Addresses of float32 matrices, row-major; `bias` (N) or 0 for none. */
export interface ProductAddresses {
  readonly a: number;
  readonly b: number;
  readonly out: number;
  readonly bias?: number;
}

/** Packs B, then multiplies block by block; `out` is overwritten. */
export function runProduct(
  { runtime }: Pick<SimdBackend, 'runtime'>,
  { M, K, N, batchesA, batchesB, transposeA, transposeB }: Product,
  { a, b, out, bias = 0 }: ProductAddresses,
  { activation, slope }: Pick<Epilogue, 'activation' | 'slope'> = { activation: 0, slope: 0 },
): void {
  const batches = Math.max(batchesA, batchesB);
  if (M * N * batches === 0) return;
  const { lanes, strip } = runtime.layout;
  const panels = Math.ceil(N / lanes);
  const { blockM, blockN } = blocksOf(M, N, batches);
  const [blocksM, blocksN] = [Math.ceil(M / blockM), Math.ceil(N / blockN)];
  const perThread = 128 + Math.ceil(blockM / strip) * strip * 4 * Math.min(K, 256);
  const packedBytes = panels * K * lanes * 4 * batchesB;
  runtime.withScratch(packedBytes + perThread * runtime.threads, (packed) => {
    const perChunk = Math.max(1, Math.ceil(PACK_FLOATS / (lanes * K + 1)));
    runtime.run('packRightSide', {
      integers: [b, packed, K, N, transposeB ? 1 : 0, panels * batchesB, panels, perChunk],
      chunks: Math.ceil((panels * batchesB) / perChunk),
      work: panels * K * batchesB * 3,
    });
    const operands = [a, packed, out, bias, M, K, N, transposeA ? 1 : 0, batchesA, batchesB];
    const blocks = [blockM, blockN, blocksM, blocksN, activation];
    runtime.run('multiplyBlock', {
      integers: [...operands, ...blocks, packed + packedBytes, perThread],
      floats: [slope],
      chunks: batches * blocksM * blocksN,
      work: (batches * M * N * (K + 4)) / 4,
    });
  });
}

/** Blocks as large as leaves enough chunks for all threads, by the sizes alone. */
function blocksOf(M: number, N: number, batches: number): { blockM: number; blockN: number } {
  let [blockM, blockN] = [128, 512];
  const chunks = () => batches * Math.ceil(M / blockM) * Math.ceil(N / blockN);
  while (chunks() < CHUNKS && (blockM > 16 || blockN > 32)) {
    if (blockN > 4 * blockM || blockM <= 16) blockN /= 2;
    else blockM /= 2;
  }
  return { blockM, blockN };
}

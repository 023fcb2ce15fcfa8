/**
 * The operations of TensorFlow.js that have kernels of this backend; the others keep the reference ones.
 *
 * An operation is two files. `assembly/ops/x.ts` exports the arithmetic, and `assembly/index.ts`
 * exports it again:
 *
 *     export function negate(job: usize, chunk: i32, thread: i32): void {
 *       const from = address(job, 0), to = address(job, 1), size = int(job, 2), perChunk = int(job, 3);
 *       ...                                // values chunk · perChunk to (chunk + 1) · perChunk
 *     }
 *
 * `ops/x.ts` makes of it a kernel of TensorFlow.js, which gets one line in the table below:
 *
 *     export const negate: KernelMaker = (stock) => (call) => {
 *       const { x } = inputsOf<'x'>(call);
 *       if (!areFloats(x)) return stock(call);        // whole numbers: by the reference kernel
 *       const simd = backendOf(call);
 *       const out = simd.output(x.shape);             // float32, uninitialised: fill all of it
 *       const size = sizeOf(x.shape);
 *       simd.runtime.run('negate', {
 *         integers: [simd.floats(x), simd.floats(out), size, 16_384], // read by int and address
 *         floats: [],                                  // read by float
 *         chunks: Math.ceil(size / 16_384),            // depends on the sizes, not on the threads
 *         work: size / 4,                              // vector operations; below 30,000 one thread
 *       });
 *       return out;
 *     };
 *
 * Rules: addresses hold until the tensor is disposed, `simd.floats` copies values in that are not yet
 * in the shared memory, and converts those that are not floats; `simd.integers` is the same for int32.
 * Two chunks never write to the same address. A reduction over chunks writes one partial result per
 * chunk and adds them up in order in a second job, so that any number of threads gives the same bits.
 * `simd.runtime.withScratch(bytes, (address) => ...)` lends a block; a kernel that needs one for each
 * thread requests `bytes * simd.runtime.threads` and locates its own by `thread`. Blocks are aligned to
 * 64 bytes; a tensor of no values has an address too. Nothing else may be kept between calls.
 */
import { tf } from '../tensorflow.js';
import { batchMatMul, fusedMatMul } from './matrix-product.js';
import { fusedBatchNorm } from './ops/batch-norm.js';
import { binaryOperations } from './ops/binary.js';
import { cast, fill, filledLike, select } from './ops/choose.js';
import { concat, pack } from './ops/concat.js';
import {
  conv2D,
  conv2DBackpropFilter,
  conv2DBackpropInput,
  fusedConv2D,
} from './ops/convolution.js';
import { gatherV2, unsortedSegmentSum } from './ops/gather.js';
import { padV2, reverse, tile, transpose } from './ops/rearrange.js';
import { reductions } from './ops/reduce.js';
import { slice, splitV, unpack } from './ops/slice.js';
import { softmax } from './ops/softmax.js';
import { unaryOperations } from './ops/unary.js';
import type { KernelMaker } from './ops/call.js';

/**
 * The kernels of this backend by the names of TensorFlow.js. To add an operation: its file and one line
 * here; the conformance suite then runs it.
 */
export const operations: Readonly<Record<string, KernelMaker>> = {
  ...binaryOperations,
  ...reductions,
  ...unaryOperations,
  BatchMatMul: batchMatMul,
  Cast: cast,
  Concat: concat,
  Conv2D: conv2D,
  Conv2DBackpropFilter: conv2DBackpropFilter,
  Conv2DBackpropInput: conv2DBackpropInput,
  Fill: fill,
  FusedBatchNorm: fusedBatchNorm,
  FusedConv2D: fusedConv2D,
  GatherV2: gatherV2,
  OnesLike: filledLike(1),
  Pack: pack,
  PadV2: padV2,
  Reverse: reverse,
  Select: select,
  Slice: slice,
  Softmax: softmax,
  SplitV: splitV,
  Tile: tile,
  Transpose: transpose,
  Unpack: unpack,
  UnsortedSegmentSum: unsortedSegmentSum,
  ZerosLike: filledLike(0),
  _FusedMatMul: fusedMatMul,
};

/** Registers the reference kernels under another backend's name, some replaced by those of the table. */
export function registerKernels(backendName: string): void {
  for (const config of tf.getKernelsForBackend('cpu')) {
    const { kernelName, kernelFunc } = config;
    const own = operations[kernelName]?.(kernelFunc);
    if (tf.getKernel(kernelName, backendName)) tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({ ...config, backendName, kernelFunc: own ?? kernelFunc });
  }
}

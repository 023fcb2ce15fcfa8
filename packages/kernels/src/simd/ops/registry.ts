/** The operations of this folder, by the names of TensorFlow.js. */
import type { KernelMaker } from '../operations.js';
import { fusedBatchNorm } from './batch-norm.js';
import { binaryOperations } from './binary.js';
import { cast, fill, filledLike, select } from './choose.js';
import { concat, pack } from './concat.js';
import { conv2D, conv2DBackpropFilter, conv2DBackpropInput, fusedConv2D } from './convolution.js';
import { gatherV2, unsortedSegmentSum } from './gather.js';
import { padV2, reverse, tile, transpose } from './rearrange.js';
import { reductions } from './reduce.js';
import { slice, splitV, unpack } from './slice.js';
import { softmax } from './softmax.js';
import { unaryOperations } from './unary.js';

/** To add an operation: its file and one line here. The conformance suite then runs it. */
export const operations: Readonly<Record<string, KernelMaker>> = {
  ...binaryOperations,
  ...reductions,
  ...unaryOperations,
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
};

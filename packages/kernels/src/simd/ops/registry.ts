/** The operations of this folder, by the names of TensorFlow.js. */
import type { KernelMaker } from '../operations.js';
import { binaryOperations } from './binary.js';
import { reductions } from './reduce.js';
import { softmax } from './softmax.js';
import { unaryOperations } from './unary.js';

/** To add an operation: its file and one line here. The conformance suite then runs it. */
export const operations: Readonly<Record<string, KernelMaker>> = {
  ...binaryOperations,
  ...reductions,
  ...unaryOperations,
  Softmax: softmax,
};

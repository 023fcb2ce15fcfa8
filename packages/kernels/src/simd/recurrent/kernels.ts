/**
 * The recurrent layers of the backend `simd`: all steps forward in one job, all steps backward in
 * another, see `assembly/recurrent`.
 */
import type {
  RecurrentCall,
  RecurrentKernel,
  RecurrentKernels,
  RecurrentResult,
  RecurrentTensors,
} from '../../recurrent/kernel.js';
import { isLearning } from '../../recurrent/learning.js';
import { tf } from '../../tensorflow.js';
import type { SimdBackend } from '../backend.js';
import { type BackwardInputs, runBackward } from './backward.js';
import { runForward } from './forward.js';
import { groupsOf, panelBytes, recordSize } from './layout.js';
import type { SimdCell } from './sections.js';

/** The recurrent kernels that `simd` registers. */
export const simdRecurrentKernels = {
  lstm: createKernel('lstm'),
  gru: createKernel('gru'),
} satisfies RecurrentKernels;

function createKernel(cell: SimdCell): RecurrentKernel {
  return (call) => {
    const { B, W, I, H } = call.sizes;
    return B * W * I * H === 0 ? undefined : computeLayer(cell, call);
  };
}

function computeLayer(cell: SimdCell, call: RecurrentCall): RecurrentResult {
  const backend = tf.engine().backend as SimdBackend;
  const { sizes, tensors, output, reverse, finalCell } = call;
  const { B, W, H } = sizes;
  const value = tensor(backend, output === 'last' ? [B, H] : [B, W, H]);
  const last = finalCell ? tensor(backend, [B, H]) : undefined;
  // not in scoring: the gates of all steps are most of the memory traffic of a forward pass
  const record = isLearning()
    ? tensor(backend, [recordSize(sizes, backend.runtime.layout)])
    : undefined;
  withLengths(backend, call, (lengths) =>
    runForward(backend, cell, call, lengths, {
      value: backend.floats(value),
      finalCell: last ? backend.floats(last) : 0,
      record: record ? backend.floats(record) : 0,
    }),
  );
  const { input, weightIh, weightHh, initialHidden, initialCell } = tensors;
  return {
    value,
    finalCell: last,
    saved: record ? [input, weightIh, weightHh, initialHidden, initialCell, record] : [],
    backward(dValue, dFinalCell, saved) {
      const inputs = { ...savedByName(saved), dValue, dFinalCell };
      const outputs = gradientTensors(backend, call);
      withLengths(backend, call, (lengths) =>
        runBackward(backend, { cell, sizes, output, reverse, lengths }, inputs, outputs),
      );
      return outputs;
    },
  };
}

function savedByName(saved: tf.Tensor[]): Omit<BackwardInputs, 'dValue' | 'dFinalCell'> {
  const [input, weightIh, weightHh, initialHidden, initialCell, record] = saved;
  return { input, weightIh, weightHh, initialHidden, initialCell, record };
}

function gradientTensors(backend: SimdBackend, call: RecurrentCall) {
  const { weightIh, weightHh, biasIh, biasHh, initialHidden, initialCell, input } = call.tensors;
  const like = ({ shape }: tf.Tensor) => tensor(backend, shape);
  const always: Omit<RecurrentTensors, 'input'> = {
    weightIh: like(weightIh),
    weightHh: like(weightHh),
    biasIh: like(biasIh),
    biasHh: like(biasHh),
    initialHidden: like(initialHidden),
    initialCell: like(initialCell),
  };
  return call.inputGradient ? { ...always, input: like(input) } : always;
}

/** A tensor for a kernel to fill. */
function tensor(backend: SimdBackend, shape: readonly number[]): tf.Tensor {
  return tf.engine().makeTensorFromTensorInfo(backend.output(shape), backend);
}

/** Lends the lengths of all groups, (groups, lanes); lanes without sequence have the full length. */
function withLengths(
  { runtime }: SimdBackend,
  { sizes: { B, W }, lengths }: RecurrentCall,
  compute: (address: number) => void,
): void {
  if (!lengths) {
    compute(0);
    return;
  }
  const { layout, memory } = runtime;
  const { groups } = groupsOf(B, layout);
  runtime.withScratch(panelBytes(groups, layout), (address) => {
    runtime.host(() =>
      memory
        .integers(address, groups * layout.lanes)
        .fill(W)
        .set(lengths),
    );
    compute(address);
  });
}

/**
 * Dense layer, loss, norm and optimisers on `webgpu`, in as few dispatches as the eight buffers that an adapter
 * guarantees allow: to record a dispatch takes longer than to compute what a small network needs.
 *
 * Whatever binds more, or has a mask, is composed.
 */
import { tf } from '../../tensorflow.js';
import { composedTraining } from '../../training/composed.js';
import type { TrainingKernels } from '../../training/kernel.js';
import { HUBER_DELTA, type LossName } from '../../training/loss-reference.js';
import { emptyTensor, webgpuEngine } from '../engine.js';
import { longProduct } from '../long-product.js';
import { columnSums, finishSum, partsOf, runSum } from './shaders.js';
import { updates } from './updates.js';

/** Cost and slope of the error `e`, in WGSL. */
const losses: Record<LossName, { readonly cost: string; readonly slope: string }> = {
  mae: { cost: 'abs(e)', slope: 'sign(e)' },
  mse: { cost: 'e * e', slope: '2.0 * e' },
  huber: { cost: 'c * (e - 0.5 * c)', slope: 'c' },
};

/** The training kernels of the engine. */
export const webgpuTraining: TrainingKernels = {
  dense: (rows, weight, bias) => tf.fused.matMul({ a: rows, b: weight, transposeB: true, bias }),

  denseGradients: (dRows, rows, weight) => ({
    rows: tf.matMul(dRows, weight),
    weight: longProduct(dRows, rows),
    bias: columnSums(dRows, dRows.shape[1]),
  }),

  loss(name, output, target, mask) {
    if (mask) return composedTraining.loss(name, output, target, mask);
    const { cost, slope } = losses[name];
    const parts = emptyTensor(partsOf(output.size));
    const { gradient } = runSum(
      {
        name: 'loss',
        read: { output, goal: target },
        written: ['gradient'],
        numbers: { size: output.size },
        statements: `
    let e = output[i] - goal[i];
    let c = clamp(e, ${-HUBER_DELTA}, ${HUBER_DELTA});
    gradient[i] = ${slope} / u.size;`,
        term: cost,
      },
      output,
      parts,
      0,
    );
    return { value: finishSum('loss', parts, 'total / u.factor', output.size), gradient };
  },

  scale(gradient, factor) {
    const { values } = webgpuEngine().tensorMap.get(factor.dataId);
    return values?.[0] === 1 ? tf.clone(gradient) : tf.mul(gradient, factor);
  },

  norm(gradients) {
    const counts = gradients.map(({ size }) => partsOf(size));
    const parts = emptyTensor(counts.reduce((sum, count) => sum + count, 0));
    let at = 0;
    gradients.forEach((x, i) => {
      const shader = { name: 'norm', read: { x }, written: [], numbers: {}, statements: '' };
      runSum({ ...shader, term: 'x[i] * x[i]' }, x, parts, at);
      at += counts[i];
    });
    return finishSum('norm', parts, 'sqrt(total)');
  },

  ...updates,
};

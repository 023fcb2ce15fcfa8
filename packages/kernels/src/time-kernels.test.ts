/** Tests of the times of kernels. */
import { afterEach, expect, test } from 'vitest';
import { useBackend } from './backend.js';
import { dense, meanLoss } from './training/index.js';
import { recurrent } from './recurrent/index.js';
import { tf } from './tensorflow.js';
import { type KernelCall, timeKernels } from './time-kernels.js';

let end = (): void => {};
afterEach(() => end());

/** One forward and backward pass of a layer, an output and a loss. */
function pass(): Float32Array {
  return tf.tidy(() => {
    const [B, W, I, H] = [3, 4, 2, 5];
    const weights = [
      tf.ones([4 * H, I]),
      tf.ones([4 * H, H]),
      tf.zeros([4 * H]),
      tf.zeros([4 * H]),
    ] as const;
    const { grads } = tf.valueAndGrads((weightIh, weightHh, biasIh, biasHh) => {
      const hidden = recurrent('lstm', tf.ones([B, W, I]), { weightIh, weightHh, biasIh, biasHh });
      const output = dense(hidden, tf.ones([1, H]), tf.zeros([1]));
      return meanLoss('mse', output, tf.zeros([B, W, 1])) as tf.Scalar;
    })([...weights]);
    return grads[0].dataSync() as Float32Array;
  });
}

test.each(['simd', 'cpu'])(
  'counts every kernel of a pass on %s, and changes no result',
  async (backend) => {
    await useBackend(backend);
    const expected = pass();
    const calls: KernelCall[] = [];
    end = timeKernels((call) => calls.push(call));
    expect(pass()).toEqual(expected);
    const names = calls.map(({ kernel }) => kernel);
    const own = backend === 'simd' ? ['lstm backward', 'lstm forward'] : [];
    expect(names.sort()).toEqual(['dense', 'denseGradients', 'loss', 'scale', ...own].sort());
    for (const { milliseconds, bytes } of calls) {
      expect(milliseconds).toBeGreaterThanOrEqual(0);
      expect(bytes).toBeGreaterThanOrEqual(0);
    }
    end();
    pass();
    expect(calls).toHaveLength(names.length);
  },
);

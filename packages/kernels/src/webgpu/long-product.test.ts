/** The product along many rows on WebGPU. */
import { beforeAll, describe, expect, test } from 'vitest';
import { offerSoftwareAdapter } from '../testing/software-adapter.js';
import { tf } from '../tensorflow.js';
import { findWebgpuAdapter, loadWebgpuBackend } from './load.js';
import { longProduct } from './long-product.js';

offerSoftwareAdapter();
const adapter = await findWebgpuAdapter().catch(() => undefined);
const place = adapter?.name ?? 'WebGPU, skipped because there is no adapter';

describe.skipIf(!adapter)(`on ${place}`, () => {
  beforeAll(async () => {
    await loadWebgpuBackend();
    await tf.setBackend('webgpu');
  });

  test.each([
    { K: 300, M: 3, N: 5 },
    { K: 131, M: 66, N: 51 },
    { K: 200, M: 130, N: 4 },
    { K: 63, M: 70, N: 3 }, // too few rows to be split
  ])('is the sum over all rows, %j', async ({ K, M, N }) => {
    const a = numbers(K * M, 0.37);
    const b = numbers(K * N, 0.53);
    const product = longProduct(tf.tensor2d(a, [K, M]), tf.tensor2d(b, [K, N]));
    expect(product.shape).toEqual([M, N]);
    const found = await product.data();
    for (let m = 0; m < M; m++) {
      for (let n = 0; n < N; n++) {
        let sum = 0;
        for (let k = 0; k < K; k++) sum += a[k * M + m] * b[k * N + n];
        expect(Math.abs(found[m * N + n] - sum)).toBeLessThan(2e-5);
      }
    }
  });
});

function numbers(length: number, step: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(i * (i + 1) * step));
}

/** Matrix products over typed arrays against the definition. */
import { describe, expect, test } from 'vitest';
import { useBackend } from './backend.js';
import { currentEngine } from './engine.js';
import { multiply, type Products } from './products.js';

const shapes = [
  [1, 1, 1],
  [4, 4, 4],
  [5, 3, 7],
  [9, 51, 13],
  [3, 1, 8],
] as const;

describe.each(['wasm', 'cpu'])('products on %s', (backend) => {
  test.each(shapes)('are those of the definition for (%i × %i) · (%i wide)', async (M, K, N) => {
    await useBackend(backend);
    const products = currentEngine().products as Products<Float32Array>;
    // small whole numbers, so that every sum is exact in single precision
    const a = Float32Array.from({ length: M * K }, (_, i) => ((i * 7) % 11) - 5);
    const b = Float32Array.from({ length: K * N }, (_, i) => ((i * 5) % 13) - 6);
    const out = new Float32Array(M * N).fill(NaN);
    multiply(products, a, b, out, [M, K, N]);
    for (let m = 0; m < M; m++) {
      for (let n = 0; n < N; n++) {
        let sum = 0;
        for (let k = 0; k < K; k++) sum += a[m * K + k] * b[k * N + n];
        expect(out[m * N + n]).toBe(sum);
      }
    }
  });

  test('keep the packed right-hand side as it was', async () => {
    await useBackend(backend);
    const products = currentEngine().products as Products<Float32Array>;
    const out = new Float32Array(4);
    const packed = products.pack(Float32Array.of(1, 2, 3, 4), 2, 2);
    packed.multiply(Float32Array.of(1, 0, 0, 1), 2, out);
    expect([...out]).toEqual([1, 2, 3, 4]);
    packed.multiply(Float32Array.of(0, 1), 1, out.subarray(0, 2));
    expect([...out]).toEqual([3, 4, 3, 4]);
    packed.free();
  });
});

/**
 * Matrix products by the XNNPACK kernels inside TensorFlow.js's wasm backend: 5 to 17 GFLOPS where
 * the loop has 2.5.
 *
 * Calls the backend's kernel, not tf.matMul: an operation of the engine costs as much as the
 * product of one time step. Operands are never transposed by the kernel, which then leaves XNNPACK
 * for a loop slower than the one in `products.ts`.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { PackedMatrix, Products } from '../products.js';
import { tf } from '../tensorflow.js';

/** Products on the wasm backend, which must be the current one when a matrix is packed. */
export const wasmProducts: Products<Float32Array> = {
  pack(values, K, N): PackedMatrix<Float32Array> {
    const backend = tf.backend() as BackendWasm;
    const kernel = tf.getKernel('BatchMatMul', 'wasm').kernelFunc;
    const attrs = { transposeA: false, transposeB: false };
    const b = backend.makeOutput([1, K, N], 'float32', undefined, values);
    // kept between products: those of a time loop all have the same M
    let a = backend.makeOutput([1, 0, K], 'float32');
    return {
      multiply(left, M, out) {
        if (a.shape[1] !== M) {
          backend.disposeData(a.dataId);
          a = backend.makeOutput([1, M, K], 'float32');
        }
        backend.typedArrayFromHeap(a).set(left.subarray(0, M * K));
        const result = kernel({ inputs: { a, b }, backend, attrs });
        const product = Array.isArray(result) ? result[0] : result;
        // a new view each time: views become invalid when the wasm memory grows
        out.set(backend.typedArrayFromHeap(product));
        backend.disposeData(product.dataId);
      },
      free() {
        backend.disposeData(a.dataId);
        backend.disposeData(b.dataId);
      },
    };
  },
};

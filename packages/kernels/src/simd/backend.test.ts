/** Tensors of the backend `simd`: where their values are, and that their memory is freed. */
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { tf } from '../tensorflow.js';
import { currentSimdBackend, loadSimdBackend, SIMD, simdStatus } from './load.js';

beforeAll(async () => {
  tf.enableProdMode(); // the other backend prints advice otherwise
  await loadSimdBackend({ threads: 2 });
  await tf.setBackend(SIMD);
});

beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

/** A tensor whose values lie in the shared memory. */
function shared(values: readonly number[]): tf.Tensor1D {
  const tensor = tf.tensor1d([...values]);
  currentSimdBackend()?.floats(tensor);
  return tensor;
}

/** Fills blocks that were given back with other values. */
function overwriteFreed(length: number): void {
  for (let i = 0; i < 8; i++) shared(Array.from({ length }, () => -1));
}

test('keeps values that were read when their tensor is gone', () => {
  const tensor = shared([1, 2, 3]);
  const values = tensor.dataSync();
  tensor.dispose();
  overwriteFreed(3);
  expect([...values]).toEqual([1, 2, 3]);
});

test('keeps what a stock kernel hands on from a tensor that is gone', () => {
  const [real, imag] = [shared([1, 2]), shared([3, 4])];
  const complex = tf.complex(real, imag);
  const part = tf.slice(real, [1], [1]);
  tf.dispose([real, imag]);
  overwriteFreed(2);
  expect([...complex.dataSync()]).toEqual([1, 3, 2, 4]);
  expect([...part.dataSync()]).toEqual([2]);
});

test('keeps values as long as one of several tensors has them', () => {
  const tensor = shared([1, 2, 3, 4]);
  const reshaped = tf.reshape(tensor, [2, 2]);
  tensor.dispose();
  overwriteFreed(4);
  expect([...reshaped.dataSync()]).toEqual([1, 2, 3, 4]);
});

test('reads whole numbers under a tensor of floats as floats, and leaves them whole', () => {
  const whole = tf.tensor2d([1, 2, 3, 4], [2, 2], 'int32');
  const floats = tf.cast(whole, 'float32');
  expect([...tf.matMul(floats, floats).dataSync()]).toEqual([7, 10, 15, 22]);
  expect(whole.dataSync()).toEqual(Int32Array.of(1, 2, 3, 4));
});

test('moves tensors here and there when the backend changes', async () => {
  const tensor = shared([5, 6]);
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
  expect([...tf.add(tensor, 1).dataSync()]).toEqual([6, 7]);
  await tf.setBackend(SIMD);
  expect([...tf.matMul(tf.reshape(tensor, [1, 2]), tf.reshape(tensor, [2, 1])).dataSync()]).toEqual(
    [61],
  );
});

test('gives every byte back', () => {
  tf.engine().endScope();
  tf.engine().startScope();
  expect(simdStatus()?.bytesInUse).toBe(0);
  const tensor = shared([1]);
  expect(simdStatus()?.bytesInUse).toBe(64);
  const whole = tf.tensor1d([1, 2], 'int32'); // read as floats it needs a block for the copy
  currentSimdBackend()?.floats(whole);
  expect(simdStatus()?.bytesInUse).toBe(128);
  tensor.dispose();
  tf.engine().endScope();
  tf.engine().startScope();
  expect(simdStatus()?.bytesInUse).toBe(0);
});

test('reports threads, arithmetic and the reason', () => {
  expect(simdStatus()).toMatchObject({ threads: 2, reason: expect.any(String) });
  expect(['relaxed', 'strict']).toContain(simdStatus()?.arithmetic);
});

test('says how much memory a tensor needs that does not fit', () => {
  const rows = tf.zeros([1, 1]);
  expect(() => currentSimdBackend()?.output([2 ** 31])).toThrow(
    'Memory for a tensor of 8589934592 bytes (8192.0 MB) must be free',
  );
  rows.dispose();
});

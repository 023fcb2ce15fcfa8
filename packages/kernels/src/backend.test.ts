/** The choice of a backend, its settings and its errors. */
import { ConfigError } from '@anodec/core';
import { afterEach, expect, test, vi } from 'vitest';
import { backends, currentBackend, useBackend } from './backend.js';
import { nativeProblem } from './simd/native-check.js';
import { tf } from './tensorflow.js';

afterEach(() => vi.unstubAllEnvs());

test('auto is native where native kernels can be used, and says so', async () => {
  const problem = await nativeProblem();
  const expected = problem === undefined ? 'native' : 'simd';
  const why = problem === undefined ? 'the fastest here' : `native kernels: ${problem}`;
  const { name, reason } = await useBackend('auto', { threads: 2 });
  expect(name).toBe(expected);
  expect(reason).toContain(`; ${why}`);
  expect(currentBackend()).toBe(name);
});

test('auto is the fastest that needs nothing but npm, and says so', async () => {
  vi.stubEnv('ANODEC_NATIVE', '0');
  const { name, arithmetic, reason } = await useBackend('auto', { threads: 2 });
  expect(name).toBe('simd');
  expect(reason).toMatch(/^2 threads, (relaxed|strict) arithmetic, .+; the fastest that npm alone/);
  expect(reason).toContain(arithmetic);
  expect(currentBackend()).toBe('simd');
});

test('takes the threads and the arithmetic that are asked for, also one after the other', async () => {
  for (const threads of [1, 3, 2]) {
    const chosen = await useBackend('simd', { threads, strict: threads === 3 });
    expect(chosen.threads).toBe(threads);
    expect(chosen.arithmetic === 'strict').toBe(threads === 3);
    expect(tf.tidy(() => [...tf.add(tf.scalar(1), tf.scalar(2)).dataSync()])).toEqual([3]);
  }
});

test('refuses threads and arithmetic that a backend does not have', async () => {
  await expect(useBackend('cpu', { threads: 2 })).rejects.toThrow(
    'The backend cpu computes on 1 thread, got `threads` 2. Omit it, or set `backend` to simd.',
  );
  expect(await useBackend('cpu', { threads: 1, strict: true })).toMatchObject({
    name: 'cpu',
    threads: 1,
    arithmetic: 'strict',
  });
  await expect(useBackend('simd', { threads: 0 })).rejects.toThrow(ConfigError);
});

test('computes on the backend asked for, also when several ask at once', async () => {
  const chosen = await Promise.all(['cpu', 'wasm', 'cpu'].map((name) => useBackend(name)));
  expect(chosen.map(({ name }) => name)).toEqual(['cpu', 'wasm', 'cpu']);
  expect(tf.getBackend()).toBe('cpu');
});

test('prints none of TensorFlow.js’s hints', async () => {
  const warn = vi.spyOn(console, 'warn');
  await useBackend('cpu');
  tf.tidy(() => tf.add(tf.scalar(1), tf.scalar(2)).dataSync());
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});

test('names the backends there are when asked for another', async () => {
  await expect(useBackend('cuda')).rejects.toThrow(ConfigError);
  await expect(useBackend('cuda')).rejects.toThrow(Object.keys(backends).join(', '));
});

const native: string = '@tensorflow/tfjs-node'; // a variable: the compiler must not look for it
const installed = await import(native).then(
  () => true,
  () => false,
);

test.skipIf(installed)('says what to choose when a package is not installed', async () => {
  await useBackend('wasm');
  await expect(useBackend('tensorflow')).rejects.toThrow('The backend tensorflow must');
  expect(currentBackend()).toBe('wasm');
});

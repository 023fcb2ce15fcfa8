import { ConfigError } from '@anodec/core';
import { expect, test, vi } from 'vitest';
import { backends, currentBackend, useBackend } from './backend.js';
import { tf } from './tensorflow.js';

test('auto is the fastest that needs nothing but npm, and says so', async () => {
  expect(await useBackend()).toEqual({
    name: 'wasm',
    reason: 'WebAssembly with SIMD, one thread; the fastest that npm alone installs',
  });
  expect(currentBackend()).toBe('wasm');
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
  await expect(useBackend('tensorflow')).rejects.toThrow('The backend tensorflow must be loadable');
  expect(currentBackend()).toBe('wasm');
});

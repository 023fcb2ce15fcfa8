/** Starts TensorFlow.js's WebGPU backend in Node, on npm's `webgpu` (Dawn). */
import { ConfigError } from '@anodec/core';
import type { Backend } from '../backend-contract.js';
import { registerEngine } from '../engine.js';
import { RecordedRepeater } from '../recorded-repeater.js';
import { repairAddN } from './add-n.js';
import { createWebgpuKernels } from './kernels.js';
import { WebgpuRecorder } from './recorder.js';
import { webgpuTraining } from './training/kernels.js';

/** A WebGPU adapter. */
export interface WebgpuAdapter {
  readonly name: string;
  /** Emulated on the processor: correct, and slow. */
  readonly software: boolean;
}

let found: WebgpuAdapter | undefined;

/** `webgpu`: any GPU with a driver for Vulkan, Metal or Direct3D 12. */
export const webgpuBackend: Backend = {
  engine: 'webgpu',
  load: loadWebgpuBackend,
  status: () => ({
    threads: 0,
    arithmetic: 'device',
    about: describeAdapter(),
    imitated: found?.software ?? false,
    usesGpu: found?.software === false,
  }),
};

/** A description of the adapter for the first line of a run. */
function describeAdapter(): string {
  if (!found) return 'WebGPU';
  return found.software ? `WebGPU on ${found.name}, no real GPU` : `WebGPU on ${found.name}`;
}

/**
 * Loads the backend and its recurrent kernels; `tf.setBackend('webgpu')` then starts it.
 *
 * An existing WebGPU, of a browser or Deno, is used as it is. Otherwise `navigator.gpu` becomes Dawn's.
 *
 * @throws ConfigError when a package or an adapter is missing
 */
export async function loadWebgpuBackend(): Promise<void> {
  found = await findWebgpuAdapter();
  await needed(import('@tensorflow/tfjs-backend-webgpu'), '@tensorflow/tfjs-backend-webgpu');
  repairAddN();
  registerEngine('webgpu', {
    recurrent: createWebgpuKernels(),
    training: webgpuTraining,
    createRepeater: () => new RecordedRepeater(new WebgpuRecorder()),
  });
}

/**
 * The adapter that `loadWebgpuBackend` would compute on.
 *
 * @throws ConfigError when there is none, or the package `webgpu` is missing
 */
export async function findWebgpuAdapter(): Promise<WebgpuAdapter> {
  const gpu = await provideWebgpu();
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) {
    throw new ConfigError(
      'WebGPU must find an adapter, got none. Install the driver of the GPU (on Linux with Vulkan ' +
        'and libvulkan1), or set `backend` to simd.',
    );
  }
  const { description, vendor, architecture, isFallbackAdapter } = adapter.info;
  const software = isFallbackAdapter || /swiftshader|llvmpipe/.test(architecture);
  return { name: description || `${vendor} ${architecture}`, software };
}

async function provideWebgpu(): Promise<GPU> {
  const scope = globalThis as { navigator?: { gpu?: GPU } };
  if (scope.navigator?.gpu) return scope.navigator.gpu;
  const { create, globals } = await needed(import('webgpu'), 'webgpu');
  Object.assign(globalThis, globals);
  const gpu = create([]);
  // from Node 21 on navigator is there, with a getter: an assignment to it would do nothing
  const navigator = scope.navigator ?? {};
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  return gpu;
}

async function needed<M>(loading: Promise<M>, name: string): Promise<M> {
  try {
    return await loading;
  } catch (error) {
    throw new ConfigError(
      `The backend webgpu must find the package ${name}, got: ${(error as Error).message}. ` +
        'Install both with npm install webgpu@0.6.2 @tensorflow/tfjs-backend-webgpu@4.22.0.',
      { cause: error },
    );
  }
}

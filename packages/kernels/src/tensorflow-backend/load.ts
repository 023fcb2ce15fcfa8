/** Starts TensorFlow's own library, where it is installed. */
import { createRequire } from 'node:module';
import { ConfigError } from '@anodec/core';
import type { Backend } from '../backend-contract.js';
import { registerEngine } from '../engine.js';
import { tf } from '../tensorflow.js';
import { tensorflowGru } from './gru.js';
import { tensorflowLstm } from './lstm.js';

/** With CUDA first, then without. */
const PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];

/**
 * Loads `@tensorflow/tfjs-node-gpu` or `@tensorflow/tfjs-node`, which registers the backend
 * `tensorflow`, and its recurrent kernels.
 *
 * ANODEC_TFJS_NODE names the folder of such a package installed elsewhere.
 *
 * @throws ConfigError when there is none, or it does not start
 */
export async function loadTensorflowBackend(): Promise<void> {
  provideOldUtilities();
  const { ANODEC_TFJS_NODE } = process.env;
  const require = createRequire(import.meta.url);
  const problems: string[] = [];
  for (const name of ANODEC_TFJS_NODE ? [ANODEC_TFJS_NODE] : PACKAGES) {
    try {
      require(name);
      registerEngine('tensorflow', {
        recurrent: { lstm: tensorflowLstm, gru: tensorflowGru },
      });
      return;
    } catch (error) {
      problems.push((error as Error).message.split('\n')[0]);
    }
  }
  throw new ConfigError(
    `The backend tensorflow must find ${PACKAGES.join(' or ')}, got: ${problems.join('; ')}. ` +
      'Install one of them, or name its folder in ANODEC_TFJS_NODE.',
  );
}

/** `tensorflow`: libtensorflow, on a GPU with CUDA or on the processor. */
export const tensorflowBackend: Backend = {
  engine: 'tensorflow',
  load: loadTensorflowBackend,
  status: () => {
    const { binding, isUsingGpuDevice: usesGpu } = tf.backend() as unknown as LoadedBackend;
    const about = `libtensorflow ${binding.TF_Version} ${usesGpu ? 'with CUDA' : 'on the processor'}`;
    return { threads: 0, arithmetic: 'device', about, usesGpu };
  },
};

/** What the package says of the library that it loaded. */
interface LoadedBackend {
  readonly binding: { readonly TF_Version: string };
  readonly isUsingGpuDevice: boolean;
}

/** TensorFlow.js 4.22 calls two functions that Node 23 dropped. */
function provideOldUtilities(): void {
  const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}

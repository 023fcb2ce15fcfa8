/**
 * What of TensorFlow.js's WebGPU backend our shaders run in: its device, its buffers, and the command
 * encoder that it fills and submits now and then, so that their order with its own programs is kept
 * without waiting for anything.
 *
 * Its `runWebGPUProgram` gives a program one buffer to write; a recurrent layer writes several. The
 * encoder and the lists of what it still uses are private there, hence this interface. TensorFlow.js
 * 4.22 is the last of its line, so they stay as they are.
 */
import { ConfigError } from '@anodec/core';
import { tf } from '../tensorflow.js';

interface WebgpuEngine {
  readonly device: GPUDevice;
  readonly queue: GPUQueue;
  readonly bufferManager: { acquireBuffer(size: number, usage: number): GPUBuffer };
  readonly tensorMap: { get(dataId: object): { readonly resource: GPUBuffer } };
  readonly commandEncoder: GPUCommandEncoder;
  /** Tensors that may not be freed before the next submit. */
  readonly commandQueueOwnedIds: WeakSet<object>;
  /** Uniform buffers that go back to the buffer manager at the next submit. */
  readonly uniformPendingDisposal: GPUBuffer[];
  uploadToGPU(dataId: object): void;
  makeTensorInfo(shape: number[], dtype: 'float32'): tf.TensorInfo;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
}

/** The backend that computes now, known to be TensorFlow.js's `webgpu`. */
export function webgpuEngine(): WebgpuEngine {
  const engine = tf.backend() as unknown as WebgpuEngine;
  watch(engine.device);
  return engine;
}

/** A tensor on the GPU without values yet, for a shader to write. */
export function emptyTensor(...shape: number[]): tf.Tensor {
  return tf.engine().makeTensorFromTensorInfo(webgpuEngine().makeTensorInfo(shape, 'float32'));
}

const broken = new WeakMap<GPUDevice, string>();
const watched = new WeakSet<GPUDevice>();

/**
 * Errors of WebGPU come after the call that caused them, and TensorFlow.js does not look: a training
 * would go on with whatever the buffers hold. Here the next layer stops it.
 */
function watch(device: GPUDevice): void {
  const error = broken.get(device);
  if (error) {
    throw new ConfigError(
      `The WebGPU device must take every command, got: ${error} ` +
        'Make the batch or the model smaller, or set `backend` to simd.',
    );
  }
  if (watched.has(device)) return;
  watched.add(device);
  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault(); // Dawn would print it
    if (!broken.has(device)) broken.set(device, event.error.message.split('\n')[0]);
  });
  void watchLoss(device);
}

async function watchLoss(device: GPUDevice): Promise<void> {
  const { reason, message } = await device.lost;
  if (reason !== 'destroyed') broken.set(device, `the device was lost: ${message}`);
}

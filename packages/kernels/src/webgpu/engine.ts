/**
 * The parts of TensorFlow.js's WebGPU backend that the shaders use: its device, its buffers, and the
 * command encoder that it fills and submits from time to time, so that the order with its own programs is
 * kept without waiting.
 *
 * Its `runWebGPUProgram` gives a program one buffer to write; a recurrent layer writes several. The
 * encoder and the lists of resources in use are private there, hence this interface. TensorFlow.js 4.22
 * is the last release, so they are stable.
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
  submitQueue(): void;
}

/** The current backend, which must be TensorFlow.js's `webgpu`. */
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
 * WebGPU reports errors after the call that caused them, and TensorFlow.js ignores them: a training would
 * continue with undefined values. Here the next layer throws.
 */
function watch(device: GPUDevice): void {
  const error = broken.get(device);
  if (error) {
    throw new ConfigError(
      `The WebGPU device must accept every command, got: ${error} ` +
        'Reduce `batchSize` or the size of the model, or set `backend` to simd.',
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

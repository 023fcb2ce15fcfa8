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
import { keepBindGroups } from './bind-groups.js';
import { type BufferManager, OrderedBuffers } from './buffers.js';

interface WebgpuEngine {
  readonly device: GPUDevice;
  readonly queue: GPUQueue;
  bufferManager: BufferManager;
  readonly tensorMap: {
    has(dataId: object): boolean;
    get(dataId: object): {
      /** Missing until the values are needed on the GPU. */
      readonly resource?: GPUBuffer;
      /** While they are in JavaScript's memory, too. */
      values?: Float32Array | null;
      /** How many tensors share the values. */
      refCount: number;
    };
  };
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
  /** Dispatches since the last submit. */
  dispatchCountInPass: number;
  /** The pass in which its programs follow one another. */
  computePassEncoder: GPUComputePassEncoder | null;
  tensorToBinding(tensor: tf.TensorInfo | null): GPUBindingResource | null;
  /** Ours: told of each buffer that a shader of ours binds; there while a computation is recorded. */
  onBind?(dataId: object, buffer: GPUBuffer): void;
  recordAndSubmit(program: object, output: tf.TensorInfo, ...rest: unknown[]): void;
}

/** The current backend, which must be TensorFlow.js's `webgpu`. */
export function webgpuEngine(): WebgpuEngine {
  const engine = tf.backend() as unknown as WebgpuEngine;
  if (!watched.has(engine.device)) prepare(engine);
  watch(engine.device);
  return engine;
}

function prepare(engine: WebgpuEngine): void {
  engine.bufferManager = new OrderedBuffers(engine.device, engine.bufferManager);
  keepBindGroups(engine.device);
}

/** What a device allows. */
export type DeviceLimits = Pick<
  GPUSupportedLimits,
  | 'maxStorageBufferBindingSize'
  | 'maxComputeInvocationsPerWorkgroup'
  | 'maxComputeWorkgroupStorageSize'
>;

const limitsByDevice = new WeakMap<GPUDevice, DeviceLimits>();

/** The limits of the current device; each read from the device itself leaves JavaScript. */
export function deviceLimits(): DeviceLimits {
  const { device } = webgpuEngine();
  const known = limitsByDevice.get(device);
  if (known) return known;
  const { limits } = device;
  const read = {
    maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
    maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
    maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
  };
  limitsByDevice.set(device, read);
  return read;
}

/** A tensor on the GPU without values yet, for a shader to write. */
export function emptyTensor(...shape: number[]): tf.Tensor {
  return tf.engine().makeTensorFromTensorInfo(webgpuEngine().makeTensorInfo(shape, 'float32'));
}

/** A tensor of zeros on the GPU. */
export function zeroTensor(...shape: number[]): tf.Tensor {
  const tensor = emptyTensor(...shape);
  encoderBetweenPasses(tensor).clearBuffer(bufferOf(tensor));
  return tensor;
}

/** Overwrites a part of a tensor on the GPU with all of another. @param at the element at which the part begins */
export function copyInto(target: tf.Tensor, at: number, source: tf.Tensor): void {
  const [from, to] = [bufferOf(source), bufferOf(target)];
  const encoder = encoderBetweenPasses(source, target);
  encoder.copyBufferToBuffer(from, 0, to, 4 * at, 4 * source.size);
}

/** A part of a tensor on the GPU, copied. @param at the element at which it begins */
export function partOf(source: tf.Tensor, at: number, ...shape: number[]): tf.Tensor {
  const part = emptyTensor(...shape);
  const [from, to] = [bufferOf(source), bufferOf(part)];
  encoderBetweenPasses(source, part).copyBufferToBuffer(from, 4 * at, to, 0, 4 * part.size);
  return part;
}

/** The buffer of a tensor, which is uploaded first where it has none. */
export function bufferOf({ dataId }: tf.TensorInfo): GPUBuffer {
  const engine = webgpuEngine();
  engine.uploadToGPU(dataId);
  const buffer = engine.tensorMap.get(dataId).resource as GPUBuffer;
  engine.onBind?.(dataId, buffer);
  return buffer;
}

/** Forgets the values in JavaScript's memory, which a shader has overwritten on the GPU. */
export function forgetValues({ dataId }: tf.TensorInfo): void {
  webgpuEngine().tensorMap.get(dataId).values = null;
}

/** For commands that are not dispatches and use these tensors. */
function encoderBetweenPasses(...tensors: tf.Tensor[]): GPUCommandEncoder {
  const engine = webgpuEngine();
  engine.ensureCommandEncoderReady();
  engine.endComputePassEncoder();
  for (const { dataId } of tensors) engine.commandQueueOwnedIds.add(dataId);
  return engine.commandEncoder;
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

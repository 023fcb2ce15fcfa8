/** Runs a shader with several outputs inside TensorFlow.js's WebGPU backend. */
import { ShapeError } from '@anodec/core';
import type { tf } from '../tensorflow.js';
import { webgpuEngine } from './engine.js';
import type { Storage } from './shader.js';

/** The steps of a dispatch, first ≤ s < end. */
export interface StepRange {
  readonly B: number;
  readonly W: number;
  readonly first: number;
  readonly end: number;
}

/** A shader with its tensors. */
export interface Dispatch {
  readonly shader: string;
  readonly storage: readonly Storage[];
  /** A tensor for each name of `storage`. */
  readonly tensors: Readonly<Record<string, tf.Tensor>>;
  /** One dispatch after the other; each reads the results of those before it. */
  readonly ranges: readonly StepRange[];
  readonly workgroups: readonly [number, number];
}

/** Uniforms of a dispatch begin at multiples of this, which every adapter accepts. */
const UNIFORM_STRIDE = 256;

/**
 * Records the dispatches after all commands that TensorFlow.js has recorded; returns at once.
 *
 * @throws ShapeError when a tensor is larger than the adapter can bind
 */
export function dispatch({ shader, storage, tensors, ranges, workgroups }: Dispatch): void {
  const engine = webgpuEngine();
  const { device } = engine;
  const { pipeline, layout } = pipelineOf(device, shader, storage);
  const buffers = storage.map(({ name }) => bufferOf(name, tensors[name]));
  const uniforms = uniformsOf(ranges);
  const bindings = device.createBindGroup({
    layout,
    entries: [
      { binding: 0, resource: { buffer: uniforms, size: 16 } },
      ...buffers.map((buffer, i) => ({ binding: i + 1, resource: { buffer } })),
    ],
  });
  engine.ensureCommandEncoderReady();
  engine.endComputePassEncoder();
  const pass = engine.commandEncoder.beginComputePass();
  pass.setPipeline(pipeline);
  ranges.forEach((_, i) => {
    pass.setBindGroup(0, bindings, [i * UNIFORM_STRIDE]);
    pass.dispatchWorkgroups(...workgroups);
  });
  pass.end();
  for (const { name } of storage) engine.commandQueueOwnedIds.add(tensors[name].dataId);
  engine.uniformPendingDisposal.push(uniforms);
}

function bufferOf(name: string, tensor: tf.Tensor): GPUBuffer {
  const engine = webgpuEngine();
  const limit = engine.device.limits.maxStorageBufferBindingSize;
  if (tensor.size * 4 > limit) {
    throw new ShapeError(
      `${name} (${tensor.shape.join(' × ')}) must fit into ${limit} bytes, the limit of this ` +
        `WebGPU adapter, got ${tensor.size * 4}. Reduce \`batchSize\` or \`windowSize\`.`,
    );
  }
  engine.uploadToGPU(tensor.dataId);
  return engine.tensorMap.get(tensor.dataId).resource;
}

function uniformsOf(ranges: readonly StepRange[]): GPUBuffer {
  const { bufferManager, queue } = webgpuEngine();
  const bytes = ranges.length * UNIFORM_STRIDE;
  const buffer = bufferManager.acquireBuffer(
    bytes,
    GPUBufferUsage.COPY_DST | GPUBufferUsage.UNIFORM,
  );
  const values = new Int32Array(bytes / 4);
  ranges.forEach(({ B, W, first, end }, i) =>
    values.set([B, W, first, end], (i * UNIFORM_STRIDE) / 4),
  );
  queue.writeBuffer(buffer, 0, values);
  return buffer;
}

interface Compiled {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

const compiled = new WeakMap<GPUDevice, Map<string, Compiled>>();

function pipelineOf(device: GPUDevice, shader: string, storage: readonly Storage[]): Compiled {
  const ofDevice = compiled.get(device) ?? new Map<string, Compiled>();
  compiled.set(device, ofDevice);
  const known = ofDevice.get(shader);
  if (known) return known;
  const layout = device.createBindGroupLayout({
    entries: [
      uniformEntry(),
      ...storage.map(({ access }, i) => ({
        binding: i + 1,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' } as const,
      })),
    ],
  });
  const pipeline = device.createComputePipeline({
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module: device.createShaderModule({ code: shader }), entryPoint: 'main' },
  });
  const made = { pipeline, layout };
  ofDevice.set(shader, made);
  return made;
}

function uniformEntry(): GPUBindGroupLayoutEntry {
  return {
    binding: 0,
    visibility: GPUShaderStage.COMPUTE,
    buffer: { type: 'uniform', hasDynamicOffset: true, minBindingSize: 16 },
  };
}

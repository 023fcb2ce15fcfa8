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
  /** A name for profiles, such as `lstm 64 forward`. */
  readonly name: string;
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
export function dispatch({ name, shader, storage, tensors, ranges, workgroups }: Dispatch): void {
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
  const pass = engine.commandEncoder.beginComputePass(clock?.writesOf(name));
  pass.setPipeline(pipeline);
  ranges.forEach((_, i) => {
    pass.setBindGroup(0, bindings, [i * UNIFORM_STRIDE]);
    pass.dispatchWorkgroups(...workgroups);
  });
  pass.end();
  for (const { name } of storage) engine.commandQueueOwnedIds.add(tensors[name].dataId);
  engine.uniformPendingDisposal.push(uniforms);
}

/** Compiles a shader without running it, for measurements; errors go to the error scopes of the device. */
export function compile(shader: string, storage: readonly Storage[]): void {
  pipelineOf(webgpuEngine().device, shader, storage);
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

/** Milliseconds of the device's clock. */
export interface PassTimes {
  /** From the first command to the last. */
  readonly whole: number;
  /** By name of the dispatch, summed. */
  readonly passes: Readonly<Record<string, number>>;
}

let clock: PassClock | undefined;

/**
 * Times the dispatches of a step on the device, which must have the feature `timestamp-query`.
 *
 * @param step what records the dispatches before it first waits, and ends with reading a result back
 */
export async function timePasses(step: () => Promise<unknown>): Promise<PassTimes> {
  const timer = new PassClock(webgpuEngine().device);
  timer.mark('whole');
  clock = timer;
  const done = step();
  clock = undefined;
  timer.mark('whole');
  webgpuEngine().submitQueue();
  await done;
  return timer.read();
}

/** Timestamps around the passes of a step. */
class PassClock {
  static readonly #MOST = 256;
  readonly #device: GPUDevice;
  readonly #set: GPUQuerySet;
  readonly #names: string[] = [];

  constructor(device: GPUDevice) {
    this.#device = device;
    this.#set = device.createQuerySet({ type: 'timestamp', count: 2 * PassClock.#MOST });
  }

  /** The two timestamps of the pass that begins now. */
  writesOf(name: string): GPUComputePassDescriptor {
    const at = 2 * (this.#names.push(name) - 1);
    const querySet = this.#set;
    return {
      timestampWrites: { querySet, beginningOfPassWriteIndex: at, endOfPassWriteIndex: at + 1 },
    };
  }

  /** A pass without commands, for its timestamps. */
  mark(name: string): void {
    const engine = webgpuEngine();
    engine.ensureCommandEncoderReady();
    engine.endComputePassEncoder();
    engine.commandEncoder.beginComputePass(this.writesOf(name)).end();
  }

  async read(): Promise<PassTimes> {
    const device = this.#device;
    const size = 16 * this.#names.length;
    const resolved = device.createBuffer({
      size,
      usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
    });
    const copied = device.createBuffer({
      size,
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    });
    const encoder = device.createCommandEncoder();
    encoder.resolveQuerySet(this.#set, 0, 2 * this.#names.length, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, copied, 0, size);
    device.queue.submit([encoder.finish()]);
    await copied.mapAsync(GPUMapMode.READ);
    const nanoseconds = new BigInt64Array(copied.getMappedRange().slice(0));
    for (const buffer of [resolved, copied]) buffer.destroy();
    this.#set.destroy();
    return this.#timesOf(nanoseconds);
  }

  #timesOf(nanoseconds: BigInt64Array): PassTimes {
    const passes: Record<string, number> = {};
    this.#names.forEach((name, i) => {
      if (name === 'whole') return;
      const spent = Number(nanoseconds[2 * i + 1] - nanoseconds[2 * i]) / 1e6;
      passes[name] = (passes[name] ?? 0) + spent;
    });
    const whole = Number((nanoseconds.at(-1) ?? 0n) - nanoseconds[0]) / 1e6;
    return { whole, passes };
  }
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

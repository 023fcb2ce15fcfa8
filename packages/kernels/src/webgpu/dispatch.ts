/** Runs a shader with several outputs inside TensorFlow.js's WebGPU backend. */
import { ShapeError } from '@anodec/core';
import { tf } from '../tensorflow.js';
import { bufferOf, deviceLimits, webgpuEngine } from './engine.js';
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
  /** A text that no other shader has. */
  readonly key: string;
  /** The source, asked for when the key is new. */
  readonly shader: () => string;
  readonly storage: readonly Storage[];
  /** A tensor for each name of `storage`. */
  readonly tensors: Readonly<Record<string, tf.Tensor>>;
  /** The uniforms of one dispatch after the other, at most 256 bytes each; each reads the results of those before it. */
  readonly uniforms: readonly ArrayBuffer[];
  readonly workgroups: readonly [number, number, number?];
}

/** The uniforms of a walk: `struct Walk` of `shader.ts`. */
export function walkUniforms({ B, W, first, end }: StepRange): ArrayBuffer {
  return Int32Array.of(B, W, first, end).buffer;
}

/** The setting of TensorFlow.js that says after how many dispatches it submits. */
export const SUBMIT_AFTER = 'WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE';

/** Uniforms of a dispatch begin at multiples of this, which every adapter accepts. */
const UNIFORM_STRIDE = 256;

/**
 * Records the dispatches after all commands that TensorFlow.js has recorded; returns at once.
 *
 * @throws ShapeError when a tensor is larger than the adapter can bind
 */
export function dispatch({
  name,
  key,
  shader,
  storage,
  tensors,
  uniforms,
  workgroups,
}: Dispatch): void {
  const engine = webgpuEngine();
  const { device } = engine;
  const { byteLength } = uniforms[0];
  const { pipeline, layout } = pipelineOf(device, key, shader, storage, byteLength);
  const buffers = storage.map((one) => bindable(one.name, tensors[one.name]));
  const ofUniforms = uniformBuffer(uniforms);
  const bindings = device.createBindGroup({
    layout,
    entries: [
      { binding: 0, resource: { buffer: ofUniforms, size: byteLength } },
      ...buffers.map((buffer, i) => ({ binding: i + 1, resource: { buffer } })),
    ],
  });
  engine.ensureCommandEncoderReady();
  engine.endComputePassEncoder();
  const pass = engine.commandEncoder.beginComputePass(clock?.writesOf(name));
  pass.setPipeline(pipeline);
  uniforms.forEach((_, i) => {
    pass.setBindGroup(0, bindings, [i * UNIFORM_STRIDE]);
    pass.dispatchWorkgroups(...workgroups);
  });
  pass.end();
  for (const one of storage) engine.commandQueueOwnedIds.add(tensors[one.name].dataId);
  engine.uniformPendingDisposal.push(ofUniforms);
  submitFromTimeToTime(engine);
}

/** Counts a dispatch as TensorFlow.js counts its own, so that the device is at work while the next are recorded. */
function submitFromTimeToTime(engine: ReturnType<typeof webgpuEngine>): void {
  engine.dispatchCountInPass++;
  if (engine.dispatchCountInPass < tf.env().getNumber(SUBMIT_AFTER)) return;
  engine.submitQueue();
}

/** Compiles a shader without running it, for measurements; errors go to the error scopes of the device. */
export function compile(shader: string, storage: readonly Storage[], uniformBytes: number): void {
  pipelineOf(webgpuEngine().device, shader, () => shader, storage, uniformBytes);
}

function bindable(name: string, tensor: tf.Tensor): GPUBuffer {
  const limit = deviceLimits().maxStorageBufferBindingSize;
  if (tensor.size * 4 > limit) {
    throw new ShapeError(
      `${name} (${tensor.shape.join(' × ')}) must fit into ${limit} bytes, the limit of this ` +
        `WebGPU adapter, got ${tensor.size * 4}. Reduce \`batchSize\` or \`windowSize\`.`,
    );
  }
  return bufferOf(tensor);
}

function uniformBuffer(uniforms: readonly ArrayBuffer[]): GPUBuffer {
  const { bufferManager, queue } = webgpuEngine();
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.UNIFORM;
  const bytes = uniforms.length * UNIFORM_STRIDE;
  const buffer = bufferManager.acquireBuffer(bytes, usage);
  const all = new Uint8Array(bytes);
  uniforms.forEach((one, i) => all.set(new Uint8Array(one), i * UNIFORM_STRIDE));
  queue.writeBuffer(buffer, 0, all);
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

/** Whether dispatches are timed now. */
export function isTiming(): boolean {
  return clock !== undefined;
}

/**
 * Times the dispatches of a step on the device, which must have the feature `timestamp-query`.
 *
 * @param step what records the dispatches before it first waits, and ends with reading a result back
 */
export async function timePasses(step: () => Promise<unknown>): Promise<PassTimes> {
  const engine = webgpuEngine();
  const timer = new PassClock(engine.device);
  timer.mark('whole');
  clock = timer;
  timePrograms(engine, timer);
  const done = step();
  Reflect.deleteProperty(engine, 'recordAndSubmit'); // the method of its class is there again
  clock = undefined;
  timer.mark('whole');
  engine.submitQueue();
  await done;
  return timer.read();
}

/** Gives each program of TensorFlow.js a pass of its own, which it would share with those before it. */
function timePrograms(engine: ReturnType<typeof webgpuEngine>, timer: PassClock): void {
  const record = engine.recordAndSubmit.bind(engine);
  engine.recordAndSubmit = (program, output, ...rest) => {
    engine.ensureCommandEncoderReady();
    engine.endComputePassEncoder();
    const name = `${program.constructor.name} ${output.shape.join('×')}`;
    engine.computePassEncoder = engine.commandEncoder.beginComputePass(timer.writesOf(name));
    record(program, output, ...rest);
    engine.endComputePassEncoder();
  };
}

/** Timestamps around the passes of a step. */
class PassClock {
  static readonly #MOST = 1024;
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

function pipelineOf(
  device: GPUDevice,
  key: string,
  shader: () => string,
  storage: readonly Storage[],
  uniformBytes: number,
): Compiled {
  const ofDevice = compiled.get(device) ?? new Map<string, Compiled>();
  compiled.set(device, ofDevice);
  const known = ofDevice.get(key);
  if (known) return known;
  const layout = device.createBindGroupLayout({
    entries: [
      uniformEntry(uniformBytes),
      ...storage.map(({ access }, i) => ({
        binding: i + 1,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' } as const,
      })),
    ],
  });
  const pipeline = device.createComputePipeline({
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module: device.createShaderModule({ code: shader() }), entryPoint: 'main' },
  });
  const made = { pipeline, layout };
  ofDevice.set(key, made);
  return made;
}

function uniformEntry(minBindingSize: number): GPUBindGroupLayoutEntry {
  return {
    binding: 0,
    visibility: GPUShaderStage.COMPUTE,
    buffer: { type: 'uniform', hasDynamicOffset: true, minBindingSize },
  };
}

/**
 * Recordings of computations on the GPU: their commands, over buffers that belong to the recording alone.
 *
 * To record a step of training takes longer than a small network needs to compute it, and most of that time goes into
 * TensorFlow.js. A repetition writes the inputs and submits the same commands again.
 */
import type { Recorded, Recorder } from '../recorded-repeater.js';
import { mapInputs } from '../repeat.js';
import type { Computation, InputArrays } from '../repeater.js';
import { tf } from '../tensorflow.js';
import { OrderedBuffers } from './buffers.js';
import { CommandList } from './command-list.js';
import { isTiming } from './dispatch.js';
import { bufferOf, emptyTensor, forgetValues, webgpuEngine } from './engine.js';

/** What a computation read that it has not made. */
type Outside = Map<object, GPUBuffer>;

/** The recorder of the backend. */
export class WebgpuRecorder implements Recorder {
  /** The first run uploads what it reads, such as weights. */
  readonly attempts = 3;
  #isRecording = false;

  isBusy(): boolean {
    return this.#isRecording || isTiming();
  }

  record<Arrays extends InputArrays>(
    arrays: Arrays,
    compute: Computation<Arrays>,
  ): { results: tf.Tensor[]; recorded?: Recorded } {
    const { device, bufferManager } = webgpuEngine();
    const own = new OrderedBuffers(device);
    const commands = new CommandList();
    const outside: Outside = new Map();
    let inputs = new Map<string, tf.Tensor>();
    const run = () => {
      inputs = inputTensors(arrays);
      writeInputs(inputs, arrays);
      return tf.tidy(() => compute(mapInputs(arrays, (_, name) => inputs.get(name) as tf.Tensor)));
    };
    let isKept = false;
    this.#isRecording = true;
    try {
      const results = recording(commands, own, outside, run);
      const hasTransfers = commands.hasTransfers || own.uploads > 0;
      isKept = !hasTransfers && results.every((result) => isMadeBy(own, result));
      for (const [dataId, buffer] of outside) if (own.has(buffer)) outside.delete(dataId);
      if (!isKept) return { results };
      const kept = results.map((result) => tf.keep(result));
      const recorded = recordedOf({ commands, inputs, results: kept, outside, own });
      return { results: kept.map((tensor) => handOut(tensor)), recorded };
    } finally {
      this.#isRecording = false;
      webgpuEngine().bufferManager = bufferManager;
      if (!isKept) {
        tf.dispose([...inputs.values()]);
        own.dispose();
      }
    }
  }

  dispose(): void {
    // nothing is kept beside the recordings
  }
}

/** Runs a computation with its commands written down, its buffers apart, and what it reads noted. */
function recording(
  commands: CommandList,
  own: OrderedBuffers,
  outside: Outside,
  run: () => tf.Tensor[],
): tf.Tensor[] {
  const engine = webgpuEngine();
  const { device } = engine;
  flush();
  engine.bufferManager = own;
  const createEncoder = device.createCommandEncoder.bind(device);
  const bind = engine.tensorToBinding.bind(engine);
  device.createCommandEncoder = () => commands.recorded(createEncoder());
  engine.tensorToBinding = (tensor) => {
    if (tensor) outside.set(tensor.dataId, bufferOf(tensor));
    return bind(tensor);
  };
  engine.onBind = (dataId, buffer) => outside.set(dataId, buffer);
  try {
    return run();
  } finally {
    flush();
    Reflect.deleteProperty(engine, 'onBind');
    Reflect.deleteProperty(engine, 'tensorToBinding'); // the method of its class is there again
    device.createCommandEncoder = createEncoder;
  }
}

/** Submits what has been recorded so far, so that freed buffers go back to those that handed them out. */
function flush(): void {
  const engine = webgpuEngine();
  engine.ensureCommandEncoderReady();
  engine.endComputePassEncoder();
  engine.submitQueue();
}

function isMadeBy(own: OrderedBuffers, { dataId }: tf.Tensor): boolean {
  const { resource } = webgpuEngine().tensorMap.get(dataId);
  return resource !== undefined && own.has(resource);
}

interface Parts {
  readonly commands: CommandList;
  readonly inputs: ReadonlyMap<string, tf.Tensor>;
  readonly results: readonly tf.Tensor[];
  readonly outside: Outside;
  readonly own: OrderedBuffers;
}

function recordedOf({ commands, inputs, results, outside, own }: Parts): Recorded {
  const { device, tensorMap } = webgpuEngine();
  // results can share their values, such as the gradients of both biases of an LSTM
  const kept = new Map<object, number>();
  for (const { dataId } of results) kept.set(dataId, tensorMap.get(dataId).refCount);
  return {
    isHeld: () => [...kept].some(([dataId, count]) => tensorMap.get(dataId).refCount > count),
    isValid: () =>
      [...outside].every(
        ([dataId, buffer]) => tensorMap.has(dataId) && tensorMap.get(dataId).resource === buffer,
      ),
    repeat(arrays) {
      flush();
      writeInputs(inputs, arrays);
      commands.submit(device);
      results.forEach(forgetValues); // those that were read back belong to the run before
      return results.map((tensor) => handOut(tensor));
    },
    dispose() {
      tf.dispose([...results, ...inputs.values()]);
      flush();
      own.dispose();
    },
  };
}

function inputTensors(arrays: InputArrays): Map<string, tf.Tensor> {
  const present = Object.entries(arrays).flatMap(([name, array]) =>
    array ? [[name, tf.keep(emptyTensor(...array.shape))] as const] : [],
  );
  return new Map(present);
}

function writeInputs(inputs: ReadonlyMap<string, tf.Tensor>, arrays: InputArrays): void {
  const { queue } = webgpuEngine();
  for (const [name, tensor] of inputs) {
    const { values } = arrays[name] ?? {};
    if (values) queue.writeBuffer(bufferOf(tensor), 0, values, 0, tensor.size);
  }
}

/** A tensor over the same values, for the caller to dispose of. */
function handOut({ dataId, shape, dtype }: tf.Tensor): tf.Tensor {
  webgpuEngine().tensorMap.get(dataId).refCount++;
  return tf.engine().makeTensorFromTensorInfo({ dataId, shape, dtype });
}

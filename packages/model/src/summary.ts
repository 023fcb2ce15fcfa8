/**
 * The summary of a network before it is trained: its layers, weights, arithmetic and memory, all computed from
 * the settings; nothing is built.
 */
import { cellGates } from './autoencoder/cells.js';
import { parameterShapes } from './autoencoder/shapes.js';
import type { AutoencoderConfig } from './config.js';
import type { ParameterShapes } from './parameter-set.js';

/** One layer: the weights whose names begin with its name. */
export interface LayerSummary {
  /** Such as `encoder.0`. */
  readonly name: string;
  /** Such as LSTM; Linear; Normalisation. */
  readonly kind: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: number;
  /** Floating-point operations of its matrix products in one forward pass over one window. */
  readonly flops: number;
}

/** Bytes that tensors take while one batch is trained on. */
export interface StepMemory {
  readonly weights: number;
  readonly gradients: number;
  /** What the optimiser keeps for each weight. */
  readonly moments: number;
  /** Readings, targets, outputs, and what the backward pass needs of every layer. */
  readonly activations: number;
  readonly total: number;
}

/** The summary of a network. */
export interface ModelSummary {
  /** In the order of the weights. */
  readonly layers: readonly LayerSummary[];
  readonly weights: number;
  /** Floating-point operations of all matrix products in one forward pass over one window. */
  readonly flops: number;
  /** Of one training step on a full batch. */
  readonly memory: StepMemory;
}

const FLOAT_BYTES = 4;
/** Layers that run once for a window; all others run at every row. */
const ONCE = /(^|\.)(bridge|code|mean|logVariance)$/;

/**
 * Summarises the network of these settings.
 *
 * FLOPs count a product and a sum as two and leave out biases and activations, as PyTorch's FlopCounterMode
 * does. Memory in bytes, with P weights, L recurrent layers of sizes H and 4 bytes for each number:
 *
 *     weights      4·P
 *     gradients    4·P
 *     moments      8·P, the two of Adam
 *     activations  4·B·W·(3·C + Σ 6·H)
 *
 * The 3·C are readings, targets and outputs; the 6·H of a layer are its outputs and what the kernels of `simd`
 * record for the backward pass: four gates and the state. What kernels need meanwhile is not counted.
 *
 * @param C channels
 * @throws ConfigError when the settings do not go together
 */
export function modelSummary(config: AutoencoderConfig, C: number): ModelSummary {
  const shapes = parameterShapes(config, C);
  const layers = layersOf(shapes).map(([name, own]) => summarizeLayer(config, name, own));
  const sum = (of: (layer: LayerSummary) => number): number =>
    layers.reduce((total, layer) => total + of(layer), 0);
  const weights = sum((layer) => layer.weights);
  return {
    layers,
    weights,
    flops: sum(({ flops }) => flops),
    memory: stepMemory(config, C, weights, sum(recorded)),
  };
}

/** The weights of each layer under their own names, such as `weightIh`. */
function layersOf(shapes: ParameterShapes): [string, ParameterShapes][] {
  const layers = new Map<string, Record<string, readonly number[]>>();
  for (const [name, shape] of Object.entries(shapes)) {
    const dot = name.lastIndexOf('.');
    const layer = layers.get(name.slice(0, dot)) ?? {};
    layer[name.slice(dot + 1)] = shape;
    layers.set(name.slice(0, dot), layer);
  }
  return [...layers];
}

function summarizeLayer(
  config: AutoencoderConfig,
  name: string,
  shapes: ParameterShapes,
): LayerSummary {
  const isRecurrent = 'weightHh' in shapes;
  const [rows, inputs = rows] = shapes.weightIh ?? shapes.weight;
  const weights = Object.values(shapes).reduce((sum, shape) => sum + product(shape), 0);
  const flops = Object.entries(shapes)
    .filter(([, shape]) => shape.length === 2)
    .reduce((sum, [own, shape]) => sum + 2 * product(shape) * runsOf(config, name, own), 0);
  return {
    name,
    kind: isRecurrent
      ? config.cell.toUpperCase()
      : shapes.weight.length === 1
        ? 'Normalisation'
        : 'Linear',
    inputs,
    outputs: isRecurrent ? rows / cellGates[config.cell] : rows,
    weights,
    flops,
  };
}

/** How often a matrix is multiplied with in one window. */
function runsOf(config: AutoencoderConfig, layer: string, weight: string): number {
  if (ONCE.test(layer)) return 1;
  // the code is the same at every row, and so is its product
  const takesCode = config.decoder === 'repeat' && /(^|\.)decoder\.0$/.test(layer);
  return takesCode && weight === 'weightIh' ? 1 : config.windowSize;
}

/** Numbers that a recurrent layer keeps of each row for the backward pass. */
function recorded({ kind, outputs }: LayerSummary): number {
  return kind === 'Linear' || kind === 'Normalisation' ? 0 : 6 * outputs;
}

function stepMemory(
  { batchSize: B, windowSize: W }: AutoencoderConfig,
  C: number,
  P: number,
  recordedPerRow: number,
): StepMemory {
  const memory = {
    weights: FLOAT_BYTES * P,
    gradients: FLOAT_BYTES * P,
    moments: 2 * FLOAT_BYTES * P,
    activations: FLOAT_BYTES * B * W * (3 * C + recordedPerRow),
  };
  return { ...memory, total: Object.values(memory).reduce((sum, bytes) => sum + bytes, 0) };
}

function product(shape: readonly number[]): number {
  return shape.reduce((size, dim) => size * dim, 1);
}

/**
 * The autoencoders that are timed, as plain functions over the operations of this package, with
 * nothing between them and the backend. The same networks in PyTorch are in `torch-peer.py`.
 */
import { type CellName, cells } from '../../recurrent/cells.js';
import { recurrent } from '../../recurrent/recurrent.js';
import { createRepeater } from '../../repeat.js';
import { tf } from '../../tensorflow.js';
import { dense } from '../../training/dense.js';
import type { LossName } from '../../training/loss-reference.js';
import { meanLoss } from '../../training/losses.js';
import { adam } from '../../training/rules/adam.js';
import { WeightOptimizer } from '../../training/weight-optimizer.js';

/** Channels, those of the SWaT plant. */
const C = 51;

/** A network and its batch: recurrent layers to a code, which is repeated W times, and back. */
export interface ModelSizes {
  readonly name: string;
  /** A description for the table. */
  readonly about: string;
  readonly cell: CellName;
  readonly B: number;
  readonly W: number;
  /** Sizes from the channels to the code. */
  readonly encoder: readonly number[];
  /** Sizes from the code to the last recurrent layer. */
  readonly decoder: readonly number[];
  /** Whether a dense layer leads back to the channels; else the decoder's last size does. */
  readonly dense: boolean;
  readonly loss: LossName;
}

/** A to D: one layer on each side. E and F: the original architecture. */
export const models: readonly ModelSizes[] = [
  oneLayer('A', 64, 100, 64),
  oneLayer('B', 64, 300, 128),
  oneLayer('C', 256, 100, 256),
  oneLayer('D', 64, 12, 64),
  original('E', 64, 300, 64, 128),
  original('F', 64, 300, 128, 456),
];

/** The size of the quick start, whose windows are short. */
export const quickStart: ModelSizes = oneLayer('quick start', 64, 20, 32);

/** So small that the overhead around the kernels dominates. */
export const tiny: ModelSizes = oneLayer('tiny', 8, 12, 16);

function oneLayer(name: string, B: number, W: number, H: number): ModelSizes {
  const about = `B${B} W${W} H${H} + dense`;
  const sizes = { encoder: [C, H], decoder: [H, H], dense: true, loss: 'mse' } as const;
  return { name, about, cell: 'lstm', B, W, ...sizes };
}

function original(name: string, B: number, W: number, H: number, E: number): ModelSizes {
  const about = `B${B} W${W} ${C}→${H}→${E}→${H}→${C}`;
  const sizes = { encoder: [C, H, E], decoder: [E, H, C], dense: false, loss: 'mae' } as const;
  return { name, about, cell: 'lstm', B, W, ...sizes };
}

/** The timed functions; each starts from the batch in a JavaScript array. */
export interface TimedModel {
  /** One training step. @returns the loss */
  train(): Promise<number>;
  /** One reconstruction of the batch, read back. */
  score(): Promise<Float32Array>;
}

/** Builds a network on the current backend, with random weights and a random batch. */
export function createTimedModel(sizes: ModelSizes): TimedModel {
  const { B, W } = sizes;
  const shapes = shapesOf(sizes);
  const names = Object.keys(shapes);
  const optimizer = new WeightOptimizer(adam(), shapes);
  for (const [name, shape] of Object.entries(shapes)) {
    const size = shape.reduce((product, dim) => product * dim, 1);
    optimizer.write(name, { weight: noise(size, 0.1) });
  }
  const batch = { input: { values: noise(B * W * C, 1), shape: [B, W, C] } };
  const [learning, scoring] = [createRepeater(), createRepeater()];
  return {
    async train() {
      const [value, ...gradients] = learning.run(batch, ({ input }) => {
        const { value: loss, grads } = tf.valueAndGrads((...weights) => {
          const named = Object.fromEntries(names.map((name, i) => [name, weights[i]]));
          return meanLoss(sizes.loss, reconstruct(sizes, named, input), input) as tf.Scalar;
        })(Object.values(optimizer.weights));
        return [loss, ...grads];
      });
      const norm = optimizer.step(gradients, { learningRate: 1e-3 });
      const [loss] = await value.data();
      tf.dispose([value, norm, ...gradients]);
      return loss;
    },
    async score() {
      const [output] = scoring.run(batch, ({ input }) => [
        reconstruct(sizes, optimizer.weights, input),
      ]);
      const values = await output.data<'float32'>();
      output.dispose();
      return values;
    },
  };
}

/** Weights in PyTorch's layout, by side and layer. */
function shapesOf({ cell, encoder, decoder, dense: hasDense }: ModelSizes) {
  const { gates } = cells[cell].reference;
  const shapes: Record<string, number[]> = {};
  for (const [side, sizes] of Object.entries({ encoder, decoder })) {
    for (const [i, H] of sizes.slice(1).entries()) {
      shapes[`${side}.${i}.weightIh`] = [gates * H, sizes[i]];
      shapes[`${side}.${i}.weightHh`] = [gates * H, H];
      shapes[`${side}.${i}.biasIh`] = [gates * H];
      shapes[`${side}.${i}.biasHh`] = [gates * H];
    }
  }
  if (hasDense) {
    shapes['output.weight'] = [C, decoder[decoder.length - 1]];
    shapes['output.bias'] = [C];
  }
  return shapes;
}

function reconstruct(
  sizes: ModelSizes,
  weights: Readonly<Record<string, tf.Tensor>>,
  input: tf.Tensor,
): tf.Tensor {
  const { cell, W, encoder, decoder } = sizes;
  const layer = (name: string) => ({
    weightIh: weights[`${name}.weightIh`],
    weightHh: weights[`${name}.weightHh`],
    biasIh: weights[`${name}.biasIh`],
    biasHh: weights[`${name}.biasHh`],
  });
  let hidden = input;
  for (let i = 0; i < encoder.length - 1; i++) {
    const output = i === encoder.length - 2 ? 'last' : 'sequence';
    hidden = recurrent(cell, hidden, layer(`encoder.${i}`), { output, inputGradient: i > 0 });
  }
  for (let i = 0; i < decoder.length - 1; i++) {
    hidden = recurrent(cell, hidden, layer(`decoder.${i}`), { steps: W });
  }
  return sizes.dense ? dense(hidden, weights['output.weight'], weights['output.bias']) : hidden;
}

/** A sine of growing steps: no two alike, the same in every process. */
function noise(length: number, scale: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => scale * Math.sin(i * (i + 1) * 0.37));
}

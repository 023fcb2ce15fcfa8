/** A small network that learns, for tests of recorded steps. */
import { recurrent } from '../recurrent/index.js';
import { tf } from '../tensorflow.js';
import { adam, dense, meanLoss, WeightOptimizer } from '../training/index.js';

/** Sizes of the batches and of the network. */
export interface LearningSizes {
  readonly W: number;
  readonly I: number;
  readonly H: number;
}

/** A network of one LSTM and a dense layer on the current backend, with an Adam over its weights. */
export function createLearner({ I, H }: LearningSizes): WeightOptimizer {
  const shapes = {
    weightIh: [4 * H, I],
    weightHh: [4 * H, H],
    biasIh: [4 * H],
    biasHh: [4 * H],
    weight: [I, H],
    bias: [I],
  };
  const optimizer = new WeightOptimizer(adam(), shapes);
  for (const [name, shape] of Object.entries(shapes)) {
    const size = shape.reduce((product, dim) => product * dim, 1);
    optimizer.write(name, { weight: wave(size, name.length) });
  }
  return optimizer;
}

/** The loss of a batch, then the gradients in the order of the weights. @param mask in the shape of the input */
export function lossAndGradients(
  weights: WeightOptimizer['weights'],
  input: tf.Tensor,
  mask?: tf.Tensor,
): tf.Tensor[] {
  const names = Object.keys(weights);
  const { value, grads } = tf.valueAndGrads((...tensors) => {
    const [weightIh, weightHh, biasIh, biasHh, weight, bias] = names.map((_, i) => tensors[i]);
    const layer = { weightIh, weightHh, biasIh, biasHh };
    const hidden = recurrent('lstm', input, layer, { inputGradient: false });
    return meanLoss('mae', dense(hidden, weight, bias), input, mask) as tf.Scalar;
  })(Object.values(weights));
  return [value, ...grads];
}

/** A batch of `size` windows, and a mask where it is asked for. */
export function learningBatch({ W, I }: LearningSizes, size: number, seed: number, masked = false) {
  const shape = [size, W, I];
  const mask = wave(size * W * I, seed + 7).map((value) => (value > 0 ? 1 : 0));
  return {
    input: { values: wave(mask.length, seed), shape },
    mask: masked ? { values: mask, shape } : undefined,
  };
}

function wave(length: number, seed: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(3 * i + seed) / 2);
}

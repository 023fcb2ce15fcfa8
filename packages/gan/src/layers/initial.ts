/**
 * Values of weights before training, as Keras draws them.
 *
 * Source: Glorot & Bengio 2010, "Understanding the Difficulty of Training Deep Feedforward Neural Networks",
 * equation 16; Saxe, McClelland & Ganguli 2014, "Exact Solutions to the Nonlinear Dynamics of Learning in Deep
 * Linear Neural Networks".
 */
import type { Weight } from './layer.js';

type Fill = Weight['fill'];

/** All the same. */
export function constant(value: number): Fill {
  return (values) => void values.fill(value);
}

/** Uniform in [-limit, limit). */
export function uniform(limit: number): Fill {
  return (values, random) => {
    for (let i = 0; i < values.length; i++) values[i] = (2 * random.uniform() - 1) * limit;
  };
}

/** Glorot's uniform distribution, for a weight that leads from `inputs` values to each of `outputs`. */
export function glorot(inputs: number, outputs: number): Fill {
  return uniform(Math.sqrt(6 / (inputs + outputs)));
}

/** Blocks of size × size, one below the other, each a random orthogonal matrix. */
export function orthogonal(size: number): Fill {
  return (values, random) => {
    for (let from = 0; from < values.length; from += size * size) {
      const block = values.subarray(from, from + size * size);
      for (let row = 0; row < size; row++) {
        const own = block.subarray(row * size, (row + 1) * size);
        for (let i = 0; i < size; i++) own[i] = random.normal();
        for (let other = 0; other < row; other++) {
          subtractPart(own, block.subarray(other * size, (other + 1) * size));
        }
        const length = Math.sqrt(dot(own, own));
        for (let i = 0; i < size; i++) own[i] /= length;
      }
    }
  };
}

/** Takes the part of `own` along a unit vector away (Gram and Schmidt). */
function subtractPart(own: Float32Array, unit: Float32Array): void {
  const share = dot(own, unit);
  for (let i = 0; i < own.length; i++) own[i] -= share * unit[i];
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

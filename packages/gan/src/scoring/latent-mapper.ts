/**
 * The mappings that AnoGAN trains in place of the latent numbers themselves: from fixed random numbers through a dense
 * layer, the hyperbolic tangent and a batch normalisation in its inference form to what the generator takes.
 *
 * Every day has a mapping of its own, and the arithmetic of one is small beside the networks, so that these are plain
 * loops: no backend adds the numbers of a day in another order because other days are computed with it.
 */
import type { Random } from '@anodec/core';

/** The variance that the normalisation divides by: 1, for no batch was seen, and the epsilon of Keras. */
const DEVIATION = Math.sqrt(1 + 1e-3);

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

/** What a mapping begins with. */
export interface MapperWeights {
  /** (L, L), inputs by outputs. */
  readonly weight: Float32Array;
  /** (L) */
  readonly bias: Float32Array;
  /** (L) */
  readonly scale: Float32Array;
  /** (L) */
  readonly offset: Float32Array;
}

/** Mappings of several days. */
export interface LatentMappers {
  /** What the generator takes, (D, L). */
  latent(): Float32Array;
  /**
   * One step of Adam with AMSGrad in each mapping.
   *
   * @param gradient (D, L), of the loss with respect to `latent()`, which must have been called before
   */
  step(gradient: Float32Array): void;
  /** The weights of one day. */
  weightsOf(day: number): MapperWeights;
}

/** Draws the weights that all days begin with: Glorot's uniform distribution, as a dense layer of Keras. */
export function drawMapper(L: number, random: Random): MapperWeights {
  const limit = Math.sqrt(6 / (L + L));
  return {
    weight: Float32Array.from({ length: L * L }, () => limit * (2 * random.uniform() - 1)),
    bias: new Float32Array(L),
    scale: new Float32Array(L).fill(1),
    offset: new Float32Array(L),
  };
}

/**
 * Makes mappings.
 *
 * @param inputs (D, L), the fixed random numbers of each day
 * @param initial (D), the weights that each day begins with; left as they are
 * @param learningRate of Adam
 *
 * Source: Reddi, Kale & Kumar 2018, "On the Convergence of Adam and Beyond" (AMSGrad), with the correction of the
 * moments and the place of epsilon of Keras 2.3.
 */
export function createLatentMappers(
  inputs: Float32Array,
  initial: readonly MapperWeights[],
  learningRate: number,
): LatentMappers {
  const D = initial.length;
  const L = inputs.length / D;
  const P = L * L + 3 * L; // weight, bias, scale, offset
  const values = new Float32Array(D * P);
  initial.forEach(({ weight, bias, scale, offset }, d) => {
    let at = d * P;
    for (const part of [weight, bias, scale, offset]) {
      values.set(part, at);
      at += part.length;
    }
  });
  const [means, squares, largest] = [0, 1, 2].map(() => new Float32Array(D * P));
  const tangents = new Float32Array(D * L);
  let steps = 0;

  /** Moves one weight against its gradient. */
  const move = (at: number, gradient: number, rate: number): void => {
    means[at] = BETA1 * means[at] + (1 - BETA1) * gradient;
    squares[at] = BETA2 * squares[at] + (1 - BETA2) * gradient * gradient;
    if (squares[at] > largest[at]) largest[at] = squares[at];
    values[at] -= (rate * means[at]) / (Math.sqrt(largest[at]) + EPSILON);
  };

  return {
    latent() {
      const latent = new Float32Array(D * L);
      for (let d = 0; d < D; d++) {
        const sums = Float64Array.from(values.subarray(d * P + L * L, d * P + L * L + L));
        for (let i = 0; i < L; i++) {
          const input = inputs[d * L + i];
          const row = d * P + i * L;
          for (let j = 0; j < L; j++) sums[j] += input * values[row + j];
        }
        const scale = d * P + L * L + L;
        for (let j = 0; j < L; j++) {
          const tangent = (tangents[d * L + j] = Math.tanh(sums[j]));
          latent[d * L + j] = (values[scale + j] * tangent) / DEVIATION + values[scale + L + j];
        }
      }
      return latent;
    },
    step(gradient) {
      steps += 1;
      const rate = (learningRate * Math.sqrt(1 - BETA2 ** steps)) / (1 - BETA1 ** steps);
      const dSums = new Float64Array(L);
      for (let d = 0; d < D; d++) {
        const bias = d * P + L * L;
        for (let j = 0; j < L; j++) {
          const [g, tangent] = [gradient[d * L + j], tangents[d * L + j]];
          dSums[j] = ((g * values[bias + L + j]) / DEVIATION) * (1 - tangent * tangent);
          move(bias + L + j, (g * tangent) / DEVIATION, rate);
          move(bias + 2 * L + j, g, rate);
          move(bias + j, dSums[j], rate);
        }
        for (let i = 0; i < L; i++) {
          const input = inputs[d * L + i];
          const row = d * P + i * L;
          for (let j = 0; j < L; j++) move(row + j, input * dSums[j], rate);
        }
      }
    },
    weightsOf(day) {
      const part = (from: number, size: number) =>
        values.slice(day * P + from, day * P + from + size);
      return {
        weight: part(0, L * L),
        bias: part(L * L, L),
        scale: part(L * L + L, L),
        offset: part(L * L + 2 * L, L),
      };
    },
  };
}

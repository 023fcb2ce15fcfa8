import { describe, expect, test } from 'vitest';
import { plainProducts } from '../products.js';
import {
  backwardSequence,
  forwardSequence,
  type SequenceGradients,
  type SequenceInputs,
} from './reference.js';
import type { SequenceSizes } from './kernel.js';
import { cells } from './recurrent.js';

const shapes: [string, SequenceSizes][] = [
  ['one of everything', { B: 1, W: 1, I: 1, H: 1, constantInput: false }],
  ['odd sizes', { B: 3, W: 4, I: 5, H: 7, constantInput: false }],
  ['a constant input', { B: 2, W: 5, I: 3, H: 4, constantInput: true }],
];

describe.each(Object.entries(cells))('%s', (_, { reference }) => {
  test.each(shapes)('has the gradients of central differences, %s', (_shape, sizes) => {
    const { B, W, H } = sizes;
    const inputs = randomInputs(sizes, reference.gates);
    const upstream = noise(B * W * H, 9);
    const loss = () => {
      const { hidden } = forwardSequence(reference, sizes, inputs, plainProducts);
      return (hidden as Float64Array).reduce((sum, value, i) => sum + value * upstream[i], 0);
    };
    const tape = forwardSequence(reference, sizes, inputs, plainProducts);
    const gradients = backwardSequence(reference, sizes, tape, upstream, plainProducts, true);
    for (const name of Object.keys(gradients) as (keyof SequenceGradients<Float64Array>)[]) {
      const analytic = gradients[name] as Float64Array;
      const numeric = differences(inputs[name], loss);
      // truncation error of the difference, step² times the third derivative
      analytic.forEach((value, i) => expect(Math.abs(value - numeric[i])).toBeLessThan(1e-8));
    }
  });

  test('counts only the last step when only the last state was used', () => {
    const sizes = { B: 2, W: 3, I: 2, H: 3, constantInput: false };
    const inputs = randomInputs(sizes, reference.gates);
    const last = noise(2 * 3, 5);
    const everywhere = new Float64Array(2 * 3 * 3);
    for (let b = 0; b < 2; b++) everywhere.set(last.subarray(b * 3, b * 3 + 3), (b * 3 + 2) * 3);
    const [a, b] = [last, everywhere].map((upstream) => {
      const tape = forwardSequence(reference, sizes, inputs, plainProducts);
      return backwardSequence(reference, sizes, tape, upstream, plainProducts, true);
    });
    expect(a).toEqual(b);
  });
});

function randomInputs(sizes: SequenceSizes, G: number): SequenceInputs<Float64Array> {
  const { B, W, I, H, constantInput } = sizes;
  return {
    input: noise(B * (constantInput ? 1 : W) * I, 1),
    weightIh: noise(G * H * I, 2),
    weightHh: noise(G * H * H, 3),
    biasIh: noise(G * H, 4),
    biasHh: noise(G * H, 5),
    initialHidden: noise(B * H, 6),
    initialCell: noise(B * H, 7),
  };
}

/** Reproducible numbers between −1 and 1 without a pattern that matters. */
function noise(length: number, seed: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => Math.sin(1e4 * Math.sin(i + 1 + 100 * seed)));
}

function differences(values: Float64Array, loss: () => number): Float64Array {
  const step = 1e-5;
  return values.map((value, i) => {
    values[i] = value + step;
    const above = loss();
    values[i] = value - step;
    const below = loss();
    values[i] = value;
    return (above - below) / (2 * step);
  });
}

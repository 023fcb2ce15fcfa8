/** The reference of each cell against central differences, in double precision. */
import { describe, expect, test } from 'vitest';
import { plainProducts } from '../products.js';
import { cells } from './cells.js';
import type { SequenceInputs } from './cells/cell.js';
import {
  backwardSequence,
  forwardSequence,
  type SequenceGradients,
  type UpstreamGradients,
} from './reference.js';
import type { SequenceWalk } from './walk.js';

const odd = { B: 3, W: 4, I: 5, H: 7, constantInput: false };

const walks: [string, SequenceWalk][] = [
  ['one of everything', { B: 1, W: 1, I: 1, H: 1, constantInput: false }],
  ['odd sizes', odd],
  ['a constant input', { B: 2, W: 5, I: 3, H: 4, constantInput: true }],
  ['reverse', { ...odd, reverse: true }],
  ['lengths', { ...odd, lengths: Int32Array.of(2, 4, 0) }],
  ['lengths in reverse', { ...odd, reverse: true, lengths: Int32Array.of(3, 1, 4) }],
  ['lengths of a constant input', { ...odd, constantInput: true, lengths: Int32Array.of(1, 4, 2) }],
];

describe.each(Object.entries(cells))('%s', (_, { reference }) => {
  test.each(walks)('has the gradients of central differences, %s', (_name, walk) => {
    const { B, W, H } = walk;
    const inputs = randomInputs(walk, reference.gates);
    const upstream = {
      hidden: noise(B * W * H, 9),
      state: noise(B * H, 10),
      cell: noise(B * H, 11),
    };
    const tape = forwardSequence(reference, walk, inputs, plainProducts);
    const gradients = backwardSequence(reference, walk, tape, upstream, plainProducts, true);
    for (const name of Object.keys(gradients) as (keyof SequenceGradients<Float64Array>)[]) {
      const analytic = gradients[name] as Float64Array;
      const numeric = differences(inputs[name], () => {
        const { hidden, state, cell } = forwardSequence(reference, walk, inputs, plainProducts);
        return weighted(
          { hidden, state, cell } as Required<UpstreamGradients<Float64Array>>,
          upstream,
        );
      });
      // truncation error of the difference, step² times the third derivative
      analytic.forEach((value, i) => expect(Math.abs(value - numeric[i])).toBeLessThan(1e-8));
    }
  });

  test('counts only the last row when only the last state was used', () => {
    const walk = { B: 2, W: 3, I: 2, H: 3, constantInput: false };
    const inputs = randomInputs(walk, reference.gates);
    const last = noise(2 * 3, 5);
    const everywhere = new Float64Array(2 * 3 * 3);
    for (let b = 0; b < 2; b++) everywhere.set(last.subarray(b * 3, b * 3 + 3), (b * 3 + 2) * 3);
    const [a, b] = [{ state: last }, { hidden: everywhere }].map((upstream) => {
      const tape = forwardSequence(reference, walk, inputs, plainProducts);
      return backwardSequence(reference, walk, tape, upstream, plainProducts, true);
    });
    expect(a).toEqual(b);
  });

  test('leaves the state where the length ends, and 0 after it', () => {
    const lengths = Int32Array.of(2, 4, 0);
    const inputs = randomInputs(odd, reference.gates);
    const whole = forwardSequence(reference, odd, inputs, plainProducts);
    const cut = forwardSequence(reference, { ...odd, lengths }, inputs, plainProducts);
    const { W, H } = odd;
    for (let b = 0; b < odd.B; b++) {
      const rows = (tape: typeof cut) => tape.hidden.slice(b * W * H, (b + 1) * W * H);
      const counted = lengths[b] * H;
      expect(rows(cut).slice(0, counted)).toEqual(rows(whole).slice(0, counted));
      expect(
        rows(cut)
          .slice(counted)
          .every((value) => value === 0),
      ).toBe(true);
      const end = counted > 0 ? rows(whole).slice(counted - H, counted) : initialOf(inputs, b, H);
      expect(cut.state.slice(b * H, (b + 1) * H)).toEqual(end);
    }
  });

  test('is in reverse what it is forward with the rows turned round', () => {
    const inputs = randomInputs(odd, reference.gates);
    const { W, I, H } = odd;
    const turned = { ...inputs, input: turnRows(inputs.input, W, I) };
    const forward = forwardSequence(reference, odd, turned, plainProducts);
    const reverse = forwardSequence(reference, { ...odd, reverse: true }, inputs, plainProducts);
    expect(turnRows(reverse.hidden as Float64Array, W, H)).toEqual(forward.hidden);
    expect(reverse.state).toEqual(forward.state);
  });
});

function weighted(
  results: Required<UpstreamGradients<Float64Array>>,
  upstream: Required<UpstreamGradients<Float64Array>>,
): number {
  const names = ['hidden', 'state', 'cell'] as const;
  return names.reduce(
    (total, name) =>
      total + results[name].reduce((sum, value, i) => sum + value * upstream[name][i], 0),
    0,
  );
}

/** The input is 0 past the lengths, as the kernels may expect. */
function randomInputs(walk: SequenceWalk, G: number): SequenceInputs<Float64Array> {
  const { B, W, I, H, constantInput, lengths } = walk;
  const input = noise(B * (constantInput ? 1 : W) * I, 1);
  if (lengths && !constantInput) {
    lengths.forEach((length, b) => input.fill(0, (b * W + length) * I, (b + 1) * W * I));
  }
  return {
    input,
    weightIh: noise(G * H * I, 2),
    weightHh: noise(G * H * H, 3),
    biasIh: noise(G * H, 4),
    biasHh: noise(G * H, 5),
    initialHidden: noise(B * H, 6),
    initialCell: noise(B * H, 7),
  };
}

function initialOf({ initialHidden }: SequenceInputs<Float64Array>, b: number, H: number) {
  return initialHidden.slice(b * H, (b + 1) * H);
}

/** (B, W, N) with the rows of each sequence the other way round. */
function turnRows(values: Float64Array, W: number, N: number): Float64Array {
  return values.map((_, at) => {
    const [b, w, n] = [Math.floor(at / (W * N)), Math.floor(at / N) % W, at % N];
    return values[(b * W + W - 1 - w) * N + n];
  });
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

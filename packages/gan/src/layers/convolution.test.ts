/** Convolutions beside their definition, a sum for each output. */
import { createRandom } from '@anodec/core';
import { tf, useBackend } from '@anodec/kernels';
import { beforeAll, expect, test } from 'vitest';
import { convolve, convolveDoubled } from './convolution.js';

beforeAll(async () => {
  await useBackend('simd', { threads: 1 });
});

const [B, W, C, O] = [2, 7, 3, 4];

test.each([
  [1, 1],
  [4, 1],
  [5, 1],
  [5, 2],
  [10, 2],
  [15, 2],
])('a filter of %i rows with stride %i pads as Keras does', (size, stride) => {
  const { input, filter, bias } = draw(size);
  const expected = direct(input.arraySync(), filter.arraySync(), bias.arraySync(), stride);
  expect(distance(convolve(input, filter, bias, stride), expected)).toBeLessThan(1e-4);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8, 10, 15])(
  'a filter of %i rows over rows that stand twice gives what upsampling first would',
  (size) => {
    const { input, filter, bias } = draw(size);
    const doubled = input.arraySync().map((rows) => rows.flatMap((row) => [row, row]));
    const expected = direct(doubled, filter.arraySync(), bias.arraySync(), 1);
    expect(distance(convolveDoubled(input, filter, bias), expected)).toBeLessThan(1e-4);
  },
);

function draw(size: number) {
  const random = createRandom(size);
  const values = (count: number) => Float32Array.from({ length: count }, () => random.normal());
  return {
    input: tf.tensor3d(values(B * W * C), [B, W, C]),
    filter: tf.tensor3d(values(size * C * O), [size, C, O]),
    bias: tf.tensor1d(values(O)),
  };
}

/** The definition: zeros around the sequence, what is left over of them to the right. */
function direct(
  input: readonly number[][][],
  filter: readonly number[][][],
  bias: readonly number[],
  stride: number,
): number[] {
  const [rows, size] = [input[0].length, filter.length];
  const outRows = Math.ceil(rows / stride);
  const padding = Math.max((outRows - 1) * stride + size - rows, 0);
  const left = Math.floor(padding / 2);
  return input.flatMap((sequence) =>
    Array.from({ length: outRows }, (_, t) =>
      bias.map((start, o) => {
        let sum = start;
        for (let j = 0; j < size; j++) {
          const row = sequence[t * stride - left + j] ?? [];
          row.forEach((value, c) => (sum += value * filter[j][c][o]));
        }
        return sum;
      }),
    ).flat(),
  );
}

/** The largest difference; infinite where there are not as many values. */
function distance(got: tf.Tensor, expected: readonly number[]): number {
  if (got.size !== expected.length) return Infinity;
  return Math.max(...Array.from(got.dataSync(), (value, i) => Math.abs(value - expected[i])));
}

/** The gradient of a network against central differences, over more rows than are computed at a time. */
import { createRandom } from '@anodec/core';
import { expect, test } from 'vitest';
import {
  type Activation,
  initialParameters,
  lossAndGradient,
  outputsOf,
  parameterCount,
} from './network.js';

const N = 600;

function problem(activation: Activation, units: readonly number[]) {
  const random = createRandom(4);
  const shape = { units, activation };
  const [I, O] = [units[0], units[units.length - 1]];
  const targets = new Float64Array(N * O);
  for (let n = 0; n < N; n++) targets[O === 1 ? n : n * O + (n % O)] = O === 1 ? n % 2 : 1;
  const inputs = Float64Array.from({ length: N * I }, () => random.normal());
  return { shape, parameters: initialParameters(shape, random), batch: { inputs, targets, N } };
}

test.each<[Activation, readonly number[]]>([
  ['tanh', [3, 5, 4, 1]],
  ['logistic', [4, 3, 3]],
  ['relu', [2, 7, 5, 3]],
  ['identity', [5, 2, 1]],
])('has the slopes of its loss by every parameter, %s with units %j', (activation, units) => {
  const { shape, parameters, batch } = problem(activation, units);
  const gradient = new Float64Array(parameterCount(shape));
  const at = (values: Float64Array): number =>
    lossAndGradient(shape, values, batch, 0.3, new Float64Array(gradient.length));
  lossAndGradient(shape, parameters, batch, 0.3, gradient);
  for (const [i, slope] of gradient.entries()) {
    const [above, below] = [parameters.slice(), parameters.slice()];
    above[i] += 1e-5;
    below[i] -= 1e-5;
    // a loss of about 1 has a rounding error of 1e-16, which the step divides
    expect(Math.abs((at(above) - at(below)) / 2e-5 - slope)).toBeLessThan(1e-8);
  }
});

test('puts out the same for a row alone as for all of them', () => {
  const { shape, parameters, batch } = problem('tanh', [3, 5, 4, 1]);
  const all = outputsOf(shape, parameters, batch.inputs);
  for (const n of [0, 255, 256, 599]) {
    const row = batch.inputs.slice(3 * n, 3 * n + 3);
    expect(outputsOf(shape, parameters, row)).toEqual(all.slice(n, n + 1));
  }
});

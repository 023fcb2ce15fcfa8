/** Tests of the weights of a network. */
import { createRandom } from '@anodec/core';
import { backends, cells, losses } from '@anodec/kernels';
import { expect, test } from 'vitest';
import { AutoencoderConfig, ComputeConfig, NetworkConfig } from '../config.js';
import { parameterCount } from '../parameter-set.js';
import { applyPreset } from '../presets.js';
import { decoders } from './decoders.js';
import { initialWeights, parameterShapes } from './shapes.js';

test.each([
  [64, 128, 202_812],
  [128, 456, 1_498_492],
  [256, 512, 2_744_892],
  [512, 1024, 10_721_852],
])('has the original’s number of weights for hidden %i and code %i', (hidden, code, count) => {
  const options = { preset: 'compat', hiddenSize: hidden, embeddingSize: code };
  const config = AutoencoderConfig.parse(applyPreset(options));
  expect(parameterCount(parameterShapes(config, 51))).toBe(count);
});

test('really stacks the layers that numLayers asks for', () => {
  const counts = [1, 2, 3].map((numLayers) => {
    const names = Object.keys(parameterShapes(AutoencoderConfig.parse({ numLayers }), 5));
    return names.filter((name) => name.endsWith('weightHh')).length;
  });
  expect(counts).toEqual([3, 5, 7]);
});

test('gives weights as many rows as the kernels of each cell have gates', () => {
  for (const [name, { reference }] of Object.entries(cells)) {
    const shapes = parameterShapes(AutoencoderConfig.parse({ cell: name, hiddenSize: 7 }), 5);
    expect(shapes['encoder.0.weightIh']).toEqual([7 * reference.gates, 5]);
  }
});

test('draws first weights from the seed, within 1/√H', () => {
  const shapes = parameterShapes(AutoencoderConfig.parse({ hiddenSize: 16 }), 3);
  const [a, b, c] = [1, 1, 2].map((seed) => initialWeights(shapes, createRandom(seed)).flat);
  expect(a).toEqual(b);
  expect(a).not.toEqual(c);
  expect(Math.max(...a)).toBeLessThanOrEqual(1 / 4);
  expect(Math.max(...a)).toBeGreaterThan(0.24);
});

test('starts normalisations as the identity, and the outputs of both decoders at zero if asked', () => {
  const config = AutoencoderConfig.parse({ layerNorm: true, direction: 'both' });
  const { views } = initialWeights(parameterShapes(config, 3), createRandom(1), 'output');
  const valuesOf = (ending: string) =>
    new Set(Object.keys(views).flatMap((name) => (name.endsWith(ending) ? [...views[name]] : [])));
  expect([...valuesOf('_norm.weight')]).toEqual([1]);
  expect([...valuesOf('_norm.bias')]).toEqual([0]);
  expect([...valuesOf('output.weight')]).toEqual([0]);
  expect(valuesOf('decoder.0.weightIh').size).toBeGreaterThan(1000); // the two differ
});

test('says which settings do not go together', () => {
  const config = { ...AutoencoderConfig.parse({}), teacherForcing: 0.5 };
  expect(() => parameterShapes(config, 3)).toThrow('decoder must be autoregressive');
  expect(() => AutoencoderConfig.parse({ klAnnealingSteps: 3 })).toThrow('variational must be on');
  expect(() => AutoencoderConfig.parse({ teacherForcingDecaySteps: 3 })).toThrow('above 0');
});

test('offers in its settings what the registries hold', () => {
  const { cell, loss, decoder } = NetworkConfig.shape;
  const names = ['auto', ...Object.keys(backends)];
  expect(ComputeConfig.shape.backend.unwrap().options).toEqual(names);
  expect(cell.unwrap().options).toEqual(Object.keys(cells));
  expect(loss.unwrap().options).toEqual(Object.keys(losses));
  expect(decoder.unwrap().options).toEqual(Object.keys(decoders));
});

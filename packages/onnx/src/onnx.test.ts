/** Bytes by hand, and what graphs refuse. Whole models run in onnxruntime: see `@anodec/pipeline`, export/onnx. */
import { describe, expect, test } from 'vitest';
import { Graph } from './graph.js';
import { encodeModel } from './model.js';
import { bytesField, integerField, message, textField } from './protobuf.js';
import { recurrentLayer } from './recurrent.js';

const facts = { name: 'g', description: '', producer: { name: 'p', version: '1' }, metadata: {} };

describe('fields of a message', () => {
  // the examples of https://protobuf.dev/programming-guides/encoding
  test.each([
    [integerField(1, 150), '08 96 01'],
    [textField(2, 'testing'), '12 07 74 65 73 74 69 6e 67'],
    [bytesField(3, integerField(1, 150)), '1a 03 08 96 01'],
    [integerField(1, -1), '08 ff ff ff ff ff ff ff ff ff 01'],
    [integerField(20, 0), 'a0 01 00'],
    [message(integerField(1, 1), integerField(2, 2)), '08 01 10 02'],
  ])('are written as the guide of the format writes them: %#', (bytes, expected) => {
    expect([...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')).toBe(expected);
  });
});

/** Whether bytes hold others in a row. */
function holds(bytes: Uint8Array, part: Uint8Array): boolean {
  return Buffer.from(bytes).includes(Buffer.from(part));
}

describe('a model', () => {
  const graph = new Graph();
  const x = graph.input('x', 'double', ['batch', 2]);
  const two = graph.constant([1], Float64Array.of(2));
  graph.output('y', graph.node('Mul', [x, two]), 'double', ['batch', 2]);
  const bytes = encodeModel(graph, { ...facts, metadata: { unit: 'bar' } });

  test('names its node, operator set and metadata in the fields of the format', () => {
    const node = message(
      textField(1, 'x'),
      textField(1, 'constant_0'),
      textField(2, 'Mul_0'),
      textField(3, 'Mul_0'),
      textField(4, 'Mul'),
    );
    expect(holds(bytes, bytesField(1, node))).toBe(true);
    expect(holds(bytes, bytesField(8, message(textField(1, ''), integerField(2, 17))))).toBe(true);
    const unit = message(textField(1, 'unit'), textField(2, 'bar'));
    expect(holds(bytes, bytesField(14, unit))).toBe(true);
  });

  test('holds the numbers of constants with the lowest byte first', () => {
    const raw = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0x40); // 2 in double precision
    const tensor = [integerField(1, 1), integerField(2, 11), textField(8, 'constant_0')];
    expect(holds(bytes, bytesField(5, message(...tensor, bytesField(9, raw))))).toBe(true);
  });
});

describe('a graph refuses', () => {
  test.each([
    ['a value that is not there yet', (graph: Graph) => graph.node('Abs', ['later']), 'earlier'],
    ['a second value of a name', (graph: Graph) => graph.input('x', 'float', [1]), 'one value'],
    [
      'a constant of another size',
      (graph: Graph) => graph.constant([2, 2], Float32Array.of(1, 2)),
      'must have 2 × 2 values, got 2',
    ],
  ])('%s', (_, act, refusal) => {
    const graph = new Graph();
    graph.input('x', 'float', [1]);
    expect(() => act(graph)).toThrow(refusal);
  });
});

test.each([
  ['lstm', [1, 2, 3, 4], [1, 4, 2, 3]], // i f g o to i o f c
  ['gru', [1, 2, 3], [2, 1, 3]], // r z n to z r h
] as const)('brings the gates of %s into the order of ONNX', (cell, gates, expected) => {
  const graph = new Graph();
  const weight = Float32Array.from(gates);
  const weights = { weightIh: weight, weightHh: weight, biasIh: weight, biasHh: weight };
  const x = graph.input('x', 'float', ['W', 'B', 1]);
  recurrentLayer(graph, cell, weights, [1, 1]).run(x);
  const [input, hidden, biases] = graph.constants.map(({ data }) => [...data]);
  expect(input).toEqual(expected);
  expect(hidden).toEqual(expected);
  expect(biases).toEqual([...expected, ...expected]);
});

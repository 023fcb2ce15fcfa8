/** What holds for every operation of this folder: its values, the same bits on any threads, no leak. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../../backend.js';
import { tf } from '../../tensorflow.js';
import { simdStatus, unloadSimdBackend } from '../load.js';
import { operations } from '../operations.js';
import {
  type CaseSizes,
  inputsOf,
  type OperationCase,
  operationCases,
} from './operation-cases.fixture.js';

/** Nothing divides by four. */
const ODD: CaseSizes = { B: 3, W: 7, C: 5 };
/** Large enough that the work is shared out. */
const LARGE: CaseSizes = { B: 25, W: 40, C: 51 };

function valuesOf(operation: OperationCase, sizes: CaseSizes): Float32Array {
  return tf.tidy(() => {
    const result = operation.run(inputsOf(operation, sizes), sizes);
    return Float32Array.from(result.dataSync());
  });
}

/** Fills the blocks that the next results will get, so that values that a kernel omits become visible. */
function leaveNaN(operation: OperationCase): void {
  tf.tidy(() => {
    const { shape } = operation.run(inputsOf(operation, ODD), ODD);
    for (let block = 0; block < 8; block++) tf.add(tf.zeros(shape), NaN);
  });
}

test('every operation has a case', () => {
  const covered = new Set(operationCases.map(({ title }) => title.split(',')[0]));
  expect(Object.keys(operations).filter((name) => !covered.has(name))).toEqual([]);
});

describe.each(operationCases.map((each) => [each.title, each] as const))('%s', (_, operation) => {
  test('gives the values of the reference backend', async () => {
    await useBackend('cpu');
    const expected = valuesOf(operation, ODD);
    await useBackend('simd');
    leaveNaN(operation);
    const actual = valuesOf(operation, ODD);
    expect(actual).toHaveLength(expected.length);
    const wrong = expected.findIndex((value, i) => !isClose(actual[i], value, operation.tolerance));
    expect([wrong, actual[wrong]]).toEqual([-1, undefined]);
  });
});

function isClose(actual: number, expected: number, tolerance = 5e-7): boolean {
  if (Object.is(actual, expected) || actual === expected) return true;
  return Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected));
}

describe('threads', () => {
  const bits = new Map<string, Uint8Array>();
  beforeAll(async () => {
    await useBackend('simd', { threads: 1 });
    for (const each of operationCases) bits.set(each.title, bytesOf(each));
  });
  afterAll(unloadSimdBackend);

  test.each([2, 3, 4])('give the same bits, %i of them as one', async (threads) => {
    await useBackend('simd', { threads });
    const different = operationCases.filter(
      (each) => !Buffer.from(bytesOf(each)).equals(bits.get(each.title) ?? Buffer.alloc(0)),
    );
    expect(different.map(({ title }) => title)).toEqual([]);
  });

  function bytesOf(operation: OperationCase): Uint8Array {
    return new Uint8Array(valuesOf(operation, LARGE).buffer);
  }
});

test('no operation leaves a tensor or a block of memory behind', async () => {
  await useBackend('simd');
  const count = () => [
    tf.memory().numTensors,
    tf.memory().numDataBuffers,
    simdStatus()?.bytesInUse,
  ];
  const before = count();
  for (const each of operationCases) {
    for (let round = 0; round < 3; round++) valuesOf(each, ODD);
    expect([each.title, ...count()]).toEqual([each.title, ...before]);
  }
});

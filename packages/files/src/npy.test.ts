/** .npy files, compared with the bytes of NumPy. */
import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { decodeNpy, encodeNpy, type NpyArray } from './npy.js';

const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;

test.each<[string, NpyArray]>([
  ['float32', { shape: [2, 3], data: Float32Array.of(1, 2, 3, NaN, -5, 1e-30) }],
  ['float64', { shape: [2], data: Float64Array.of(0.1, 1e300) }],
  ['int32', { shape: [1, 1, 2], data: Int32Array.of(-1, 2 ** 31 - 1) }],
  ['uint8', { shape: [3], data: Uint8Array.of(0, 1, 255) }],
  ['empty', { shape: [0, 51], data: new Float32Array(0) }],
])('gives back %s numbers and dimensions', (_, array) => {
  expect(decodeNpy(Buffer.concat(encodeNpy(array)), 'x.npy')).toEqual(array);
});

test('writes the bytes that numpy writes', () => {
  // numpy 1.24: numpy.save of numpy.array([[1, 2]], dtype='<f4')
  const text = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";
  const header = `${text.padEnd(117)}\n`;
  const expected = Buffer.concat([
    Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]),
    Buffer.from(header),
    Buffer.from([0, 0, 0x80, 0x3f, 0, 0, 0, 0x40]),
  ]);
  const pieces = encodeNpy({ shape: [1, 2], data: Float32Array.of(1, 2) });
  expect(Buffer.concat(pieces).equals(expected)).toBe(true);
});

test('writes only the part of the memory that a view shows', () => {
  const data = Float32Array.of(1, 2, 3).subarray(1);
  expect(decodeNpy(Buffer.concat(encodeNpy({ shape: [2], data })), 'x.npy').data).toEqual(
    Float32Array.of(2, 3),
  );
});

test('refuses numbers that do not fill the dimensions', () => {
  expect(() => encodeNpy({ shape: [2, 3], data: new Float32Array(5) })).toThrow(
    'data must have 2 × 3 = 6 values, got 5.',
  );
});

test('says so when a file is cut short or is no such file', () => {
  const whole = Buffer.concat(encodeNpy({ shape: [3], data: new Float32Array(3) }));
  expect(() => decodeNpy(whole.subarray(0, whole.length - 1), 'scores/rows.npy')).toThrow(
    'scores/rows.npy must hold 3 numbers in 12 bytes, got 11 bytes.',
  );
  expect(() => decodeNpy(Buffer.from('not at all'), 'x.npy')).toThrow('got something else');
  expect(() => decodeNpy(whole.subarray(0, 4), 'x.npy')).toThrow('x.npy must be a .npy file');
});

test.skipIf(!hasNumpy)('is loaded by numpy (skipped where numpy is not installed)', () => {
  const script =
    'import io, sys, numpy; a = numpy.load(io.BytesIO(sys.stdin.buffer.read()));' +
    'print(a.dtype, a.shape, a.tolist())';
  const input = Buffer.concat(encodeNpy({ shape: [2, 2], data: Float32Array.of(1, 2, 3, 4.5) }));
  const said = execFileSync('python3', ['-c', script], { input }).toString().trim();
  expect(said).toBe('float32 (2, 2) [[1.0, 2.0], [3.0, 4.5]]');
});

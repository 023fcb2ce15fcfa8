/** Tests of NumPy arrays as tables: types, orders, dimensions, damage. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@anodec/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openNpy } from './npy-reader.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anodec-npy-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A file with this header of NumPy and these bytes behind it. */
function npy(descriptor: string, fortran: boolean, shape: string, numbers: Uint8Array): Buffer {
  const order = fortran ? 'True' : 'False';
  const text = `{'descr': '${descriptor}', 'fortran_order': ${order}, 'shape': (${shape}), }`;
  const head = Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
    Buffer.of(118, 0),
    Buffer.from(`${text.padEnd(117)}\n`),
  ]);
  return Buffer.concat([head, numbers]);
}

const bytesOf = (array: Float32Array | Float64Array | Int16Array | BigInt64Array) =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

async function read(content: Buffer) {
  const path = join(folder, 'a.npy');
  await writeFile(path, content);
  const table = await openNpy(path);
  const numbers: number[] = [];
  for await (const chunk of table.chunks()) for (const value of chunk.numbers) numbers.push(value);
  await table.close();
  return { columns: table.columns, numbers };
}

test.each<[string, Buffer]>([
  ['float32 by rows', npy('<f4', false, '3, 2', bytesOf(Float32Array.of(1, 2, 3, 4, 5, 6)))],
  ['float64 by columns', npy('<f8', true, '3, 2', bytesOf(Float64Array.of(1, 3, 5, 2, 4, 6)))],
  ['int16', npy('<i2', false, '3, 2', bytesOf(Int16Array.of(1, 2, 3, 4, 5, 6)))],
  ['int64', npy('<i8', false, '3, 2', bytesOf(BigInt64Array.of(1n, 2n, 3n, 4n, 5n, 6n)))],
  [
    'big-endian int16',
    npy('>i2', false, '3, 2', Uint8Array.of(0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6)),
  ],
  ['uint8', npy('|u1', true, '3, 2', Uint8Array.of(1, 3, 5, 2, 4, 6))],
])('reads %s as rows of c0 and c1', async (name, content) => {
  const { columns, numbers } = await read(content);
  const stored = name === 'float32 by rows' ? { stored: 'float32' } : {};
  expect(columns).toEqual(
    ['c0', 'c1'].map((column) => ({ name: column, kind: 'number', ...stored })),
  );
  expect(numbers).toEqual([1, 2, 3, 4, 5, 6]);
});

test('reads one dimension as one column, over the edge of a chunk', async () => {
  const long = Float32Array.from({ length: (1 << 19) + 3 }, (_, t) => t);
  const { columns, numbers } = await read(npy('<f4', false, `${long.length},`, bytesOf(long)));
  expect(columns).toHaveLength(1);
  expect([numbers.length, numbers.at(-1)]).toEqual([long.length, long.length - 1]);
});

test('reads an array by columns over the edge of a chunk', async () => {
  const rows = (1 << 18) + 2; // two columns of a chunk and two rows
  const content = Float32Array.from({ length: 2 * rows }, (_, i) => (i < rows ? i : -(i - rows)));
  const { numbers } = await read(npy('<f4', true, `${rows}, 2`, bytesOf(content)));
  expect(numbers.every((value, i) => value === (i % 2 === 0 ? i / 2 : -(i - 1) / 2))).toBe(true);
});

test.each<[string, Buffer, string]>([
  ['another file', Buffer.from('a,b\n1,2\n3,4\n'), 'must be a .npy file of NumPy'],
  ['texts', npy('<U5', false, '3,', new Uint8Array(60)), "got 'descr': '<U5'"],
  ['complex numbers', npy('<c8', false, '1,', new Uint8Array(8)), 'an array of plain numbers'],
  ['three dimensions', npy('<f4', false, '1, 1, 1', new Uint8Array(4)), 'got (1, 1, 1)'],
  [
    'a file cut short',
    npy('<f4', false, '3, 2', new Uint8Array(23)),
    'must hold 3 × 2 numbers in 24',
  ],
  ['no rows', npy('<f4', false, '0, 2', new Uint8Array(0)), 'got an empty array'],
])('refuses %s', async (_, content, message) => {
  await expect(read(content)).rejects.toThrow(DataError);
  await expect(read(content)).rejects.toThrow(message);
});

const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;

test.skipIf(!hasNumpy)(
  'reads what numpy writes in both orders (needs python3 with numpy)',
  async () => {
    for (const order of ['C', 'F']) {
      const script =
        'import io, sys, numpy; b = io.BytesIO();' +
        `numpy.save(b, numpy.array([[1, 2], [3, 4.5]], dtype='f8', order='${order}'));` +
        'sys.stdout.buffer.write(b.getvalue())';
      const { stdout } = spawnSync('python3', ['-c', script]);
      expect((await read(stdout)).numbers).toEqual([1, 2, 3, 4.5]);
    }
  },
);

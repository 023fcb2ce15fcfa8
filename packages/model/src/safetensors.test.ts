/** Tests of the safetensors format. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@anodec/core';
import { expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';
import { decodeState } from './state.js';

const arrays = {
  b: { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
  a: { shape: [1], data: Float32Array.of(-0.5) },
};
const metadata = { detector: 'pca', note: 'ü' };

test('lays the bytes out as the format says', () => {
  const bytes = encodeSafetensors({ a: arrays.a });
  const header = '{"__metadata__":{},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
  expect(new TextDecoder().decode(bytes.subarray(8, 8 + header.length))).toBe(header);
  expect(bytes[0]).toBe(Math.ceil(header.length / 8) * 8);
  expect([...bytes.subarray(1, 8)]).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect([...bytes.subarray(-4)]).toEqual([0, 0, 0, 0xbf]); // -0.5 is bf000000, little-endian
});

test('gives arrays back to the bit, in their order, with their text', () => {
  const odd = { ...arrays, c: { shape: [3], data: Float32Array.of(NaN, -Infinity, 1e-45) } };
  const read = decodeSafetensors(encodeSafetensors(odd, metadata));
  expect(read).toEqual({ arrays: odd, metadata });
  expect(Object.keys(read.arrays)).toEqual(['b', 'a', 'c']);
});

test('reads from the middle of a larger buffer', () => {
  const bytes = encodeSafetensors(arrays);
  const inside = new Uint8Array(bytes.length + 3);
  inside.set(bytes, 3);
  expect(decodeSafetensors(inside.subarray(3)).arrays).toEqual(arrays);
});

test('says so when the bytes are cut short, no safetensors, or of another kind', () => {
  const bytes = encodeSafetensors(arrays);
  expect(() => decodeSafetensors(bytes.subarray(0, -1), 'best.ckpt')).toThrow(DataError);
  expect(() => decodeSafetensors(bytes.subarray(0, -1), 'best.ckpt')).toThrow('a in best.ckpt');
  expect(() => decodeSafetensors(bytes.subarray(0, 5))).toThrow(
    'must be in the safetensors format',
  );
  expect(() => decodeSafetensors(new Uint8Array(64).fill(65))).toThrow('it ends too early');
  expect(() => decodeState(bytes)).toThrow('must describe a detector, got the entries none.');
});

const python = [process.env.ANODEC_PYTHON ?? 'python3', 'python3'].find(
  (command) => spawnSync(command, ['-c', 'import safetensors.numpy']).status === 0,
);

test.skipIf(!python)('is read by the safetensors of Python (needs it installed)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anodec-'));
  try {
    const path = join(folder, 'state.safetensors');
    writeFileSync(path, encodeSafetensors(arrays, metadata));
    const script =
      'import sys, json, safetensors as s, safetensors.numpy as n\n' +
      'a = n.load_file(sys.argv[1])\n' +
      'm = s.safe_open(sys.argv[1], "numpy").metadata()\n' +
      'print(json.dumps([{k: v.tolist() for k, v in a.items()}, m]))';
    const { stdout } = spawnSync(python as string, ['-c', script, path], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual([
      {
        a: [-0.5],
        b: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      },
      metadata,
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

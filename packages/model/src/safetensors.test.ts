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

test('says what is wrong with a header that is JSON, but not one of the format', () => {
  const decode = (header: unknown) => () => {
    const json = JSON.stringify(header).padEnd(128);
    const bytes = new Uint8Array(8 + json.length + 16);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
    bytes.set(new TextEncoder().encode(json), 8);
    return decodeSafetensors(bytes, 'best.ckpt');
  };
  const entry = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
  expect(decode({ a: entry })().arrays.a.data).toHaveLength(2);
  const wrong: [header: unknown, place: string][] = [
    [null, 'its root'],
    [{ a: 1 }, 'a'],
    [{ a: { ...entry, data_offsets: [-8, 0] } }, 'a.data_offsets.0'],
    [{ a: { ...entry, shape: [0.5] } }, 'a.shape.0'],
    [{ __metadata__: { detector: 1 } }, '__metadata__.detector'],
  ];
  for (const [header, place] of wrong) {
    expect(decode(header)).toThrow(DataError);
    expect(decode(header)).toThrow(`its header has at ${place}: `);
  }
});

test('says what is wrong with the description of a detector', () => {
  const decode = (changes: Record<string, string>) => () =>
    decodeState(
      encodeSafetensors(arrays, { detector: 'pca', config: '{}', channels: '["a"]', ...changes }),
      'best.ckpt',
    );
  expect(decode({})().channels).toEqual(['a']);
  for (const [key, text] of [
    ['config', '{'],
    ['config', '[]'],
    ['channels', '[1]'],
  ]) {
    expect(decode({ [key]: text })).toThrow(DataError);
    expect(decode({ [key]: text })).toThrow(`best.ckpt must describe a detector, got at ${key}`);
  }
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

/** Tests of the check of compute backends. */
import { silentProgress } from '@anodec/core';
import { ComputeConfig } from '@anodec/model';
import { expect, test } from 'vitest';
import { fastestBackend } from '@anodec/pipeline';
import { doctor } from './doctor.js';

test('tells of every backend how fast it is or what it lacks, and what to choose', async () => {
  const lines: string[] = [];
  await doctor.execute(
    {},
    {
      print: (line = '') => void lines.push(line),
      progress: silentProgress,
      signal: new AbortController().signal,
    },
  );
  const text = lines.join('\n');
  expect(lines[0]).toBe(
    `Node           ${process.versions.node} on ${process.platform} ${process.arch}`,
  );
  for (const label of ['Vectors', 'SIMD', 'GPU', 'libtensorflow']) {
    expect(text).toMatch(new RegExp(`^${label} +\\S.+`, 'm')); // never an empty answer
  }
  for (const name of ['simd', 'wasm', 'cpu']) {
    expect(text).toMatch(new RegExp(`^${name} +[\\d.]+ +[\\d,]+  \\S`, 'm'));
  }
  const names = ComputeConfig.shape.backend.unwrap().options.join('|');
  expect(lines.at(-1)).toMatch(new RegExp(`^Recommended: --backend (${names})`));
});

test('recommends the fastest of those that work', () => {
  const time = (milliseconds: number) => ({ milliseconds, windows: 64 });
  const examined = [
    { name: 'simd', time: time(5) },
    { name: 'webgpu', problem: 'no adapter' },
    { name: 'tensorflow', time: time(3) },
    { name: 'cpu', time: time(60) },
  ];
  expect(fastestBackend(examined)?.name).toBe('tensorflow');
  expect(fastestBackend([examined[1]])).toBeUndefined();
});

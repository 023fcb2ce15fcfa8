/** The build for vectors of eight against the one for vectors of four. */
import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { recurrent } from '../recurrent/recurrent.js';
import { tf } from '../tensorflow.js';
import { loadSimdBackend, SIMD, simdStatus, unloadSimdBackend } from './load.js';
import { selfTestProblem } from './self-test-outcome.js';
import { WebAssembly } from './webassembly.js';
import type * as wide from './wide.js';
import { hasWideVectors } from './wide.js';
import { wideProblem } from './wide-check.js';

// without V8's vectors of eight the wide tiles are slow, and as right as with them
vi.mock('./wide.js', async (original) => {
  const real = await original<typeof wide>();
  const compileWide = (bytes: Uint8Array) => new WebAssembly.Module(bytes);
  return real.hasWideVectors() ? real : { ...real, compileWide };
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anodec-'));
});

afterEach(() => vi.unstubAllEnvs());

afterAll(async () => {
  unloadSimdBackend();
  await rm(folder, { recursive: true });
});

const place = hasWideVectors() ? 'in vectors of eight' : `in pairs of four (no Node 24)`;

/** Batches of whole and ragged groups, of one, two and several in a chunk. */
const LAYERS = [
  [64, 20, 51, 32],
  [9, 7, 3, 5],
  [150, 5, 8, 33],
  [257, 3, 20, 12],
] as const;

test.each(['lstm', 'gru'] as const)(
  `%s: wide tiles give the bits of others, ${place}`,
  async (cell) => {
    const results: Record<string, string[]> = {};
    for (const wide of [false, true]) {
      await loadSimdBackend({ threads: 2, wide });
      await tf.setBackend(SIMD);
      results[String(wide)] = LAYERS.map((sizes) => hashOf(() => gradientsOf(cell, sizes)));
    }
    expect(simdStatus()?.reason).toBe('in vectors of eight');
    expect(results.true).toEqual(results.false);
  },
);

test(`matMul: wide tiles give the bits of others, ${place}`, async () => {
  const results: Record<string, string[]> = {};
  for (const wide of [false, true]) {
    await loadSimdBackend({ threads: 2, wide });
    await tf.setBackend(SIMD);
    const shapes = [
      [1, 1, 1],
      [4, 3, 16],
      [37, 300, 41],
      [130, 64, 24],
      [64, 70, 100],
    ] as const;
    results[String(wide)] = shapes.map(([M, K, N]) =>
      hashOf(() => [tf.matMul(wave(M, K), wave(N, K), false, true)]),
    );
  }
  expect(results.true).toEqual(results.false);
});

test('an older Node computes with vectors of four, without a word about it', async (context) => {
  context.skip(hasWideVectors(), 'this Node has vectors of eight');
  await loadSimdBackend({ threads: 1 });
  expect(simdStatus()?.reason).toMatch(/^this machine has it$|^behind a flag of Node 20$/);
  expect(await wideProblem()).toMatch(/^Node 24 or later on x64 has them, this is Node \d+/);
});

describe.skipIf(!hasWideVectors())('vectors of eight (Node 24 or later on x64)', () => {
  test('are the default where they are proven, and ANODEC_WIDE=0 turns them off', async () => {
    const problem = await wideProblem();
    await loadSimdBackend({ threads: 1 });
    const reason = problem
      ? `this machine has it; vectors of eight: ${problem}`
      : 'in vectors of eight';
    expect(simdStatus()?.reason).toBe(reason);
    vi.stubEnv('ANODEC_WIDE', '0');
    expect(await wideProblem()).toBe('ANODEC_WIDE is 0');
    await loadSimdBackend({ threads: 1 });
    expect(simdStatus()?.reason).toBe('this machine has it');
  });

  test('leave the flags of V8 as they were, so that no other module is compiled with them', async () => {
    const before = cachedDataVersionTag();
    await loadSimdBackend({ threads: 1, wide: false });
    await loadSimdBackend({ threads: 1, wide: true });
    expect(cachedDataVersionTag()).toBe(before);
  });

  // what is loaded before the self-test changes how it goes
  const failures = {
    'crashed in their self-test (SIGKILL)': 'process.kill(process.pid,"SIGKILL")',
    'failed in their self-test: Error: no such thing':
      'WebAssembly.Module=class{constructor(){throw new Error("no such thing")}}',
    // kernels that round twice take the place of those for vectors of eight
    'wrong results in their self-test: products, lstm, gru': `
      const {Module}=WebAssembly;
      const file=new URL(${JSON.stringify(new URL('../../dist/simd/strict.wasm', import.meta.url).href)});
      const bytes=process.getBuiltinModule("fs").readFileSync(file);
      WebAssembly.Module=class{constructor(){return new Module(bytes)}}`,
  };

  test.each(Object.entries(failures))(
    'are not used for: %s',
    async (problem, code) => {
      const source = encodeURIComponent(code);
      vi.stubEnv('NODE_OPTIONS', `--import=data:text/javascript,${source}`);
      const build = join(folder, `${problem.length}.wasm`);
      await copyFile(new URL('../../dist/simd/wide.wasm', import.meta.url), build);
      expect(
        await selfTestProblem({ args: ['wide'], files: [build], settings: problem }),
      ).toContain(problem);
    },
    180_000,
  );
});

function hashOf(compute: () => tf.Tensor[]): string {
  return tf.tidy(() => {
    const sum = createHash('sha256');
    for (const tensor of compute()) sum.update(tensor.dataSync<'float32'>());
    return { digest: sum.digest('hex') };
  }).digest;
}

/** Of the input and all parameters, and behind them the output. */
function gradientsOf(cell: 'lstm' | 'gru', [B, W, I, H]: (typeof LAYERS)[number]): tf.Tensor[] {
  const GH = (cell === 'lstm' ? 4 : 3) * H;
  const given = [wave(B, W, I), wave(GH, I), wave(GH, H), wave(GH), wave(GH)];
  const layer = (...[input, weightIh, weightHh, biasIh, biasHh]: tf.Tensor[]): tf.Tensor =>
    recurrent(cell, input, { weightIh, weightHh, biasIh, biasHh });
  return [...tf.grads(layer)(given, wave(B, W, H)), layer(...given)];
}

function wave(...shape: number[]): tf.Tensor {
  const size = shape.reduce((product, dim) => product * dim, 1);
  const values = Float32Array.from({ length: size }, (_, i) => Math.sin(i * (i + 3) * 0.7));
  return tf.tensor(values, shape);
}

/** The native kernels against each other and WebAssembly, and their self-test. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '@anodec/core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { useBackend } from '../backend.js';
import { recurrent } from '../recurrent/recurrent.js';
import { tf } from '../tensorflow.js';
import { builds } from './builds.fixture.js';
import { loadSimdBackend, SIMD, simdStatus, unloadSimdBackend } from './load.js';
import { nativeProblem } from './native-check.js';
import { type InstructionSet, nativeFile, openNative, prebuiltFile } from './native.js';
import { SharedMemory } from './memory.js';
import type { SimdOptions } from './runtime.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anodec-'));
});

afterEach(() => vi.unstubAllEnvs());

afterAll(async () => {
  unloadSimdBackend();
  await rm(folder, { recursive: true });
});

describe.skipIf(!builds.native)('the native kernels', () => {
  test('of AVX2 have the bits of those of AVX-512', async (context) => {
    const [avx512, avx2] = [await hashesOf('avx512'), await hashesOf('avx2')];
    context.skip(!avx512 || !avx2, 'this processor does not have both');
    expect(avx2).toEqual(avx512);
  });

  test('have the bits of those in WebAssembly, where that rounds as the processor does', async (context) => {
    await load({});
    context.skip(!roundsOnce(), 'WebAssembly rounds a product and a sum twice here');
    const expected = hashes();
    await load({ native: true });
    expect(hashes()).toEqual(expected);
  });

  test('leave what they lack to WebAssembly, and count it', async () => {
    await load({ native: true });
    expect(simdStatus()).toMatchObject({ jobsInWebAssembly: 0 });
    tf.tidy(() => tf.matMul(wave(20, 20), wave(20, 20)).dataSync());
    expect(simdStatus()).toMatchObject({ jobsInWebAssembly: 0 });
    tf.tidy(() => tf.softmax(wave(20, 20)).dataSync());
    expect(simdStatus()?.jobsInWebAssembly).toBeGreaterThan(0);
  });

  test('come in a package of their own, too', async () => {
    const from = join(folder, 'index.js');
    expect(prebuiltFile(from)).toBeUndefined();
    const packed = join(folder, 'packed');
    const script = fileURLToPath(new URL('../../../../utils/pack-native.mjs', import.meta.url));
    execFileSync(process.execPath, [script, packed]);
    const options = { cwd: packed, encoding: 'utf8' } as const;
    const [{ filename, files }] = JSON.parse(
      execFileSync('npm', ['pack', '--json', '--offline'], options),
    ) as { filename: string; files: { path: string }[] }[];
    expect(files.map(({ path }) => path)).toEqual(['README.md', 'kernels.node', 'package.json']);
    const name = `kernels-${process.platform}-${process.arch}`;
    const installed = join(folder, 'node_modules', '@anodec', name);
    await mkdir(installed, { recursive: true });
    execFileSync('tar', ['-xzf', filename, '--strip-components=1', '-C', installed], options);
    const file = prebuiltFile(from);
    expect(file).toBe(join(installed, 'kernels.node'));
    // and what was installed computes
    const { memory } = new SharedMemory(16);
    const opened = openNative({ file: file ?? '', instructionSet: 'plain' }, memory);
    expect(opened?.layout).toEqual({ lanes: 16, strip: 6, leastGroups: 1 });
    expect(Object.keys(opened?.kernels ?? {})).toContain('recurrentBackward');
  });

  // the built package, as a program would use it
  test.each([
    ['by itself', ''],
    ['by process.exit while tensors are alive', 'process.exit();'],
    ['by an error', 'throw new Error("an end");'],
  ])('let a program that used their threads end %s', (_, ending) => {
    const built = new URL('../../dist/index.js', import.meta.url).href;
    const program = `
      import { simdStatus, tf, useBackend } from ${JSON.stringify(built)};
      await useBackend('native', { threads: 3 });
      const a = tf.ones([300, 300]);
      const right = tf.matMul(a, a).dataSync()[0] === 300 && simdStatus().native !== undefined;
      process.exitCode = right ? 7 : 2;
      ${ending}`;
    const node = ['--input-type=module', '-e', program];
    const { status, signal, stderr } = spawnSync(process.execPath, node, {
      encoding: 'utf8',
      timeout: 50_000,
    });
    expect([status, signal]).toEqual([ending.startsWith('throw') ? 1 : 7, null]);
    expect(stderr.includes('Error: an end')).toBe(ending.startsWith('throw'));
  });

  test('refuse to be strict', async () => {
    await expect(useBackend('native', { strict: true })).rejects.toThrow('set `backend` to simd');
  });
});

describe('the choice of native kernels', () => {
  test('is what ANODEC_NATIVE says, and no other value', async () => {
    vi.stubEnv('ANODEC_NATIVE', '0');
    expect(await nativeProblem()).toBe('ANODEC_NATIVE is 0');
    await expect(useBackend('native')).rejects.toThrow(ConfigError);
    expect(await useBackend('auto', { threads: 1 })).toMatchObject({ name: 'simd' });
    vi.stubEnv('ANODEC_NATIVE', 'yes');
    await expect(useBackend('auto')).rejects.toThrow(
      'ANODEC_NATIVE must be 0, 1, avx512, avx2, plain, got yes.',
    );
  });

  // a module of JavaScript takes the place of the addon
  const addons = {
    'crashed in their self-test (SIGKILL)': 'process.kill(process.pid, "SIGKILL")',
    'failed in their self-test: Error: no such thing': 'throw new Error("no such thing")',
    'wrong results in their self-test: products':
      'return { lanes: 8, strip: 4, kernels: { multiplyBlock() {} } }',
  };

  test.each(Object.entries(addons))('is refused for: %s', async (problem, body) => {
    const file = join(folder, `${createHash('md5').update(body).digest('hex')}.cjs`);
    await writeFile(file, `exports.open = () => { ${body} };`);
    expect(await nativeProblem(file)).toBe(problem);
    // kept for the processes to come
    const kept = (await readdir(folder)).filter((name) => name.startsWith('self-test-'));
    const texts = await Promise.all(kept.map((name) => readFile(join(folder, name), 'utf8')));
    expect(texts).toContain(JSON.stringify({ problem }));
    await rm(file); // and in this one, which does not read the file again
    expect(await nativeProblem(file)).toBe(problem);
  });
});

async function load(options: SimdOptions): Promise<void> {
  await loadSimdBackend({ threads: 2, ...options });
  await tf.setBackend(SIMD);
}

/** Undefined where the processor lacks the instruction set. */
async function hashesOf(instructionSet: InstructionSet): Promise<string[] | undefined> {
  const file = nativeFile();
  const { memory } = new SharedMemory(16);
  if (file === undefined || !openNative({ file, instructionSet }, memory)) return undefined;
  await load({ native: instructionSet });
  expect(simdStatus()).toMatchObject({ native: instructionSet });
  return hashes();
}

/** Whether the current build rounds a product and a sum once: −1 + (1 + ε) · (1 − ε) is 0 with two roundings. */
function roundsOnce(): boolean {
  const small = 2 ** -13;
  const sum = tf.matMul(tf.tensor2d([[1, 1 + small]]), tf.tensor2d([[-1], [1 - small]]));
  return sum.dataSync()[0] !== 0;
}

function hashes(): string[] {
  return valuesOf().map((values) => createHash('md5').update(values).digest('hex'));
}

/** Of products and layers: batches of whole and ragged groups, of one and several in a chunk. */
function valuesOf(): Float32Array[] {
  const layers = [
    [64, 20, 51, 32],
    [9, 7, 3, 5],
    [70, 4, 20, 16],
    [200, 3, 8, 33],
    [300, 2, 6, 40],
  ] as const;
  const products = [
    [1, 1, 1],
    [4, 3, 16],
    [37, 300, 41],
    [130, 64, 24],
  ] as const;
  const values: Float32Array[] = [];
  tf.tidy(() => {
    const tensors = [
      ...products.map(([M, K, N]) => tf.matMul(wave(M, K), wave(N, K), false, true)),
      ...layers.flatMap((sizes) => gradientsOf('lstm', sizes)),
      ...layers.flatMap((sizes) => gradientsOf('gru', sizes)),
    ];
    values.push(...tensors.map((tensor) => tensor.dataSync<'float32'>()));
  });
  return values;
}

/** Of the input and all parameters, and behind them the output. */
function gradientsOf(cell: 'lstm' | 'gru', [B, W, I, H]: readonly number[]): tf.Tensor[] {
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

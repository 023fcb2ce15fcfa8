/** Threads, builds and settings of the runtime of `simd`. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '@anodec/core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { SharedMemory } from './memory.js';
import { loadKernelModule } from './module.js';
import { ThreadPool } from './pool.js';
import { ResourceError } from './resource-error.js';
import { SimdRuntime } from './runtime.js';
import { hasWideVectors } from './wide.js';

const runtimes: SimdRuntime[] = [];

afterEach(() => {
  vi.unstubAllEnvs();
  for (const runtime of runtimes.splice(0)) runtime.end();
});

async function start(threads: number): Promise<SimdRuntime> {
  const runtime = await SimdRuntime.start({ threads });
  runtimes.push(runtime);
  return runtime;
}

/** A job of 64 chunks, of which chunk c copies four columns of c to the block behind it. */
function copyColumns(runtime: SimdRuntime, to?: number): Float32Array {
  const bytes = 256 * 256 * 4;
  const from = runtime.memory.allocate(bytes);
  const copy = runtime.memory.allocate(bytes);
  runtime.memory.floats(from, 256 * 256).forEach((_, i, all) => {
    all[i] = i;
  });
  runtime.run('packTransposed', {
    integers: [to ?? copy, 256, 256, from, 256, from, 0],
    chunks: 64,
    work: 1e9,
  });
  return runtime.memory.floats(copy, 256 * 256);
}

/** What `copyColumns` must give: panels of four columns, (64, 256, 4). */
const expected = Float32Array.from({ length: 256 * 256 }, (_, i) => {
  const [panel, row, lane] = [Math.floor(i / 1024), Math.floor(i / 4) % 256, i % 4];
  return row * 256 + panel * 4 + lane;
});

/** A name for the bits of an array: comparing 65,536 numbers one by one takes a test framework long. */
function bitsOf(values: Float32Array): string {
  return createHash('sha256')
    .update(Uint8Array.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)))
    .digest('hex');
}

/** An address at which no memory of a test has grown to. */
const NOWHERE = 0xfff0_0000;

describe('SimdRuntime', () => {
  test.each([1, 2, 3, 4])('computes every chunk once on %i threads', async (threads) => {
    const runtime = await start(threads);
    for (let run = 0; run < 20; run++) expect(bitsOf(copyColumns(runtime))).toBe(bitsOf(expected));
  });

  test.each([1, 2])(
    'says which kernel trap a job on %i threads ran into, then goes on',
    async (threads) => {
      const runtime = await start(threads);
      expect(() => copyColumns(runtime, NOWHERE)).toThrow('memory access out of bounds');
      expect(bitsOf(copyColumns(runtime))).toBe(bitsOf(expected));
    },
  );

  test('returns when the last chunk is done, not when the calling thread has none left', async () => {
    const runtime = await start(2);
    const rows = 600_000;
    const from = runtime.memory.allocate(rows * 8 * 4);
    const to = runtime.memory.allocate(rows * 8 * 4);
    const copy = runtime.memory.floats(to, rows * 8);
    runtime.memory.floats(from, rows * 8).fill(1);
    for (let run = 0; run < 20; run++) {
      copy.fill(0);
      // two chunks of some milliseconds, of which each thread takes one
      runtime.run('packTransposed', {
        integers: [to, 8, rows, from, rows, from, 0],
        chunks: 2,
        work: 1e9,
      });
      expect([copy[rows * 4 - 1], copy[rows * 8 - 1]]).toEqual([1, 1]);
    }
  });

  test('names the thread that failed', async () => {
    const runtime = await start(2);
    expect(() => copyColumns(runtime, NOWHERE)).toThrow(ResourceError);
    expect(() => copyColumns(runtime, NOWHERE)).toThrow(
      /^Thread [01] of 2 must finish its part of a kernel, got: RuntimeError: .*\.$/,
    );
  });

  test('refuses to compute when a thread has been killed, and says so', async () => {
    const runtime = await start(3);
    expect(bitsOf(copyColumns(runtime))).toBe(bitsOf(expected));
    await runtime.pool.workers[1].terminate();
    expect(() => copyColumns(runtime)).toThrow(ResourceError);
    expect(() => copyColumns(runtime)).toThrow(
      'All 3 threads must be alive, got: thread 2 ended with exit code',
    );
  });

  test('gives scratch back, also when what used it throws', async () => {
    const runtime = await start(1);
    const fail = () =>
      runtime.withScratch(100, () => {
        throw new Error('no');
      });
    expect(fail).toThrow('no');
    expect(runtime.memory.bytesInUse).toBe(0);
  });

  test('takes the number of threads from ANODEC_THREADS, and an option before it', async () => {
    vi.stubEnv('ANODEC_THREADS', '3');
    const runtime = await SimdRuntime.start();
    runtimes.push(runtime);
    expect(runtime.threads).toBe(3);
    expect((await start(2)).threads).toBe(2);
  });

  test.each(['0', '1.5', 'many'])('refuses %s threads', async (threads) => {
    vi.stubEnv('ANODEC_THREADS', threads);
    await expect(SimdRuntime.start()).rejects.toThrow(ConfigError);
    await expect(SimdRuntime.start()).rejects.toThrow(
      `ANODEC_THREADS must be a whole number from 1 to 256, got ${threads}.`,
    );
  });

  test.skipIf(hasWideVectors())('refuses vectors of eight where V8 has none', async () => {
    vi.stubEnv('ANODEC_WIDE', '1');
    await expect(SimdRuntime.start({ threads: 1 })).rejects.toThrow(
      'Vectors of eight (`wide` or ANODEC_WIDE=1) must have Node 24 or later on x64, got Node',
    );
  });

  test('refuses what says neither yes nor no to vectors of eight', async () => {
    vi.stubEnv('ANODEC_WIDE', 'yes');
    await expect(SimdRuntime.start({ threads: 1 })).rejects.toThrow(
      'ANODEC_WIDE must be 1 or 0, got yes.',
    );
    await expect(SimdRuntime.start({ threads: 1, strict: true, wide: true })).rejects.toThrow(
      'Kernels must be `strict` or `wide`, got both.',
    );
  });

  test('uses strict arithmetic when asked', async () => {
    const runtime = await SimdRuntime.start({ threads: 1, strict: true });
    runtimes.push(runtime);
    expect([runtime.arithmetic, runtime.reason]).toEqual(['strict', 'as asked for']);
  });
});

test('a thread that is killed in the middle of a job ends in an error or in the result, never in a hang', async () => {
  const { module } = await loadKernelModule();
  const memory = new SharedMemory();
  const pool = new ThreadPool({ module, memory: memory.memory, threads: 2, patience: 200 });
  const [from, to] = [memory.allocate(2 ** 24), memory.allocate(2 ** 24)];
  const job = [to, 2048, 2048, from, 2048, from, 0];
  memory.integers(1024, job.length).set(job);
  const kernel = pool.kernels.get('packTransposed') ?? -1;
  pool.run(kernel, 512);
  const ended = pool.workers[0].terminate();
  const errors: unknown[] = [];
  for (let run = 0; run < 30; run++) {
    try {
      pool.run(kernel, 512);
    } catch (error) {
      errors.push(error);
    }
  }
  await ended;
  expect(errors.filter((error) => !(error instanceof ResourceError))).toEqual([]);
  expect(() => pool.run(kernel, 512)).toThrow('All 2 threads must be alive');
});

// the built package, as a program would use it
const built = fileURLToPath(new URL('../../dist/index.js', import.meta.url));

test('lets a program end by itself, and prints nothing', () => {
  const program = `
    import { loadSimdBackend, tf } from ${JSON.stringify(built)};
    await loadSimdBackend({ threads: 3 });
    await tf.setBackend('simd');
    const a = tf.ones([300, 300]);
    process.exitCode = tf.matMul(a, a).dataSync()[0] === 300 ? 7 : 1;
  `;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', program],
    { encoding: 'utf8', timeout: 30_000 },
  );
  expect([status, stdout, stderr]).toEqual([7, '', '']);
});

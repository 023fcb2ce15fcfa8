/** Threads for the code of others: who does what, when they end, and what stands for the code. */
import { readdirSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { builds } from './builds.fixture.js';
import { shareJobs } from './shared-jobs.js';
import { WebAssembly } from './webassembly.js';

/** `mark(job, chunk, thread)` writes thread + 1 at 2048 + 4 × chunk. */
const MARK = Buffer.from(
  '0061736d01000000' + // a module of version 1
    '0107016003' +
    '7f7f7f00' + // (i32, i32, i32) → nothing
    '02100103656e76066d656d6f727902030101' + // env.memory, one page, shared
    '03020100' +
    '070801046d61726b0000' + // one function, exported as mark
    '0a120110002001410274200241016a360280100b',
  'hex',
);

async function start(threads: number, idle: number, native = false) {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const run = shareJobs({ module: await WebAssembly.compile(MARK), memory, threads, native, idle });
  const marks = (chunks: number, isSmall?: boolean): number[] => {
    const written = new Int32Array(memory.buffer, 2048, chunks).fill(0);
    run('mark', chunks, isSmall);
    return [...written];
  };
  return { run, marks };
}

/** Threads of this process, which only Linux tells. */
const threadCount = (): number => readdirSync('/proc/self/task').length;

test.skipIf(process.platform !== 'linux')(
  'does every chunk, helped by a thread that ends when idle and starts anew [needs /proc]',
  async () => {
    const { marks } = await start(2, 3000);
    for (let round = 0; round < 2; round++) {
      let helped = false;
      for (const end = Date.now() + 40_000; !helped && Date.now() < end; ) {
        const written = marks(15_000);
        expect(written).not.toContain(0);
        helped = written.includes(2);
      }
      expect(helped).toBe(true);
      const working = threadCount();
      await vi.waitFor(() => expect(threadCount()).toBeLessThan(working), 40_000);
    }
  },
  200_000,
);

test('leaves other threads alone with a small job', async () => {
  const { marks } = await start(2, 50);
  expect(new Set(marks(15_000, true))).toEqual(new Set([1]));
});

test.skipIf(!builds.native)(
  'takes native kernels for functions of the same name, where they may be used',
  async () => {
    const isKnown = (run: (name: string, chunks: number) => void): boolean => {
      try {
        run('settleRows', 1); // of an empty job, which is nothing to do
        return true;
      } catch {
        return false;
      }
    };
    expect(isKnown((await start(1, 50)).run)).toBe(false);
    const { run, marks } = await start(1, 50, true);
    expect(isKnown(run)).toBe(process.arch === 'x64');
    expect(marks(3)).toEqual([1, 1, 1]);
  },
);

test('names a function that the code does not have', async () => {
  const { run } = await start(2, 50);
  expect(() => run('other', 2)).toThrow('The code must have a function other, got none.');
});

/** Threads for the code of others: who does what, and when they end. */
import { readdirSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
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

async function start(threads: number, idle: number) {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const run = shareJobs({ module: await WebAssembly.compile(MARK), memory, threads, idle });
  const marks = (chunks: number): number[] => {
    const written = new Int32Array(memory.buffer, 2048, chunks).fill(0);
    run('mark', chunks);
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

test('names a function that the code does not have', async () => {
  const { run } = await start(2, 50);
  expect(() => run('other', 2)).toThrow('The code must have a function other, got none.');
});

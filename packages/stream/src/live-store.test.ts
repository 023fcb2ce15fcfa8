/** The folder of a live scoring that cannot be gone on with: nothing of it stays open or locked. */
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { liveFiles } from '@anodec/runs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type KeptRows, type NextState, openLiveStore } from './live-store.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const STATE: NextState = {
  model: 'm',
  source: 's',
  clock: 'rows',
  period: 1,
  position: {},
  parser: { first: '', rows: 2 },
  intake: {
    counts: { taken: 2, late: 0, repeated: 0, gaps: 0 },
    last: 1,
    waiting: [],
  },
  faults: 0,
  scored: 2,
  alarms: 0,
  finished: false,
};

/** Stores two rows of one channel. */
async function storeTwo(): Promise<void> {
  const store = await openLiveStore(folder);
  const rows = { timestamps: Float64Array.of(0, 1), values: Float32Array.of(5, 6) };
  await store.commit({ ...rows, lines: '{}\n{}\n' }, 0, STATE);
  await store.close();
}

const OPEN = '/proc/self/fd';

/** Files of the folder that this process has open, where the system says so. */
function openFiles(): string[] {
  const paths = readdirSync(OPEN).flatMap((number) => {
    try {
      return [readlinkSync(join(OPEN, number))];
    } catch {
      return []; // closed meanwhile
    }
  });
  return paths.filter((path) => path.startsWith(folder));
}

test('gives back what was stored', async () => {
  await storeTwo();
  const store = await openLiveStore(folder);
  const kept: KeptRows[] = [];
  for await (const rows of store.rows(1, 0, 2)) kept.push(rows);
  expect(kept).toEqual([{ timestamps: Float64Array.of(0, 1), values: Float32Array.of(5, 6) }]);
  await store.close();
});

test.skipIf(!existsSync(OPEN)).each([
  ['rows that are fewer than the state says', () => truncateSync(liveFiles(folder).rows, 5)],
  ['lines that are fewer', () => truncateSync(liveFiles(folder).lines, 1)],
  ['a state that is none', () => writeFileSync(liveFiles(folder).state, '{"formatVersion":1}')],
])('%s: the folder is refused, and nothing stays open or locked', async (_, damage) => {
  await storeTwo();
  damage();
  await expect(openLiveStore(folder)).rejects.toThrow(folder);
  expect(openFiles()).toEqual([]);
  expect(existsSync(join(folder, 'lock'))).toBe(false);
});

test.skipIf(!existsSync(OPEN))(
  'scores that are fewer are refused, and do not stay open',
  async () => {
    const store = await openLiveStore(folder);
    await expect(store.scores('scores.bin', { bytes: 8, rows: 2 })).rejects.toThrow(
      'at least 8 bytes',
    );
    await store.close();
    expect(openFiles()).toEqual([]);
  },
);

test('is not opened twice, by this process or another one', async () => {
  const store = await openLiveStore(folder);
  await expect(openLiveStore(folder)).rejects.toThrow(
    `${folder} must be written by one process at a time, but process ${process.pid}`,
  );
  await store.close();
  await (await openLiveStore(folder)).close();
});

test('a lock that is being written is waited for', async () => {
  writeFileSync(join(folder, 'lock'), '');
  setTimeout(() => writeFileSync(join(folder, 'lock'), `${process.ppid} ${hostname()}\n`), 20);
  await expect(openLiveStore(folder)).rejects.toThrow('must be written by one process at a time');
});

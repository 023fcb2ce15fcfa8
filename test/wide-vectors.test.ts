/** What a whole run writes with vectors of eight and with vectors of four. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { BIN, createWorkplace, waves } from './anodec-command.js';

const RUN =
  'run --normal normal.csv --attack attack.csv --baselines knn --backend simd --max-epochs 1 --hidden-size 24 --embedding-size 8 --window-size 12';
const [major] = process.versions.node.split('.').map(Number);

const folder = createWorkplace();
afterEach(() => vi.unstubAllEnvs());
afterAll(() => folder.remove());

/** Stores of data, scores, weights: checkpoints, reports and logs hold durations. */
const STORES = /\.(h5|npy|safetensors)$/;

/** HDF5 writes down when something was changed. */
const ONE_TIME = 'data:text/javascript,Date.now=()=>1e12';

/** What a run stores, with vectors of eight ('1') or of four ('0'); it is removed again, for paths are stored, too. */
function storesOf(wide: string): Record<string, string> {
  vi.stubEnv('ANODEC_WIDE', wide);
  const options = { cwd: folder.path, encoding: 'utf8' } as const;
  const args = ['--import', ONE_TIME, BIN, ...RUN.split(' ')];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout.includes('in vectors of eight')).toBe(wide === '1');
  const stores = Object.entries(folder.files()).filter(([path]) => STORES.test(path));
  for (const made of ['data', 'lightning_logs'])
    rmSync(join(folder.path, made), { recursive: true });
  return Object.fromEntries(stores);
}

test('a run stores the same bytes with vectors of eight as with vectors of four', (context) => {
  context.skip(
    process.arch !== 'x64' || major < 24,
    'Node 24 or later on x64 has vectors of eight',
  );
  folder.write('normal.csv', waves(400));
  folder.write(
    'attack.csv',
    waves(200, (row, t) => (t > 100 && t < 120 ? ['2', '2', '2'] : row)),
  );
  const stores = storesOf('1');
  expect(Object.keys(stores).length).toBeGreaterThan(8);
  expect(stores).toEqual(storesOf('0'));
});

/** Preparing, exporting, resampling and gathering windows against pandas, and the memory that windows take. */
import { join } from 'node:path';
import { ON_PROCESSOR_CLOCK } from './bench-clock.js';
import { bundleTask, runTask } from './fresh-process.bench.js';
import { compareRates, runPeer } from './python-peer.bench.js';

const ROWS = 200_000;
/** Rows of the longest of the original recordings. */
const FULL_ROWS = 496_800;

/** What is compared: words for the line, our figure, the peer's. */
const LINES = [
  ['  preparing', 'prepare', 'prepare'],
  ['  … from store to store', 'prepareStore', 'prepareStore'],
  ['  … pandas with zlib 1', 'prepareStore', 'prepareStoreZlib'],
  ['  exporting a store to Parquet', 'exportParquet', 'exportParquet'],
  ['  resampling to 10 s', 'resample', 'resample'],
  ['  gathering windows of 100; pandas', 'gather', 'gather'],
  ['  gathering windows of 100; NumPy', 'gather', 'gatherNumpy'],
] as const;

/** Prints rows per second of the steps between store and training. */
export async function benchSeries(
  print: (line: string) => void,
  folder: string,
  python: string | undefined,
): Promise<void> {
  const script = await bundleTask(folder, 'series-task');
  const readings = join(folder, 'readings.f64');
  const ours = runTask(script, String(ROWS), join(folder, 'interim.h5'), readings);
  const peer = runPeer(python, 'series', readings, join(folder, 'pandas-series.h5'));
  print(`Simulated recording of ${ROWS.toLocaleString('en')} rows × 51 channels, medians of 5`);
  if ('absent' in peer) print(`  pandas: not measured, ${peer.absent}`);
  else print(`  ${peer.version}`);
  if (ON_PROCESSOR_CLOCK) print('  processor time, not time by the clock (ANODEC_BENCH_CLOCK)');
  for (const [what, name, theirs] of LINES) print(compareRates(what, ours[name], peer, theirs));
}

/** Prints what the data side of training takes of memory, as a multiple of the frame. */
export async function benchMemory(print: (line: string) => void, folder: string): Promise<void> {
  const store = join(folder, 'frame.h5');
  const script = await bundleTask(folder, 'memory-task');
  runTask(script, 'write', store, String(FULL_ROWS));
  const { frameBytes, heldBytes, processBytes, windows } = runTask(script, 'read', store);
  const copies = (windows * 100 * 51 * 4) / 1e9;
  const times = (bytes: number): string => `${(bytes / frameBytes).toFixed(2)} ×`;
  print(
    `Data side of training, ${FULL_ROWS.toLocaleString('en')} rows × 51 channels, window 100; ` +
      `the frame has ${Math.round(frameBytes / 1e6)} MB`,
  );
  print(`  frame, indices, batch buffers: ${times(heldBytes)} the frame`);
  print(`  growth of the process, HDF5 library included: ${times(processBytes)}`);
  print(`  ${windows.toLocaleString('en')} windows as copies would take ${copies.toFixed(1)} GB`);
}

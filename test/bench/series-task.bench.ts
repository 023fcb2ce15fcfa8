/** Prepares, exports, resamples and gathers windows; gives back rows per second, medians of five. */
import { createRandom, slidingWindows } from '@anodec/core';
import { exportTable, openStore, updateStore } from '@anodec/tables';
import { cleanTable, createRepairLog, PrepareConfig, prepareStore } from '@anodec/data';
import { resampleFrame } from '@anodec/preprocess';
import { benchClock } from './bench-clock.js';
import { simulateChunks, tableOf, writeReadings } from './simulated-table.bench.js';

const WINDOW = 100;
const BATCH = 64;
const BATCHES = 200;
const RUNS = 5;

/** @param words rows; the interim store to write; a file for the readings */
export async function task([count, interim, readings]: readonly string[]) {
  const rows = Number(count);
  const processed = `${interim}.processed`;
  const chunks = simulateChunks(rows);
  await writeReadings(readings, chunks);
  await updateStore(interim, (draft) => draft.writeTable('normal_1', tableOf(chunks)));
  const config = PrepareConfig.parse({ startup: 'none' });
  const clean = () => cleanTable(tableOf(chunks), { rows, config, log: createRepairLog() });
  const frame = await clean();
  const windows = slidingWindows(frame, WINDOW);
  const random = createRandom(1);
  const batches = Array.from({ length: BATCHES }, () =>
    Int32Array.from({ length: BATCH }, () => random.integer(windows.starts.length)),
  );
  const out = new Float32Array(BATCH * WINDOW * frame.channels.length);
  return {
    prepare: await rate(rows, clean),
    prepareStore: await rate(rows, () => prepareStore({ interim, processed, config })),
    exportParquet: await rate(rows, () => exportParquet(processed)),
    resample: await rate(rows, () => resampleFrame(frame, 10_000)),
    gather: await rate(BATCHES * BATCH * WINDOW, () => {
      for (const batch of batches) windows.gather(batch, out);
    }),
  };
}

async function exportParquet(processed: string): Promise<void> {
  const store = await openStore(processed);
  try {
    await exportTable(store.readTable('df_norm'), `${processed}.parquet`);
  } finally {
    store.close();
  }
}

async function rate(rows: number, work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const start = benchClock();
    await work();
    times.push(benchClock() - start);
  }
  return (1000 * rows) / times.sort((a, b) => a - b)[RUNS >> 1];
}

/** The data side of training on a whole frame: what it adds to the memory of the process. */
import { createFrame, createRandom, shuffle, slidingWindows } from '@anodec/core';
import { openStore, updateStore } from '@anodec/tables';

const CHANNELS = 51;
const WINDOW = 100;
const BATCH = 64;

/** @param words `write` and rows, or `read`; the processed store */
export async function task([job, path, rows]: readonly string[]) {
  if (job === 'write') return write(path, Number(rows));
  const store = await openStore(path); // the library's own memory is not the frame's
  globalThis.gc?.();
  const before = inUse();
  const rssBefore = process.memoryUsage.rss();
  const frame = store.readFrame('df_norm');
  store.close();
  const windows = slidingWindows(frame, WINDOW);
  const order = shuffle(Int32Array.from(windows.starts.keys()), createRandom(1));
  const out = new Float32Array(BATCH * WINDOW * CHANNELS);
  let most = inUse(); // garbage included
  for (let at = 0; at + BATCH <= order.length; at += BATCH) {
    windows.gather(order.subarray(at, at + BATCH), out);
    most = Math.max(most, inUse());
  }
  return {
    frameBytes: frame.values.byteLength,
    windows: order.length,
    heldBytes: most - before,
    processBytes: process.resourceUsage().maxRSS * 1024 - rssBefore,
  };
}

function inUse(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function write(path: string, rows: number) {
  const frame = createFrame({
    values: Float32Array.from({ length: rows * CHANNELS }, (_, i) => Math.sin(i)),
    timestamps: Float64Array.from({ length: rows }, (_, t) => t * 1000),
    channels: Array.from({ length: CHANNELS }, (_, c) => `TAG${c}`),
    clock: 'utc',
  });
  await updateStore(path, (draft) => draft.writeFrame('df_norm', frame));
  return {};
}

/** A raw table as a workbook of the simulated plant gives it, without the workbook. */
import { type FileHandle, open } from 'node:fs/promises';
import { createTimestampWriter, simulatePlant } from '@anodec/simulator';
import { SWAT_CHANNELS } from '@anodec/data';
import type { TableChunk, TableColumn, TableReader } from '@anodec/tables';

const CHUNK_ROWS = 4096;
const BEGIN = Date.UTC(2015, 11, 22, 16);
const LABEL = 'Normal';

const COLUMNS: readonly TableColumn[] = [
  { name: ' Timestamp', kind: 'text' },
  ...SWAT_CHANNELS.map((name) => ({ name, kind: 'number' }) as const),
  { name: 'Normal/Attack', kind: 'text' },
];

/** Makes the chunks of a recording of normal operation; times and labels are texts. */
export function simulateChunks(rows: number): readonly TableChunk[] {
  const stamp = createTimestampWriter(true);
  const chunks: TableChunk[] = [];
  let numbers = new Float64Array(0);
  let t = 0;
  for (const readings of simulatePlant({ seed: 42, start: 'running', seconds: rows })) {
    const r = t % CHUNK_ROWS;
    if (r === 0) {
      const length = Math.min(CHUNK_ROWS, rows - t);
      numbers = new Float64Array(length * SWAT_CHANNELS.length);
      const times = Array.from({ length }, (_, k) =>
        stamp(BEGIN + (chunks.length * CHUNK_ROWS + k) * 1000),
      );
      const texts = [times, Array.from({ length }, () => LABEL)];
      chunks.push({ firstRow: 3 + t, rows: length, numbers, texts });
    }
    numbers.set(readings, r * SWAT_CHANNELS.length);
    t++;
  }
  return chunks;
}

/** The chunks as a table. */
export function tableOf(chunks: readonly TableChunk[]): TableReader {
  return {
    source: 'simulated',
    columns: COLUMNS,
    async *chunks() {
      yield* chunks;
    },
    close: () => Promise.resolve(),
  };
}

/** Writes the readings as float64, (T, C), for a peer to make the same table from. */
export async function writeReadings(path: string, chunks: readonly TableChunk[]): Promise<void> {
  const file: FileHandle = await open(path, 'w');
  try {
    for (const { numbers } of chunks) {
      await file.write(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
    }
  } finally {
    await file.close();
  }
}

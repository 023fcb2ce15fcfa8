/**
 * What a live scoring keeps on disk, so that it goes on after a restart as if there had been none. Rows,
 * scores of the detector and results are only added to; the state, replaced in one step behind them, says
 * how much of them counts. What a process that was killed wrote beyond that is cut off and made again.
 */
import { type FileHandle, mkdir, open, rm, rmdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DataError, parseConfig, type Scores } from '@anodec/core';
import { fileError, readJsonFile, takeLock, writeJsonFile } from '@anodec/files';
import { type LiveFiles, liveFiles } from '@anodec/runs';
import { z } from 'zod';
import { ModelsState } from './retrain/models-state.js';

const FORMAT = 1;

/** state.json: how far a live scoring is. */
export const LiveState = z.strictObject({
  formatVersion: z.literal(FORMAT),
  /** Hash of what scores, so that no other model goes on. */
  model: z.string(),
  source: z.string(),
  clock: z.enum(['utc', 'elapsed', 'rows']),
  period: z.number(),
  /** Where the source was read up to. */
  position: z.record(z.string(), z.union([z.string(), z.number()])),
  parser: z.strictObject({
    header: z.string().optional(),
    first: z.union([z.string(), z.record(z.string(), z.unknown())]),
    rows: z.int(),
  }),
  intake: z.strictObject({
    counts: z.strictObject({
      taken: z.int(),
      late: z.int(),
      repeated: z.int(),
      gaps: z.int(),
    }),
    last: z.number().nullable(),
    waiting: z
      .array(
        z.strictObject({ time: z.number(), values: z.array(z.number().nullable()).readonly() }),
      )
      .readonly(),
  }),
  /** Records that were no rows. */
  faults: z.int(),
  /** Rows that the detector scored. */
  scored: z.int(),
  alarms: z.int(),
  /** Bytes of each file that count. */
  bytes: z.strictObject({ rows: z.int(), detectorScores: z.int(), lines: z.int() }),
  /** Whether the source ended, and the recording with it. */
  finished: z.boolean(),
  /** Models that were trained while rows came; absent where none ever was. */
  models: ModelsState.optional(),
});

/** state.json, checked. */
export type LiveState = z.output<typeof LiveState>;

/** What is added before a state. */
export interface LivePart {
  readonly timestamps: Float64Array;
  /** (n, C) */
  readonly values: Float32Array;
  /** Lines of results, each with its end. */
  readonly lines: string;
}

/** Rows from before a restart. */
export interface KeptRows {
  readonly timestamps: Float64Array;
  readonly values: Float32Array;
}

/** The scores that a detector gave, kept for a restart. */
export interface ScoresLog {
  /** Bytes so far. */
  readonly bytes: number;
  /** The scores of the next rows from before a restart; undefined where there are not as many. */
  next(rows: number): Promise<Scores | undefined>;
  /** Adds scores, which count when a state with the `bytes` of now is stored. */
  append(scores: Scores): Promise<void>;
  close(): Promise<void>;
}

/** Scores that count: bytes of the file, and rows that they are of. */
export interface KeptScores {
  readonly bytes: number;
  readonly rows: number;
}

/** The folder of a live scoring, which this process alone writes. */
export interface LiveStore {
  /** The state to go on from; undefined at the beginning. */
  readonly state: LiveState | undefined;
  /** The rows that the state counts, from `first` to before `end`, some at a time. @param width C */
  rows(width: number, first: number, end: number): AsyncIterable<KeptRows>;
  /** Opens a file of scores in the folder, cut to what counts. @throws DataError when there is less */
  scores(file: string, kept: KeptScores): Promise<ScoresLog>;
  /** Adds results, and then says with the state that they count. @param scores bytes of detector-scores.bin */
  commit(part: LivePart, scores: number, state: NextState): Promise<void>;
  /** @param failed whether the live scoring could not begin: then a folder that was made for it is removed */
  close(failed?: boolean): Promise<void>;
}

/** A state as whoever scores knows it. */
export type NextState = Omit<LiveState, 'formatVersion' | 'bytes'>;

/** Rows read back at a time. */
const ROWS_AT_ONCE = 5000;

/**
 * Opens the folder of a live scoring; it is made where it is missing.
 *
 * @param fresh removes what a live scoring left there, and nothing else
 * @throws ConfigError when it is written already, here or by another process; DataError when a file is damaged
 */
export async function openLiveStore(folder: string, fresh = false): Promise<LiveStore> {
  const made = await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw fileError(error, folder, 'written');
  });
  const giveBack = await takeLock(join(folder, 'lock'), 'choose another `name` or `out`');
  const files = liveFiles(folder);
  let state: LiveState | undefined;
  const logs: Log[] = [];
  const release = async (): Promise<void> => {
    for (const log of logs) await log.close();
    await giveBack();
  };
  const openKept = async (path: string, bytes: number): Promise<Log> => {
    const log = await openLog(path, bytes);
    logs.push(log);
    return log;
  };
  let rows: Log;
  let lines: Log;
  try {
    // the state first: without it the others count for nothing
    if (fresh) await rm(files.state, { force: true });
    state = existsSync(files.state)
      ? parseConfig(LiveState, await readJsonFile(files.state), files.state)
      : undefined;
    rows = await openKept(files.rows, state?.bytes.rows ?? 0);
    lines = await openKept(files.lines, state?.bytes.lines ?? 0);
  } catch (error) {
    await release();
    throw error;
  }
  return {
    get state() {
      return state;
    },
    rows: (width, first, end) => readRows(rows, first, end, width),
    scores: (file, kept) => openScores(join(folder, file), kept),
    async commit({ timestamps, values, lines: text }, detectorScores, next) {
      const now = {
        rows: await rows.append(encodeRows(timestamps, values)),
        detectorScores,
        lines: await lines.append(Buffer.from(text)),
      };
      state = { ...next, formatVersion: FORMAT, bytes: now };
      await writeJsonFile(files.state, state);
    },
    async close(failed = false) {
      await release();
      if (failed && made !== undefined && !state) await removeMade(files, folder, made);
    },
  };
}

/** Removes empty files and the folders above them that were made, as far as nothing else lies there. */
async function removeMade(files: LiveFiles, folder: string, made: string): Promise<void> {
  for (const path of Object.values(files)) await rm(path, { force: true });
  for (let path = resolve(folder); ; path = dirname(path)) {
    const removed = await rmdir(path).then(
      () => true,
      () => false, // another live scoring of the run lies beside
    );
    if (!removed || path === resolve(made)) return;
  }
}

/** A file that is only added to. */
interface Log {
  read(from: number, bytes: number): Promise<Buffer>;
  /** Adds to the end, and returns how long the file is now, when the disk has it. */
  append(bytes: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

/** Cuts off what lies beyond the bytes that count. @throws DataError when there is less */
async function openLog(path: string, counted: number): Promise<Log> {
  const handle: FileHandle = await open(path, 'a+').catch((error: unknown) => {
    throw fileError(error, path, 'written');
  });
  try {
    await cutLog(handle, path, counted);
  } catch (error) {
    await handle.close();
    throw error;
  }
  let size = counted;
  return {
    async read(from, bytes) {
      const buffer = Buffer.alloc(bytes);
      await handle.read(buffer, 0, bytes, from);
      return buffer;
    },
    async append(bytes) {
      if (bytes.length === 0) return size;
      try {
        await handle.appendFile(bytes);
        await handle.datasync(); // before the state that counts it
      } catch (error) {
        throw fileError(error, path, 'written');
      }
      size += bytes.length;
      return size;
    },
    close: () => handle.close(),
  };
}

async function cutLog(handle: FileHandle, path: string, counted: number): Promise<void> {
  const { size } = await handle.stat();
  if (size < counted) {
    throw new DataError(
      `${path} must have at least ${counted} bytes, as state.json beside it says, got ${size}. The folder was ` +
        'changed by another program: choose another `name` or `out`.',
    );
  }
  if (size > counted) await handle.truncate(counted);
}

/** A time as float64 and C readings as float32 for each row. */
function encodeRows(timestamps: Float64Array, values: Float32Array): Uint8Array {
  const n = timestamps.length;
  const C = n === 0 ? 0 : values.length / n;
  const bytes = Buffer.alloc(n * rowBytes(C));
  for (let t = 0; t < n; t++) {
    const at = t * rowBytes(C);
    bytes.writeDoubleLE(timestamps[t], at);
    for (let c = 0; c < C; c++) bytes.writeFloatLE(values[t * C + c], at + 8 + 4 * c);
  }
  return bytes;
}

function rowBytes(C: number): number {
  return 8 + 4 * C;
}

async function* readRows(
  log: Log,
  first: number,
  end: number,
  C: number,
): AsyncGenerator<KeptRows> {
  for (let row = first; row < end; row += ROWS_AT_ONCE) {
    const n = Math.min(ROWS_AT_ONCE, end - row);
    yield decodeRows(await log.read(row * rowBytes(C), n * rowBytes(C)), C);
  }
}

function decodeRows(part: Buffer, C: number): KeptRows {
  const n = part.length / rowBytes(C);
  const at = (t: number): number => t * rowBytes(C);
  return {
    timestamps: Float64Array.from({ length: n }, (_, t) => part.readDoubleLE(at(t))),
    values: Float32Array.from({ length: n * C }, (_, i) =>
      part.readFloatLE(at(Math.floor(i / C)) + 8 + 4 * (i % C)),
    ),
  };
}

/**
 * Reads rows of a live scoring that another process writes.
 *
 * @param path of the rows, see `liveFiles`; it must hold `end` rows, which whoever asks knows
 * @param width C
 * @throws DataError when it cannot be read or holds less
 */
export async function readKeptRows(
  path: string,
  width: number,
  first: number,
  end: number,
): Promise<KeptRows> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw fileError(error, path, 'read');
  });
  try {
    const bytes = (end - first) * rowBytes(width);
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(bytes),
      0,
      bytes,
      first * rowBytes(width),
    );
    if (bytesRead === bytes) return decodeRows(buffer, width);
    throw new DataError(
      `${path} must hold rows ${first} to ${end - 1}, got ${bytesRead} of their ${bytes} bytes. The folder ` +
        'was changed by another program.',
    );
  } finally {
    await handle.close();
  }
}

async function openScores(path: string, { bytes, rows }: KeptScores): Promise<ScoresLog> {
  const log = await openLog(path, bytes);
  let [size, read] = [bytes, 0];
  return {
    get bytes() {
      return size;
    },
    async next(count) {
      if (count === 0 || read + count > rows) return undefined;
      const width = bytes / rows;
      const found = await log.read(read * width, count * width);
      read += count;
      return decodeScores(found, count);
    },
    async append(scores) {
      size = await log.append(encodeScores(scores));
    },
    close: () => log.close(),
  };
}

/** For each row its score, then those of its channels where there are some. */
function encodeScores({ rows, channels }: Scores): Uint8Array {
  const C = channels ? channels.length / rows.length : 0;
  const numbers = new Float32Array(rows.length * (1 + C));
  for (let t = 0; t < rows.length; t++) {
    numbers[t * (1 + C)] = rows[t];
    if (channels) numbers.set(channels.subarray(t * C, (t + 1) * C), t * (1 + C) + 1);
  }
  return new Uint8Array(numbers.buffer);
}

function decodeScores(bytes: Buffer, count: number): Scores {
  const numbers = new Float32Array(Uint8Array.from(bytes).buffer);
  const C = numbers.length / count - 1;
  const rows = Float32Array.from({ length: count }, (_, t) => numbers[t * (1 + C)]);
  if (C === 0) return { rows };
  const channels = new Float32Array(count * C);
  for (let t = 0; t < count; t++) {
    channels.set(numbers.subarray(t * (1 + C) + 1, (t + 1) * (1 + C)), t * C);
  }
  return { rows, channels };
}

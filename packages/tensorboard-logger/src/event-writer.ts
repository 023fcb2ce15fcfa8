/**
 * Writes one event file. Values are kept in memory until a flush, and every flush ends on a whole
 * record, because TensorBoard stops reading a file for good at the first damaged one.
 *
 * Everything is synchronous: a flush is one short append, and an error is thrown where it happened
 * instead of in a promise without a listener.
 */
import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { histogramBuckets } from './histogram.js';
import { concat } from './protobuf.js';
import { encodeRecord } from './record.js';
import {
  histogramValue,
  type Hyperparameter,
  hyperparametersValue,
  scalarValue,
  sessionEndValue,
  type SessionStatus,
  summaryEvent,
  textValue,
  versionEvent,
} from './summary.js';

/** Bytes that may wait for a flush. */
const BUFFER_SIZE = 64 * 1024;

/** Options of `createEventWriter`. */
export interface EventWriterOptions {
  /** The present time in seconds since 1970, by default the clock's. */
  readonly wallTime?: () => number;
  /** Machine name within the file name, by default this machine's. */
  readonly host?: string;
}

/** An open event file. A tag such as `loss/train` is the chart, its first part the section. */
export interface EventWriter {
  /** Where the file lies. */
  readonly path: string;
  /** One number, kept as float32; NaN is shown as such. */
  scalar(tag: string, value: number, step: number): void;
  /** Several numbers of one step in one event. */
  scalars(values: Readonly<Record<string, number>>, step: number): void;
  /** A text in Markdown. */
  text(tag: string, text: string, step: number): void;
  /** A histogram of values. @throws RangeError when a value is not finite */
  histogram(tag: string, values: ArrayLike<number>, step: number): void;
  /** The settings of the run, once for a run; the HParams page compares runs by them. */
  hyperparameters(settings: Readonly<Record<string, Hyperparameter>>): void;
  /** How the run ended, once for a run. */
  endSession(status: SessionStatus): void;
  /** Appends what is kept to the file. @throws the system's error, such as ENOSPC; nothing is lost */
  flush(): void;
  /** Flushes and closes; a second call does nothing, any other use afterwards throws. */
  close(): void;
}

let filesOfThisProcess = 0;

/**
 * Begins a new event file in a directory, which is made if need be. Files that are there already are
 * never touched: TensorBoard reads all files of a directory as one run, in the order of their names.
 *
 * @throws the system's error when the file cannot be made
 */
export function createEventWriter(
  directory: string,
  options: EventWriterOptions = {},
): EventWriter {
  const { wallTime = () => Date.now() / 1000, host = hostname() } = options;
  const seconds = String(Math.floor(wallTime())).padStart(10, '0');
  const name = `events.out.tfevents.${seconds}.${host}.${process.pid}.${filesOfThisProcess++}`;
  mkdirSync(directory, { recursive: true });
  const file = openRecordFile(join(directory, name));
  const addValues = (step: number, values: readonly Uint8Array[]): void => {
    checkStep(step);
    file.append(encodeRecord(summaryEvent(wallTime(), step, values)));
  };
  file.append(encodeRecord(versionEvent(wallTime())));
  return {
    path: file.path,
    scalar: (tag, value, step) => addValues(step, [scalarValue(tag, value)]),
    scalars: (values, step) =>
      addValues(
        step,
        Object.entries(values).map(([tag, value]) => scalarValue(tag, value)),
      ),
    text: (tag, text, step) => addValues(step, [textValue(tag, text)]),
    histogram: (tag, values, step) =>
      addValues(step, [histogramValue(tag, histogramBuckets(values))]),
    hyperparameters: (settings) => addValues(0, [hyperparametersValue(settings, wallTime())]),
    endSession: (status) => addValues(0, [sessionEndValue(status, wallTime())]),
    flush: () => file.flush(),
    close: () => file.close(),
  };
}

function checkStep(step: number): void {
  if (Number.isSafeInteger(step) && step >= 0) return;
  throw new RangeError(`A step must be a whole number from 0 on, got ${step}.`);
}

interface RecordFile {
  readonly path: string;
  append(record: Uint8Array): void;
  flush(): void;
  close(): void;
}

function openRecordFile(path: string): RecordFile {
  const descriptor = openSync(path, 'wx');
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let writtenBytes = 0;
  let open = true;
  const checkOpen = (): void => {
    if (!open) throw new Error(`The event file ${path} must be open, but it was closed.`);
  };
  const flush = (): void => {
    checkOpen();
    writeWhole(descriptor, concat(...waiting), writtenBytes);
    writtenBytes += waitingBytes;
    waiting = [];
    waitingBytes = 0;
  };
  return {
    path,
    append(record) {
      checkOpen();
      waiting.push(record);
      waitingBytes += record.length;
      if (waitingBytes >= BUFFER_SIZE) flush();
    },
    flush,
    close() {
      if (!open) return;
      try {
        flush();
      } finally {
        open = false;
        closeSync(descriptor);
      }
    },
  };
}

/** Writes all bytes from `position` on, or cuts the file off at `position` and throws. */
function writeWhole(descriptor: number, bytes: Uint8Array, position: number): void {
  try {
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(descriptor, bytes, done, bytes.length - done, position + done);
    }
  } catch (error) {
    ftruncateSync(descriptor, position);
    throw error;
  }
}

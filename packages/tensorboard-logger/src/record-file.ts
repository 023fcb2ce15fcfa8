/**
 * A file of records in writing. Records are kept in memory until a flush, and every flush ends on a whole
 * record, because TensorBoard stops reading a file for good at the first damaged one.
 */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { concat } from './protobuf.js';
import { encodeRecord } from './record.js';

/** Bytes that may wait for a flush. */
const BUFFER_SIZE = 64 * 1024;
/** Payloads that may wait for being made. */
const MOST_UNMADE = 64;

/** A file of records. */
export interface RecordFile {
  readonly path: string;
  /** Bytes of records that are not in the file yet. */
  readonly waiting: number;
  /** Adds a payload, and flushes when many bytes wait. */
  append(payload: Uint8Array): void;
  /**
   * Adds a payload that is made when the next other one is added, or when its bytes are asked for: many small ones in a row
   * take a fraction of the time that each takes between other work, whose code and data have to be fetched anew.
   *
   * @param make must give the same bytes at any time
   */
  appendLater(make: () => Uint8Array): void;
  /** Writes what waits. @throws the system's error, such as ENOSPC; what waited still does */
  flush(): void;
  /** Flushes and closes; a second call does nothing, any other use afterwards throws. */
  close(): void;
}

/** Begins a file. @throws the system's error when it cannot be made, or is there already */
export function createRecordFile(path: string): RecordFile {
  const descriptor = openSync(path, 'wx');
  let unmade: (() => Uint8Array)[] = [];
  let records: Uint8Array[] = [];
  let waitingBytes = 0;
  let writtenBytes = 0;
  let open = true;
  const checkOpen = (): void => {
    if (!open) throw new Error(`The event file ${path} must be open, but it was closed.`);
  };
  const add = (payload: Uint8Array): void => {
    const record = encodeRecord(payload);
    records.push(record);
    waitingBytes += record.length;
  };
  const makeAll = (): void => {
    const makers = unmade;
    unmade = [];
    for (const make of makers) add(make());
  };
  const flush = (): void => {
    checkOpen();
    makeAll();
    writeWhole(descriptor, concat(...records), writtenBytes);
    writtenBytes += waitingBytes;
    records = [];
    waitingBytes = 0;
  };
  return {
    path,
    get waiting() {
      makeAll();
      return waitingBytes;
    },
    append(payload) {
      checkOpen();
      makeAll();
      add(payload);
      if (waitingBytes >= BUFFER_SIZE) flush();
    },
    appendLater(make) {
      checkOpen();
      unmade.push(make);
      if (unmade.length < MOST_UNMADE) return;
      makeAll();
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

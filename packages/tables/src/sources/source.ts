/**
 * Sources of rows that come as they are recorded: what each offers, whatever it is. A source delivers lines of text
 * or rows by column, with the position up to which it was read; the position is what a restart goes on from.
 */
import type { Listeners } from '@anodec/core';

/** A line of text, CSV or JSON, or a row by the names of its columns. */
export type SourceRecord = string | Readonly<Record<string, unknown>>;

/** Where a source was read up to; plain data that survives JSON. */
export type SourcePosition = Readonly<Record<string, string | number>>;

/** Successive records. */
export interface SourceBatch {
  readonly records: readonly SourceRecord[];
  /** Behind the last of them. */
  readonly position: SourcePosition;
  /** Whether the first of them is the first of a file, where names of columns may stand. */
  readonly isStart?: boolean;
  /** To be called when the records are stored: a broker then forgets them. */
  readonly acknowledge?: () => void;
}

/** How to read a source. */
export interface ReadOptions {
  /** Position of an earlier reading; from the beginning of what the source holds unless given. */
  readonly from?: SourcePosition;
  /** Whether to wait for more at the end of what is there. */
  readonly follow: boolean;
  readonly signal?: AbortSignal;
  /** Receives what happened to the source, a sentence each: a file was rotated, a connection lost. */
  readonly note?: (line: string) => void;
  /** Bytes that a file is read by, at most: what happens between two deliveries happens the more often. */
  readonly chunkBytes?: number;
  /** Called when the source has been opened: the file is there, the server answered. */
  readonly reached?: () => void;
}

/** A source that is opened by its address. */
export interface Source {
  /** For messages and files; holds no password. */
  readonly name: string;
  /** What a table of its rows is called, where that is not the last part of the name. */
  readonly tableName?: string;
  /** Whether it can be read again from a position; without it what was delivered must be kept. */
  readonly canResume: boolean;
  /**
   * Reads records until the source ends, or until the signal is raised, which ends it without an error.
   *
   * @throws DataError when it cannot be read, or a lost connection does not come back
   */
  read(options: ReadOptions): AsyncIterable<SourceBatch>;
}

/** An entry of the table of sources. */
export interface SourceKind {
  /** One line for help and documents. */
  readonly summary: string;
  /** An address, as it is typed. */
  readonly example: string;
  /** @throws ConfigError when the address lacks something */
  open(address: string): Source;
  /**
   * What becomes of a source that is named where a table is read: its bytes are copied as they are, which `copy`
   * does, or else its rows are, up to the end of what is there; false where reading takes them away.
   */
  readonly copy?: CopyTable | false;
}

/**
 * Copies a table into a folder.
 *
 * @returns the file
 * @throws DataError when it cannot be read; ConfigError when the address lacks something
 */
export type CopyTable = (address: string, folder: string, listeners: Listeners) => Promise<string>;

/** Waits, or until the signal is raised. */
export function waitFor(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done);
  });
}

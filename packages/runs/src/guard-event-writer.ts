/**
 * An event writer whose disk may fill up. Curves are worth less than the training that draws them: a fault of
 * the file ends neither the training nor the log, which goes on once there is room again; what is missing in
 * the end is said by `fault`.
 */
import { DataError } from '@anodec/core';
import { fileError } from '@anodec/files';
import { addEmbedding, type Embedding, type EventWriter } from 'tensorboard-logger';

/** Bytes that may wait for room on the disk; what comes after them is lost. */
const LARGEST_BACKLOG = 1024 * 1024;

/** An event writer that throws no fault of its file. */
export interface GuardedEventWriter extends EventWriter {
  /** Why values are missing in the file; undefined where none are. */
  readonly fault: DataError | undefined;
  /** Writes an embedding beside the event file, at once. */
  addEmbedding(embedding: Embedding): void;
}

/** Guards the writer that `open` makes in a directory, also where it cannot be made. */
export function guardEventWriter(directory: string, open: () => EventWriter): GuardedEventWriter {
  const guard = createGuard(directory);
  let writer: EventWriter | undefined;
  guard.attempt(() => {
    writer = open();
  });
  if (!writer) guard.giveUp();
  const { path, waiting } = {
    path: writer?.path ?? directory,
    waiting: () => writer?.waiting ?? 0,
  };
  const act = (use: (writer: EventWriter) => void): void => {
    if (!writer || guard.hasGivenUp) return;
    const made = writer;
    guard.attempt(() => use(made));
    if (guard.fault && waiting() > LARGEST_BACKLOG) guard.giveUp();
  };
  return {
    path,
    get waiting() {
      return waiting();
    },
    get fault() {
      return guard.fault;
    },
    scalar: (...values) => act((one) => one.scalar(...values)),
    scalars: (...values) => act((one) => one.scalars(...values)),
    histogram: (...values) => act((one) => one.histogram(...values)),
    image: (...values) => act((one) => one.image(...values)),
    text: (...values) => act((one) => one.text(...values)),
    prCurve: (...values) => act((one) => one.prCurve(...values)),
    graph: (...values) => act((one) => one.graph(...values)),
    customScalars: (...values) => act((one) => one.customScalars(...values)),
    hyperparameters: (...values) => act((one) => one.hyperparameters(...values)),
    endSession: (...values) => act((one) => one.endSession(...values)),
    addEmbedding: (embedding) => guard.attempt(() => addEmbedding(directory, embedding), 'final'),
    flush: () =>
      act((one) => {
        one.flush();
        guard.clear(); // all that waited is in the file now
      }),
    close() {
      const wasThere = guard.hasGivenUp;
      guard.attempt(() => {
        writer?.close();
        if (!wasThere) guard.clear();
      });
    },
  };
}

interface Guard {
  readonly fault: DataError | undefined;
  readonly hasGivenUp: boolean;
  /**
   * Does something and remembers a fault of the file.
   *
   * @param kind `final` where nothing tries again, so that what failed is lost
   * @throws any other error
   */
  attempt(act: () => void, kind?: 'final'): void;
  /** Forgets a fault that was not final: nothing is missing. */
  clear(): void;
  /** Whatever follows is lost. */
  giveUp(): void;
}

function createGuard(path: string): Guard {
  let fault: DataError | undefined;
  let lost: DataError | undefined;
  let givenUp = false;
  return {
    get fault() {
      return lost ?? fault;
    },
    get hasGivenUp() {
      return givenUp;
    },
    attempt(act, kind) {
      try {
        act();
      } catch (error) {
        const known = fileError(error, path, 'written');
        if (!(known instanceof DataError)) throw error;
        if (kind === 'final') lost ??= known;
        else fault ??= known;
      }
    },
    clear() {
      fault = undefined;
    },
    giveUp() {
      givenUp = true;
    },
  };
}

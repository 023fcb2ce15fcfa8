/** Places where results go beside the folder of a live scoring: what each offers. */
import type { LiveLine } from '@anodec/runs';

/** A signal that stops delivering, and what takes notes of lost connections. */
export interface SinkListeners {
  readonly signal?: AbortSignal;
  readonly note?: (line: string) => void;
}

/** A place for results. */
export interface Sink {
  /** For messages; holds no password. */
  readonly name: string;
  /**
   * Delivers lines; they are delivered when it returns. After a process was killed, the lines since the last
   * stored state are delivered once more: equal rows of one recording have the same `row`.
   *
   * @throws DataError when it cannot be reached, after several tries; StoppedError when the signal is raised
   */
  write(lines: readonly LiveLine[], listeners?: SinkListeners): Promise<void>;
  close(): Promise<void>;
}

/** An entry of the table of sinks. */
export interface SinkKind {
  /** One line for help and documents. */
  readonly summary: string;
  readonly example: string;
  /** @throws ConfigError when the address lacks something */
  open(address: string): Sink;
}

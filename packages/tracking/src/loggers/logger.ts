/**
 * Loggers send what happens in a run to a tracking server, beside the files of the run.
 *
 * A logger keeps all that it has to say in a journal of the run first, so that nothing is lost where the
 * server cannot be reached; a failure to send is a remark and never ends a training.
 */
import type { EpochReport } from '@anodec/model';
import type { Run } from '@anodec/runs';
import type { RunStory } from '../story/run-story.js';

/** How a training ended. */
export type LoggedEnding = 'finished' | 'stopped' | 'failed';

/** A logger of one run. Its functions throw only where the journal cannot be written. */
export interface RunLogger {
  /** The run has begun; the story has its settings, data and making. */
  start(story: RunStory): Promise<void>;
  epoch(report: EpochReport): Promise<void>;
  end(ending: LoggedEnding): Promise<void>;
  /** The run was evaluated; the story has its metrics and files. */
  evaluated(story: RunStory): Promise<void>;
  /** Sends what is not sent yet. @returns whether nothing is left */
  send(): Promise<boolean>;
}

/** Settings of the logger of a new run. */
export interface LoggerOptions {
  readonly trackingUri?: string;
  readonly experiment?: string;
}

/** How a kind of logger is opened. */
export interface LoggerEntry {
  /** @throws ConfigError when the options cannot be used */
  create(options: LoggerOptions): (run: Run, note: (line: string) => void) => RunLogger;
  /** The logger of a run that was logged before; undefined where it was not. */
  reopen(
    run: Run,
    note: (line: string) => void,
    options?: LoggerOptions,
  ): Promise<RunLogger | undefined>;
}

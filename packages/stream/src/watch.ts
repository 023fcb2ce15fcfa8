/**
 * Scores the rows of a source as they come and keeps how far it is, so that it goes on after a restart, whatever
 * ended it: each row is scored once, in the order of its time, with the numbers of the batch.
 *
 * One step for what the source delivers at a time: read, score, deliver, store, and only then the next. A source
 * that is faster than the detector delivers more at a time, which is what makes a network fast.
 */
import { type Clock, ConfigError, DataError, parseDuration } from '@anodec/core';
import type { Artifact, ComputeChoice } from '@anodec/pipeline';
import type { LiveLine } from '@anodec/runs';
import type { Source, SourceBatch } from '@anodec/tables';
import { linesText } from './lines-text.js';
import { type LiveState, type LiveStore, openLiveStore } from './live-store.js';
import { LiveModels, type LiveModelsParts } from './retrain/live-models.js';
import { modelHash, primaryOf } from './retrain/member.js';
import { Retraining } from './retrain/retraining.js';
import type { RetrainConfig } from './retrain/settings.js';
import { type IntakeCounts, type RowIntake, startIntake, type TakenRows } from './row-intake.js';
import { createRowParser, type RowParser, type RowParserParts } from './row-parser.js';
import type { WatchConfig } from './settings.js';
import type { Sink } from './sinks/sink.js';

/** What is watched, and with what. */
export interface WatchParts {
  readonly artifact: Artifact;
  readonly source: Source;
  readonly sinks: readonly Sink[];
  /** Folder of the live scoring. */
  readonly folder: string;
  readonly settings: Pick<
    WatchConfig,
    | 'fresh'
    | 'once'
    | 'wait'
    | 'badRows'
    | 'period'
    | 'fitOver'
    | 'columns'
    | 'timeColumn'
    | 'timeFormat'
    | 'timeZone'
  >;
  /** Training of new models while rows come; absent: none is ever trained. */
  readonly retrain?: RetrainParts;
}

/** What new models are trained with. */
export interface RetrainParts {
  readonly settings: RetrainConfig;
  /** Path of the run of `artifact`. */
  readonly run: string;
  /** Opens another run as `artifact` was opened. */
  readonly open: (run: string) => Promise<Artifact>;
  /** What computes in the process that trains, where that was chosen. */
  readonly compute?: ComputeChoice;
}

/** Receives what happens. */
export interface WatchListeners {
  readonly signal?: AbortSignal;
  /** What is worth knowing, a sentence each. */
  readonly note?: (line: string) => void;
  /** The source has been opened: the file is there, the server answered. */
  readonly onOpen?: () => void;
  /** Results, when they are stored. */
  readonly onLines?: (lines: readonly LiveLine[], counts: WatchCounts) => void;
}

/** Counts since the live scoring began, restarts included. */
export interface WatchCounts extends IntakeCounts {
  /** Records that were no rows. */
  readonly faults: number;
  /** Rows at the interval of the run that were scored. */
  readonly scored: number;
  readonly alarms: number;
}

/** How watching ended. */
export interface WatchEnd extends WatchCounts {
  readonly folder: string;
  /** Rows that were there from before this start. */
  readonly before: number;
  /** Whether the source ended; otherwise it was stopped and can go on. */
  readonly finished: boolean;
}

/**
 * Watches a source until it ends or the signal is raised.
 *
 * @throws DataError when the source or a sink fails for good, or a row is bad and bad rows are refused
 * @throws ConfigError when the folder holds another live scoring, or one that is over or under way
 */
export async function watch(parts: WatchParts, listeners: WatchListeners = {}): Promise<WatchEnd> {
  const { source, sinks, folder, settings } = parts;
  const store = await openLiveStore(folder, settings.fresh);
  let failed = true;
  let session: Session | undefined;
  try {
    const before = store.state?.intake.counts.taken ?? 0;
    session = new Session(parts, store, listeners);
    await session.resume();
    const { signal, note, onOpen } = listeners;
    const reading = source.read({
      follow: !settings.once,
      ...(decidesOften(parts) && { chunkBytes: DECIDING_BYTES }),
      ...(store.state && { from: store.state.position }),
      ...(signal && { signal }),
      ...(note && { note }),
      ...(onOpen && { reached: onOpen }),
    });
    for await (const batch of reading) {
      if (signal?.aborted) break;
      await session.take(batch);
      batch.acknowledge?.();
    }
    const finished = !signal?.aborted;
    if (finished) await session.finish();
    failed = false;
    return { ...session.counts(), folder, before, finished };
  } finally {
    await session?.close();
    for (const sink of sinks) await sink.close();
    await store.close(failed);
  }
}

/** What is known once there was a row. */
interface Begun {
  readonly clock: Clock;
  readonly period: number;
  readonly intake: RowIntake;
  readonly models: LiveModels;
  readonly retraining: Retraining | undefined;
}

class Session {
  readonly #parts: WatchParts;
  readonly #store: LiveStore;
  readonly #listeners: WatchListeners;
  readonly #model: string;
  readonly #parser: RowParser;
  #begun: Begun | undefined;
  #position: LiveState['position'] = {};
  #counts = { faults: 0, scored: 0, alarms: 0 };

  constructor(parts: WatchParts, store: LiveStore, listeners: WatchListeners) {
    this.#parts = parts;
    this.#store = store;
    this.#listeners = listeners;
    checkDrift(parts);
    this.#model = modelHash(parts.artifact);
    const { state } = store;
    if (state) checkGoesOn(state, parts, this.#model);
    this.#parser = createRowParser(parserParts(parts, listeners), state?.parser);
  }

  /** Gives the rows of before a restart once more, without the detector and without results. */
  async resume(): Promise<void> {
    const { state } = this.#store;
    if (!state) return;
    this.#position = state.position;
    const { scored = 0, alarms = 0 } = state.models?.inUse ? state.models.before : {};
    this.#counts = { faults: state.faults, scored, alarms };
    const models = await LiveModels.resume(
      this.#modelsParts(state.clock, state.period),
      state,
      (lines) => this.#count(lines),
    );
    const { retraining } = this.#begin(state.clock, state.period, models);
    // a training that was under way goes on, and is waited for where it was
    await retraining?.stored(this.#listeners.signal);
    if (this.#counts.scored === state.scored && this.#counts.alarms === state.alarms) return;
    throw new Error(
      `The rows in ${this.#parts.folder} must give what they gave before: ${state.scored} rows and ` +
        `${state.alarms} alarms, got ${this.#counts.scored} and ${this.#counts.alarms}.`,
    );
  }

  /** Scores what a source delivered, delivers and stores the results. */
  async take(batch: SourceBatch): Promise<void> {
    const { times, values, faults } = this.#parser.parse(batch);
    this.#reportFaults(faults);
    this.#position = batch.position;
    const clock = this.#parser.clock();
    if (clock === undefined) return; // no row yet, at most a header
    const begun = this.#begun ?? (await this.#start(clock));
    const { intake, models, retraining } = begun;
    const decided = (await retraining?.decide()) ?? [];
    const rows = intake.push(times, values);
    const lines = await models.push(rows);
    retraining?.see(lines, rows.timestamps);
    await this.#keep(begun, rows, [...decided, ...lines], false);
    await retraining?.stored(this.#listeners.signal);
  }

  /** Ends the recording with the source. */
  async finish(): Promise<void> {
    const begun = this.#begun;
    if (!begun) return;
    const rows = begun.intake.finish();
    await this.#keep(begun, rows, await begun.models.push(rows), false);
    await this.#keep(begun, NO_ROWS, await begun.models.finish(), true);
  }

  /** Ends a training that is under way, and closes files. */
  async close(): Promise<void> {
    await this.#begun?.retraining?.close();
    await this.#begun?.models.close();
  }

  counts(): WatchCounts {
    const none = { taken: 0, late: 0, repeated: 0, gaps: 0 };
    return { ...(this.#begun?.intake.state().counts ?? none), ...this.#counts };
  }

  async #start(clock: Clock): Promise<Begun> {
    const [found, period] = this.#timeOf(clock);
    return this.#begin(found, period, await LiveModels.start(this.#modelsParts(found, period)));
  }

  #begin(clock: Clock, period: number, models: LiveModels): Begun {
    const { settings, retrain, folder } = this.#parts;
    const { state } = this.#store;
    const wait = settings.wait === undefined ? 0 : parseDuration(settings.wait);
    const intake = startIntake({ width: models.channels.length, period, wait }, state?.intake);
    const retraining =
      retrain &&
      new Retraining(
        { ...retrain, folder, models, clock, period, waits: settings.once },
        state?.models,
        state?.intake.last ?? NaN,
      );
    this.#begun = { clock, period, intake, models, retraining };
    return this.#begun;
  }

  #modelsParts(clock: Clock, period: number): LiveModelsParts {
    const { artifact, retrain, settings } = this.#parts;
    const { fitOver } = settings;
    return { artifact, open: retrain?.open, store: this.#store, clock, period, fitOver };
  }

  /** Clock and period of the rows: those that have no times are as far apart as in training. */
  #timeOf(clock: Clock): [clock: Clock, period: number] {
    const { period: trained } = this.#parts.artifact.preprocessing;
    const { period } = this.#parts.settings;
    const given = period === undefined ? trained : parseDuration(period);
    if (given !== undefined) return [clock === 'rows' ? 'elapsed' : clock, given];
    if (clock === 'rows') return [clock, 1];
    throw new ConfigError(
      'The time between rows must be known to score them live, and the run does not say. Name it with ' +
        '`period`, such as 1s.',
    );
  }

  #reportFaults(faults: readonly string[]): void {
    for (const fault of faults) {
      if (this.#parts.settings.badRows === 'refuse') {
        throw new DataError(`${fault} Correct it, or leave such rows out with \`badRows: skip\`.`);
      }
      this.#counts.faults++;
      if (this.#counts.faults <= NOTED_FAULTS) {
        const last = this.#counts.faults === NOTED_FAULTS ? ' Further ones are only counted.' : '';
        this.#listeners.note?.(`Left out: ${fault}${last}`);
      }
    }
  }

  #count(lines: readonly LiveLine[]): void {
    for (const line of lines) {
      if (!('kind' in line)) this.#counts.scored++;
      else if (line.kind === 'alarm' && line.state === 'start') this.#counts.alarms++;
    }
  }

  /** Delivers results, then stores them with the rows and with where the source stands. */
  async #keep(
    begun: Begun,
    rows: TakenRows,
    lines: readonly LiveLine[],
    finished: boolean,
  ): Promise<void> {
    const { onLines } = this.#listeners;
    const { clock, period, intake, models, retraining } = begun;
    if (lines.length > 0)
      for (const sink of this.#parts.sinks) await sink.write(lines, this.#listeners);
    this.#count(lines);
    const parser = this.#parser.state();
    if (!parser) throw new Error('There must be a first row before anything is stored.');
    const known = retraining?.state() ?? this.#store.state?.models;
    await this.#store.commit({ ...rows, lines: linesText(lines) }, models.firstScores(), {
      model: this.#model,
      source: this.#parts.source.name,
      clock,
      period,
      position: this.#position,
      parser,
      intake: intake.state(),
      ...this.#counts,
      finished,
      ...(known && { models: { ...known, ...models.state() } }),
    });
    onLines?.(lines, this.counts());
  }
}

/** Some hundred rows: decisions about models fall between two deliveries, and a recording is delivered at once. */
const DECIDING_BYTES = 8192;

/** Whether a recording is at hand, and new models are trained on the way through it. */
function decidesOften({ settings, retrain }: WatchParts): boolean {
  return settings.once && retrain !== undefined && retrain.settings.retrain !== 'none';
}

const NO_ROWS: TakenRows = { timestamps: new Float64Array(0), values: new Float32Array(0) };

/** Bad rows that are described; the others are only counted. */
const NOTED_FAULTS = 3;

function parserParts(
  { artifact, source, settings }: WatchParts,
  { note }: WatchListeners,
): RowParserParts {
  const { preprocessing, tables, learnedFrom } = artifact;
  const { timeColumn, timeFormat, timeZone, columns } = settings;
  const given = { timeColumn, timeFormat, timeZone };
  const known = Object.entries(given).filter(([, value]) => value !== undefined);
  const clock = learnedFrom.at(0)?.fingerprint.clock;
  return {
    source: source.name,
    channels: preprocessing.channels,
    ...(preprocessing.offsets && { offsets: preprocessing.offsets }),
    tables: { ...tables, prepare: { ...tables.prepare, ...Object.fromEntries(known) } },
    ...(clock !== undefined && { clock }),
    ...(columns.length > 0 && { columns }),
    ...(note && { note }),
  };
}

/** @throws ConfigError when a drift is to be learned and nobody looks for one */
function checkDrift({ retrain, settings, artifact }: WatchParts): void {
  if (retrain?.settings.retrain !== 'drift') return;
  const isLooked = settings.fitOver !== 'none' && primaryOf(artifact).alarmPolicy.calibration;
  if (isLooked) return;
  throw new ConfigError(
    'To train a new model on drift, the fit of the model in use must be watched, but `fitOver` is none, or the run keeps no normal ' +
      'scores. Give rows or a duration, or train on a schedule.',
  );
}

/** @throws ConfigError when a live scoring cannot be gone on with */
function checkGoesOn(state: LiveState, { source, folder }: WatchParts, model: string): void {
  const remedy = 'Choose another `name`, or begin anew with `fresh`.';
  if (state.finished) {
    throw new ConfigError(
      `The live scoring in ${folder} must not be over to go on, but its source ended. ${remedy}`,
    );
  }
  if (state.model !== model) {
    throw new ConfigError(
      `The live scoring in ${folder} must go on with the model it began with, got another one. ${remedy}`,
    );
  }
  if (state.source === source.name) return;
  throw new ConfigError(
    `The live scoring in ${folder} must go on with ${state.source}, got ${source.name}. ${remedy}`,
  );
}

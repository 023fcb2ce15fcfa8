/** Recordings on their way to detectors: at one interval, missing rows and readings treated. */
import { frameLength, framePeriod, sliceFrame, type TimeSeriesFrame } from '@anodec/core';
import type { PreprocessConfig } from './config.js';
import { discreteStates } from './discrete-states.js';
import { type Averaged, type IntervalReference, toInterval } from './interval.js';
import { withoutLabelledRows } from './labelled-rows.js';
import { type MissingCounts, type TreatedFrame, treatMissing } from './missing/index.js';
import type { States } from './preprocessing.js';

/** Recordings at the interval of the settings, their missing readings treated. */
export interface RecordingSet {
  readonly frames: readonly TimeSeriesFrame[];
  /** Summed over all of them. */
  readonly missing: MissingCounts;
  /** Channels that show states in the first rows of every recording; none with `discrete: keep`. */
  readonly states: States;
  /** Summed over the recordings whose rows were aggregated; absent where none were. */
  readonly averaged?: Averaged;
  /** Rows removed as labelled, of normal operation; absent where none were. */
  readonly removed?: number;
}

/** What recordings are collected for. */
export interface CollectOptions {
  /** Interval of the training rows, in milliseconds: finer recordings are aggregated to it. */
  readonly trained?: number;
  /** Whether to remove rows that are labelled as attack or unknown; see `withoutLabelledRows`. */
  readonly normal?: boolean;
}

/**
 * Aggregates recordings to the interval of the settings and treats their missing rows and readings.
 *
 * @param nameOf what messages call the recording with this index
 * @throws DataError when missing readings are refused, or rows are coarser than those of training or
 *   of the first recording
 */
export function collectRecordings(
  recorded: readonly TimeSeriesFrame[],
  config: PreprocessConfig,
  nameOf: (index: number) => string,
  { trained, normal = false }: CollectOptions = {},
): RecordingSet {
  let interval = trained;
  const collected = recorded.map((frame, i) => {
    const reference = trained === undefined ? nameOf(0) : undefined;
    const one = collectFrame(frame, config, { what: nameOf(i), trained: interval, reference });
    interval ??= intervalOf(one);
    return one;
  });
  const learned = normal
    ? collected.map(({ frame }, i) => withoutLabelledRows(frame, nameOf(i)))
    : collected.map(({ frame }) => ({ frame, removed: 0 }));
  const removed = learned.reduce((rows, one) => rows + one.removed, 0);
  const averaged = addUpAveraged(collected.flatMap((one) => one.averaged ?? []));
  return {
    frames: learned.map(({ frame }) => frame),
    missing: addUpMissing(collected),
    states: config.discrete === 'keep' ? new Map() : commonStates(recorded, config, normal),
    ...(averaged && { averaged }),
    ...(removed > 0 && { removed }),
  };
}

/** A recording at its interval, with what was done to it. */
export interface CollectedFrame extends TreatedFrame {
  readonly averaged?: Averaged;
}

/** Aggregates one recording and treats its missing rows and readings; see `collectRecordings`. */
export function collectFrame(
  recorded: TimeSeriesFrame,
  config: Pick<PreprocessConfig, 'sampleFreq' | 'aggregate' | 'missing' | 'gapTolerance'>,
  compared: IntervalReference = {},
): CollectedFrame {
  const { frame, averaged } = toInterval(recorded, config, compared);
  const { missing, gapTolerance } = config;
  const options = { gapTolerance, what: compared.what, period: averaged?.to };
  const treated = treatMissing(frame, missing, options);
  return averaged ? { ...treated, averaged } : treated;
}

/** Interval of a recording, in milliseconds; undefined where it has no times or fewer than two rows. */
function intervalOf({ frame, averaged }: CollectedFrame): number | undefined {
  if (frame.clock === 'rows' || frameLength(frame) < 2) return undefined;
  return averaged?.to ?? framePeriod(frame);
}

/**
 * States of the first rows of every recording, as they were before aggregation, which makes new values
 * of a switch. A channel that is a quantity in one of them is a quantity.
 */
function commonStates(
  frames: readonly TimeSeriesFrame[],
  { validationSplit, invertedSplit }: PreprocessConfig,
  normal: boolean,
): States {
  const share = invertedSplit ? validationSplit : 1 - validationSplit;
  const found = frames.map((recorded) => {
    const frame = normal ? withoutLabelledRows(recorded).frame : recorded;
    const end = Math.round(frameLength(frame) * share); // not from held-out rows
    return discreteStates(sliceFrame(frame, { start: 0, end }));
  });
  const names = frames[0].channels.filter((name) => found.every((states) => states.has(name)));
  return new Map(
    names.map((name) => {
      const all = new Set(found.flatMap((states) => states.get(name) ?? []));
      return [name, [...all].sort((a, b) => a - b)];
    }),
  );
}

function addUpMissing(treated: readonly MissingCounts[]): MissingCounts {
  const sum = (name: keyof MissingCounts): number =>
    treated.reduce((total, counts) => total + counts[name], 0);
  return {
    missing: sum('missing'),
    filled: sum('filled'),
    dropped: sum('dropped'),
    inserted: sum('inserted'),
  };
}

function addUpAveraged(parts: readonly Averaged[]): Averaged | undefined {
  const [first] = parts;
  if (!first) return undefined;
  const sum = (name: 'rowsBefore' | 'rowsAfter'): number =>
    parts.reduce((total, part) => total + part[name], 0);
  return { ...first, rowsBefore: sum('rowsBefore'), rowsAfter: sum('rowsAfter') };
}

/**
 * Missing readings: left as they are, or treated by a rule that was chosen by name. Whatever is
 * filled, dropped or inserted is counted.
 *
 * No rule reaches over a gap in time: the reading before a gap says nothing about the one after it.
 */
import { frameLength, framePeriod, parseConfig, type TimeSeriesFrame } from '@anodec/core';
import { startInsertingRows } from '../absent-rows.js';
import { lengthOf, type Reach } from '../reach.js';
import { chainStreams, type RowStream, runStream } from '../rows.js';
import { missingRules } from './registry.js';
import { countMissing, type MissingParts, type MissingRule } from './rule.js';

/** Settings of a rule: its kind and its options, in the table of this package or added to it. */
export interface MissingChoice {
  readonly kind: string;
  readonly [option: string]: unknown;
}

/** Counts of missing readings and what became of them. */
export interface MissingCounts {
  /** Missing readings before the rule, those of inserted rows included. */
  readonly missing: number;
  /** Missing readings that have a value now. */
  readonly filled: number;
  /** Rows that were removed. */
  readonly dropped: number;
  /** Rows that the recording skipped and that were inserted. */
  readonly inserted: number;
}

/** A frame after its rule, with what the rule did. */
export interface TreatedFrame extends MissingCounts {
  readonly frame: TimeSeriesFrame;
}

/** How to treat missing readings and rows. */
export interface MissingOptions {
  /** Longest run of absent rows that is inserted; see `gapTolerance` of the settings. Default 0. */
  readonly gapTolerance?: Reach;
  /** Usual step between rows in the clock of the frame; the median step of the frame unless given. */
  readonly period?: number;
  /** What messages call the frame. */
  readonly what?: string;
}

/** Streams of one recording: absent rows, then the rule. */
export interface MissingStreams {
  readonly inserting: RowStream;
  readonly rule: RowStream;
}

/**
 * Starts inserting absent rows and treating missing readings.
 *
 * @throws ConfigError when there is no such rule, or its settings do not fit
 */
export function startMissing(
  choice: MissingChoice,
  gapTolerance: Reach,
  recording: MissingParts,
): MissingStreams {
  const rule: MissingRule = missingRules.get(choice.kind);
  const settings = parseConfig(rule.settings, choice, 'the settings of missing');
  const hold = rule.hold(settings);
  const longest = Math.max(
    lengthOf(gapTolerance, recording, 'gapTolerance'),
    hold === undefined ? 0 : lengthOf(hold, recording, 'hold'),
  );
  return {
    inserting: startInsertingRows(recording, longest),
    rule: rule.start(settings, recording),
  };
}

/** `startMissing` as one stream. */
export function missingStream(
  choice: MissingChoice,
  gapTolerance: Reach,
  recording: MissingParts,
): RowStream {
  const { inserting, rule } = startMissing(choice, gapTolerance, recording);
  return chainStreams([inserting, rule]);
}

/**
 * Inserts absent rows and treats the missing readings of a whole frame.
 *
 * @throws ConfigError when there is no such rule, or its settings do not fit
 * @throws DataError when the rule refuses missing readings, or leaves no row
 */
export function treatMissing(
  frame: TimeSeriesFrame,
  choice: MissingChoice,
  { gapTolerance = 0, period = periodOf(frame), what = 'the recording' }: MissingOptions = {},
): TreatedFrame {
  const { channels, clock } = frame;
  const recording = { channels, clock, period, what };
  const { inserting, rule } = startMissing(choice, gapTolerance, recording);
  const complete = runStream(inserting, frame);
  const missing = countMissing(complete);
  const treated = missing === 0 ? complete : runStream(rule, complete);
  const dropped = frameLength(complete) - frameLength(treated);
  const filled = dropped > 0 ? 0 : missing - countMissing(treated);
  return {
    frame: treated,
    missing,
    filled,
    dropped,
    inserted: frameLength(complete) - frameLength(frame),
  };
}

/** The usual step of a frame; any will do where there are fewer than two rows. */
function periodOf(frame: TimeSeriesFrame): number {
  return frameLength(frame) < 2 ? 1 : framePeriod(frame);
}

/**
 * Steps over all recordings together: the same channels everywhere, channels without readings or
 * change excluded, labels that contradict the kind of recording reported.
 */
import {
  type Attack,
  createFrame,
  DataError,
  formatTimestamp,
  frameLength,
  selectChannels,
  type TimeSeriesFrame,
  UNKNOWN_LABEL,
} from '@anodec/core';
import { withoutLabelledRows } from '@anodec/preprocess';
import type { PrepareConfig } from './config.js';
import { findLabelLeaks } from './label-leaks.js';
import type { Recording } from './read-recordings.js';

/** Gives all frames the channels of the first, in its order. @throws DataError when one differs */
export function alignChannels(recordings: readonly Recording[]): Recording[] {
  const [first] = recordings;
  const { channels } = first.frame;
  return recordings.map((recording) => {
    const own = recording.frame.channels;
    if (own.length === channels.length && own.every((name, c) => name === channels[c])) {
      return recording;
    }
    const extra = own.filter((name) => !channels.includes(name));
    const missing = channels.filter((name) => !own.includes(name));
    if (extra.length === 0 && missing.length === 0) {
      return { ...recording, frame: selectChannels(recording.frame, channels) };
    }
    throw differs(first.source, recording, extra, missing);
  });
}

function differs(
  first: string,
  { source, frame }: Recording,
  extra: readonly string[],
  missing: readonly string[],
): DataError {
  const has = extra.length > 0 ? [`has ${extra.join(', ')} besides`] : [];
  const lacks = missing.length > 0 ? [`lacks ${missing.join(', ')}`] : [];
  const flag = frame.labels ? undefined : extra.find((name) => isFlag(frame, name));
  const remedy =
    flag === undefined
      ? `Exclude them with \`exclude: ${[...extra, ...missing].join(' ')}\`.`
      : `If ${flag}, which holds 0 and 1, is the label, set \`labelColumn: ${flag}\`; otherwise exclude it with \`exclude\`.`;
  return new DataError(
    `All tables must have the columns of ${first}, but ${source} ${[...has, ...lacks].join(' and ')}. ${remedy}`,
  );
}

function isFlag({ values, channels }: TimeSeriesFrame, name: string): boolean {
  const c = channels.indexOf(name);
  for (let i = c; i < values.length; i += channels.length) {
    if (values[i] !== 0 && values[i] !== 1) return false;
  }
  return true;
}

/**
 * Reports the rows of normal recordings that are labelled as attack or unknown. The frames keep
 * them with their labels; `withoutLabelledRows` removes them wherever something is learned.
 *
 * @returns the recordings of normal operation without those rows
 * @throws DataError when a normal recording has no normal row
 */
export function reportLabelledRows(recordings: readonly Recording[]): TimeSeriesFrame[] {
  return recordings
    .filter(({ normal }) => normal)
    .map(({ source, frame, log }) => {
      const { attackRows, unknownRows } = countLabels(frame);
      if (attackRows + unknownRows === frameLength(frame)) {
        throw new DataError(
          `${source} must have rows of normal operation, got ${frameLength(frame)} rows that are all ` +
            'labelled as attack or unknown. Correct `labelMap`, or take all rows as normal with `labelColumn: none`.',
        );
      }
      if (attackRows > 0) log.add('normal-row-attack', source, attackRows);
      if (unknownRows > 0) log.add('normal-row-unknown', source, unknownRows);
      return withoutLabelledRows(frame, source).frame;
    });
}

function countLabels({ labels = new Uint8Array() }: TimeSeriesFrame) {
  const unknownRows = labels.filter((label) => label === UNKNOWN_LABEL).length;
  const attackRows = labels.filter((label) => label !== 0).length - unknownRows;
  return { attackRows, unknownRows };
}

/**
 * Excludes from all recordings channels without a reading in normal operation and, where the settings say
 * so, those that never change there.
 *
 * @param normalFrames the normal rows, with the channels of the recordings
 * @throws DataError when no channel is left
 */
export function dropStillChannels(
  recordings: readonly Recording[],
  normalFrames: readonly TimeSeriesFrame[],
  { dropConstant, include }: Pick<PrepareConfig, 'dropConstant' | 'include'>,
): Recording[] {
  const { channels } = recordings[0].frame;
  const dropped = new Set<string>();
  for (const [c, name] of channels.entries()) {
    const state = stateOf(normalFrames, c);
    if (state === 'moving' || (state === 'constant' && !dropConstant) || include.includes(name)) {
      continue;
    }
    dropped.add(name);
    const kind = state === 'empty' ? 'column-empty' : 'channel-constant';
    for (const { log } of recordings) log.add(kind, name);
  }
  if (dropped.size === channels.length) {
    throw new DataError(
      `A channel must change in normal operation, got none in ${recordings[0].source} that does.`,
    );
  }
  if (dropped.size === 0) return [...recordings];
  const kept = channels.filter((name) => !dropped.has(name));
  return recordings.map((one) => ({ ...one, frame: selectChannels(one.frame, kept) }));
}

/** Whether a channel is empty, constant or moving over all frames, ignoring missing readings. */
function stateOf(frames: readonly TimeSeriesFrame[], c: number): 'empty' | 'constant' | 'moving' {
  let first = NaN;
  for (const { values, channels } of frames) {
    for (let i = c; i < values.length; i += channels.length) {
      const value = values[i];
      if (Number.isNaN(value) || value === first) continue;
      if (!Number.isNaN(first)) return 'moving';
      first = value;
    }
  }
  return Number.isNaN(first) ? 'empty' : 'constant';
}

/** Reports channels of test recordings that give their labels away. */
export function reportLabelLeaks(
  recordings: readonly Recording[],
  normalFrames: readonly TimeSeriesFrame[],
): void {
  for (const { normal, frame, log } of recordings) {
    if (normal) continue;
    for (const { channel } of findLabelLeaks(normalFrames, frame)) log.add('label-leak', channel);
  }
}

/**
 * Labels the rows of test recordings without labels by a list of attacks, both ends included, and
 * reports attacks that lie outside all of them.
 *
 * @param list the name of the list in messages
 * @throws DataError when no attack lies within a test recording
 */
export function labelByAttacks(
  recordings: readonly Recording[],
  attacks: readonly Attack[],
  list: string,
): Recording[] {
  const tests = recordings.filter(({ normal }) => !normal);
  const outside = attacks.filter(
    ({ start, end }) =>
      !tests.some(({ frame: { timestamps } }) => {
        return start <= timestamps[timestamps.length - 1] && end >= timestamps[0];
      }),
  );
  if (outside.length === attacks.length) throw allOutside(tests, attacks, list);
  for (const { name } of outside) tests[0].log.add('attack-outside-recording', name);
  return recordings.map((recording) => {
    const { normal, frame, log } = recording;
    if (normal || frame.labels) return recording;
    const labels = Uint8Array.from(frame.timestamps, (time) =>
      Number(attacks.some(({ start, end }) => start <= time && time <= end)),
    );
    const rows = labels.reduce((sum, label) => sum + label, 0);
    if (rows > 0) log.add('label-from-file', list, rows);
    return { ...recording, frame: createFrame({ ...frame, labels }) };
  });
}

function allOutside(
  tests: readonly Recording[],
  attacks: readonly Attack[],
  list: string,
): DataError {
  const [{ source, frame }] = tests;
  const { clock, timestamps } = frame;
  const [from, to] = [timestamps[0], timestamps[timestamps.length - 1]];
  const show = (time: number) => formatTimestamp(time, clock);
  return new DataError(
    `${list} must list attacks within ${source}, ${show(from)} to ${show(to)}, got ` +
      `${show(attacks[0].start)} to ${show(attacks[attacks.length - 1].end)}. Give the list of this ` +
      'recording, or the `timeZone` of both.',
  );
}

/**
 * Anomalies in a recording of normal operation, with the list of them: a way to try a detector on a
 * plant of which no attack was ever recorded.
 */
import {
  type Attack,
  channelValues,
  contiguousSegments,
  createFrame,
  createRandom,
  DataError,
  frameLength,
  framePeriod,
  parseDuration,
  type Random,
  type Segment,
  standardDeviation,
  type TimeSeriesFrame,
} from '@anodec/core';
import { discreteStates } from '@anodec/preprocess';
import type { InjectConfig } from './config.js';
import { injections, quantityInjections, stateInjections } from './injections.js';

/** A recording with injected anomalies, and the list of them. */
export interface InjectedRecording {
  /** Labelled 1 where an anomaly was injected, and where it was labelled before. */
  readonly frame: TimeSeriesFrame;
  /** In order of time, in the clock of the recording. */
  readonly attacks: readonly Attack[];
}

/** What a row without a time counts as, in milliseconds. */
const PERIOD_WITHOUT_TIMES = 10_000;
/** Draws of a channel and a kind before an error is raised. */
const MOST_DRAWS = 1000;

/**
 * Injects anomalies into one channel at a time, in equal parts of the recording so that they lie apart.
 *
 * The same seed gives the same anomalies. Channels that never move are left alone, and so are those
 * on which a kind would leave no trace, such as a frozen probe whose level was constant anyway.
 *
 * @throws DataError when the recording is too short, or no channel takes one of the kinds
 */
export function injectAnomalies(
  frame: TimeSeriesFrame,
  { count, kinds, size, length, seed }: InjectConfig,
): InjectedRecording {
  const random = createRandom(seed);
  const rows = rowsOf(frame, length);
  const values = frame.values.slice();
  const labels = frame.labels?.slice() ?? new Uint8Array(frameLength(frame));
  const targets = targetsOf(frame, kinds);
  const attacks = placesOf(frame, count, rows, random.stream('places')).map((place, n): Attack => {
    const draw = random.stream(`anomaly ${n}`);
    const { channel, kind } = corrupt(values, frame.channels.length, place, targets, size, draw);
    labels.fill(1, place.start, place.end);
    const name = frame.channels[channel];
    return {
      name: `Anomaly ${n + 1}`,
      start: frame.timestamps[place.start],
      end: frame.timestamps[place.end - 1],
      channels: [name],
      leavesTrace: true,
      action: `${kind} of ${name}`,
    };
  });
  return { frame: createFrame({ ...frame, values, labels }), attacks };
}

/** Draws targets and kinds until one leaves a trace in `values`, (T, C), which it overwrites. */
function corrupt(
  values: Float32Array,
  C: number,
  place: Segment,
  targets: readonly Target[],
  size: number,
  random: Random,
): { readonly channel: number; readonly kind: string } {
  for (let draws = 0; draws < MOST_DRAWS; draws++) {
    const { channel, states, deviation, kinds } = targets[random.integer(targets.length)];
    const kind = kinds[random.integer(kinds.length)];
    const before = readColumn(values, channel, C, place);
    const readings = before.slice();
    injections[kind](readings, { size: size * deviation, random, states });
    if (readings.every((reading, t) => Object.is(reading, before[t]))) continue;
    writeColumn(values, channel, C, place, readings);
    return { channel, kind };
  }
  throw new DataError(
    `An anomaly must leave a trace in rows ${place.start} to ${place.end - 1}, got none from ` +
      `${MOST_DRAWS} draws of a channel and a kind. Allow other \`kinds\`, or choose a longer \`length\`.`,
  );
}

function rowsOf(frame: TimeSeriesFrame, length: InjectConfig['length']): number {
  if (typeof length === 'number') return length;
  const period = frame.clock === 'rows' ? PERIOD_WITHOUT_TIMES : framePeriod(frame);
  return Math.max(1, Math.round(parseDuration(length) / period));
}

/** A channel into which anomalies can be injected. */
interface Target {
  readonly channel: number;
  readonly states: readonly number[];
  readonly deviation: number;
  readonly kinds: readonly string[];
}

/** @throws DataError when no channel moves, or none of those that do takes a wanted kind */
function targetsOf(frame: TimeSeriesFrame, wanted: readonly string[]): Target[] {
  const discrete = discreteStates(frame);
  const moving = frame.channels.flatMap((name, channel): Target[] => {
    const states = discrete.get(name) ?? [];
    const kinds = Object.keys(states.length > 0 ? stateInjections : quantityInjections);
    const readings = channelValues(frame, channel).filter((value) => !Number.isNaN(value));
    const deviation = standardDeviation(readings);
    return deviation > 0 ? [{ channel, states, deviation, kinds }] : [];
  });
  if (moving.length === 0) {
    throw new DataError(
      `At least one channel must change for anomalies to be injected, but ${listed(frame.channels)} ` +
        `${frame.channels.length > 1 ? 'are' : 'is'} constant in these ${frameLength(frame)} rows. ` +
        'Use a recording in which channels change.',
    );
  }
  const targets = moving
    .map((one) => ({ ...one, kinds: one.kinds.filter((kind) => wanted.includes(kind)) }))
    .filter(({ kinds }) => kinds.length > 0);
  if (targets.length > 0) return targets;
  const possible = [...new Set(moving.flatMap(({ kinds }) => kinds))];
  throw new DataError(
    `\`kinds\` must name one that a channel which changes can take, such as ${possible.join(', ')}, got ` +
      `${wanted.join(', ')}. Allow one of those.`,
  );
}

/** Channels that are named in a message. */
const NAMED = 3;

function listed(names: readonly string[]): string {
  if (names.length <= NAMED) return names.join(', ');
  return `all ${names.length} channels, ${names.slice(0, NAMED).join(', ')} and others,`;
}

/** Intervals in equal parts of the gap-free stretches, in time, each with a normal row before it. */
function placesOf(frame: TimeSeriesFrame, count: number, rows: number, random: Random): Segment[] {
  const N = frameLength(frame);
  const stretches = contiguousSegments(frame);
  return Array.from({ length: count }, (_, n) => {
    const [free] = freeIn(stretches, Math.floor(N / count), n, rows);
    if (!free) {
      throw new DataError(
        `${count} anomalies of ${rows} rows must fit into the recording of ${N} ` +
          `rows, got no room for number ${n + 1}. ${roomRemedy(stretches, N, count, rows)}`,
      );
    }
    const first = free.start + random.integer(free.end - free.start - rows + 1);
    return { start: first, end: first + rows };
  });
}

/** Where in part n of a recording so many rows fit, the longest stretch first. */
function freeIn(
  stretches: readonly Segment[],
  part: number,
  n: number,
  rows: number,
): readonly Segment[] {
  return stretches
    .map(({ start, end }) => ({
      start: Math.max(start, n * part) + 1,
      end: Math.min(end, (n + 1) * part),
    }))
    .filter(({ start, end }) => end - start >= rows)
    .sort((a, b) => b.end - b.start - (a.end - a.start));
}

/** What would fit: the largest number of anomalies of that length, where there is one. */
function roomRemedy(stretches: readonly Segment[], N: number, count: number, rows: number): string {
  for (let fewer = count - 1; fewer > 0; fewer--) {
    const parts = Array.from({ length: fewer }, (_, n) => n);
    const fits = parts.every((n) => freeIn(stretches, Math.floor(N / fewer), n, rows).length > 0);
    if (fits) return `Set \`count\` to ${fewer}, or choose a shorter \`length\`.`;
  }
  return 'Choose a shorter `length`.';
}

function readColumn(
  values: Float32Array,
  channel: number,
  C: number,
  { start, end }: Segment,
): Float32Array {
  return Float32Array.from({ length: end - start }, (_, t) => values[(start + t) * C + channel]);
}

function writeColumn(
  values: Float32Array,
  channel: number,
  C: number,
  { start }: Segment,
  readings: Float32Array,
): void {
  for (const [t, reading] of readings.entries()) values[(start + t) * C + channel] = reading;
}

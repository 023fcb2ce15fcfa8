/** Statistics of one channel: its range, its kind, and signs of a faulty sensor. */
import type { ColumnRole } from './column-role.js';
import type { Column } from './columns.js';
import { longestRuns, type ValueRun } from './longest-runs.js';
import { areStates } from '@anodec/preprocess';

/**
 * The kind of a channel: no reading at all, always the same, a few states, whole numbers, any
 * numbers; or date cells, whose unit is the millisecond since 1970.
 */
export type ChannelKind = 'empty' | 'constant' | 'discrete' | 'integer' | 'continuous' | 'date';

/** Statistics of one channel, in its unit; NaN where there is no reading. */
export interface ChannelReport {
  readonly name: string;
  readonly kind: ChannelKind;
  /** Its role where it is no sensor. */
  readonly role?: ColumnRole;
  readonly readings: number;
  readonly missing: number;
  /** Readings that are infinite; they count in no other statistic. */
  readonly infinite: number;
  readonly smallest: number;
  readonly largest: number;
  readonly mean: number;
  /** Divisor N. */
  readonly deviation: number;
  /** The number of distinct values. */
  readonly distinct: number;
  /** The most frequent value and the share of the readings that show it. */
  readonly usual: { readonly value: number; readonly share: number };
  /** Shares of the readings at the smallest and at the largest value. */
  readonly atSmallest: number;
  readonly atLargest: number;
  /** Increasing; of a discrete channel. */
  readonly states?: readonly number[];
  /** One value has nearly all readings, but not all. */
  readonly nearlyConstant: boolean;
  /** A quantity that stays at its smallest value, 0 apart, or at its largest: the end of its scale. */
  readonly saturated?: 'low' | 'high' | 'both';
  /** The longest run of a quantity that was constant far longer than usual. */
  readonly stuck?: ValueRun;
}

/** Share of one value from which a channel is nearly constant. */
const NEARLY = 0.995;
/** Share of the readings at an end of the range, and rows in a row there, that mean saturation. */
const SATURATED = { share: 0.005, rows: 10 } as const;
/** Least rows of a stuck run, and how many times as long as 99 % of the runs it must be. */
const STUCK = { rows: 60, times: 10 } as const;

/** The readings of a channel, sorted. */
export interface SortedReadings {
  /** (N), finite, increasing. */
  readonly sorted: Column;
  readonly missing: number;
  readonly infinite: number;
}

/** The finite readings of a channel in increasing order. */
export function sortReadings(values: Column): SortedReadings {
  const kept = values.slice();
  let [length, infinite] = [0, 0];
  for (const value of values) {
    if (Number.isFinite(value)) kept[length++] = value;
    else if (!Number.isNaN(value)) infinite++;
  }
  const sorted = kept.subarray(0, length).sort();
  return { sorted, missing: values.length - length - infinite, infinite };
}

/**
 * Statistics of a channel.
 *
 * @param values (T), in the order of the rows
 * @param readings of the same values, where the caller has them
 */
export function describeChannel(
  name: string,
  values: Column,
  readings: SortedReadings = sortReadings(values),
): ChannelReport {
  const { sorted, missing, infinite } = readings;
  const N = sorted.length;
  const counts = countSorted(sorted);
  const kind = kindOf(sorted, counts);
  const statistics = {
    name,
    kind,
    readings: N,
    missing,
    infinite,
    smallest: sorted[0] ?? NaN,
    largest: sorted[N - 1] ?? NaN,
    ...moments(sorted),
    distinct: counts.distinct,
    usual: { value: counts.usual, share: counts.most / N },
    atSmallest: counts.first / N,
    atLargest: counts.last / N,
    nearlyConstant: counts.distinct > 1 && counts.most >= NEARLY * N,
  };
  if (kind === 'discrete') return { ...statistics, states: counts.values };
  if (kind === 'empty' || kind === 'constant') return statistics;
  return { ...statistics, ...faultsOf(values, statistics) };
}

function faultsOf(
  values: Column,
  report: Pick<ChannelReport, 'smallest' | 'largest' | 'atSmallest' | 'atLargest'>,
): Pick<ChannelReport, 'saturated' | 'stuck'> {
  const { smallest, largest, atSmallest, atLargest } = report;
  const rests = [
    ...(atSmallest >= SATURATED.share ? [smallest] : []),
    ...(atLargest >= SATURATED.share ? [largest] : []),
  ];
  const runs = longestRuns(values, rests);
  const ends = (value: number) => (runs.at.get(value)?.rows ?? 0) >= SATURATED.rows;
  // a flow of 0 is no flow, not the end of the scale
  const low = smallest !== 0 && ends(smallest);
  const high = largest !== 0 && ends(largest);
  const saturated = low && high ? 'both' : low ? 'low' : high ? 'high' : undefined;
  const { longest, usualLength } = runs;
  const stands = longest && longest.rows >= Math.max(STUCK.rows, STUCK.times * usualLength);
  return { ...(saturated && { saturated }), ...(stands && { stuck: longest }) };
}

/** Mean and deviation, in two passes and double precision. */
function moments(values: Column): { mean: number; deviation: number } {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / values.length) };
}

/** Distinct values that are kept; a channel with more is not discrete. */
const KEPT = 13;

interface Counts {
  readonly distinct: number;
  /** The first few different values. */
  readonly values: readonly number[];
  readonly usual: number;
  readonly most: number;
  readonly first: number;
  readonly last: number;
}

function countSorted(sorted: Column): Counts {
  const values: number[] = [];
  let [distinct, usual, most, first, last] = [0, NaN, 0, 0, 0];
  for (let start = 0; start < sorted.length; ) {
    const value = sorted[start];
    let end = start + 1;
    while (end < sorted.length && sorted[end] === value) end++;
    distinct++;
    if (values.length < KEPT) values.push(value);
    if (end - start > most) [most, usual] = [end - start, value];
    if (start === 0) first = end;
    last = end - start;
    start = end;
  }
  return { distinct, values, usual, most, first, last };
}

function kindOf(sorted: Column, { distinct, values }: Counts): ChannelKind {
  if (distinct === 0) return 'empty';
  if (distinct === 1) return 'constant';
  if (distinct < KEPT && areStates(values, sorted.length)) return 'discrete';
  for (let i = 0; i < sorted.length; i++) if (!Number.isInteger(sorted[i])) return 'continuous';
  return 'integer';
}

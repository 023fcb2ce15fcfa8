/**
 * Distribution shift between training and test recordings, channel by channel, before any model is
 * trained.
 *
 * Distances of distributions, not tests: rows a second apart are anything but independent, so the
 * p-value of any test over half a million of them only shows that there are many.
 */
import { checkStopped, DataError, type Progress, silentProgress } from '@anodec/core';
import { sortReadings } from '../inspect/channel.js';
import type { Column, ColumnTable } from '../inspect/columns.js';
import { statesOf } from '@anodec/preprocess';
import { LABEL_NAMES, plainName } from '@anodec/data';
import { type Trend, trendOf } from '../profile/trend.js';
import {
  type Histogram,
  histogramOf,
  quantileOfSorted,
  stateHistogram,
} from '../profile/histogram.js';
import { kolmogorovSmirnov, shareOutside, stabilityIndex } from './distance.js';

/** How far the distribution of a channel moved. */
export type DriftLevel = 'moved' | 'a little' | 'steady' | 'unknown';

/** Statistics of a channel on one side. */
export interface DriftSide {
  readonly readings: number;
  readonly mean: number;
  readonly deviation: number;
  readonly median: number;
  readonly smallest: number;
  readonly largest: number;
  readonly histogram: Histogram;
}

/** One channel in training and in test. */
export interface ChannelDrift {
  readonly name: string;
  readonly level: DriftLevel;
  /** Kolmogorov-Smirnov statistic, 0 to 1. */
  readonly kolmogorovSmirnov: number;
  readonly stabilityIndex: number;
  /** Test mean less training mean, in training deviations; infinite where training was constant. */
  readonly shift: number;
  /** Share of the test readings outside the range of the training readings. */
  readonly outside: number;
  /** Statistics of both sides over the same bins; absent without readings on either. */
  readonly train?: DriftSide;
  readonly test?: DriftSide;
  /** Over the test rows in order; excluded rows are missing in it. */
  readonly trend?: Trend;
  /** Between which 98 % of the training readings lie. */
  readonly usual?: { readonly low: number; readonly high: number };
}

/** What changed from training to test. */
export interface DriftReport {
  readonly train: DriftSource;
  readonly test: DriftSource;
  /** The channels that moved most come first. */
  readonly channels: readonly ChannelDrift[];
  /** Channels that only one side has. */
  readonly onlyInTrain: readonly string[];
  readonly onlyInTest: readonly string[];
}

/** The rows of one side. */
export interface DriftSource {
  readonly names: readonly string[];
  readonly rows: number;
  /** Rows labelled as attack, which are excluded. */
  readonly attackRows: number;
}

/** How to compare. */
export interface DriftOptions {
  /** Whether rows labelled as attack are included; default false. */
  readonly withAttacks?: boolean;
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** Lower limits of either distance for `moved`, and for `a little`. */
const MOVED = { ks: 0.25, psi: 0.25 } as const;
const LITTLE = { ks: 0.1, psi: 0.1 } as const;

/**
 * Compares every channel that both sides have. Several tables of a side count as one.
 *
 * @throws DataError when a side has no rows, labels that cannot be read, or the sides have no
 *   channel in common
 */
export function reportDrift(
  train: readonly ColumnTable[],
  test: readonly ColumnTable[],
  { withAttacks = false, signal, progress = silentProgress }: DriftOptions = {},
): DriftReport {
  const [left, right] = [train, test].map((tables) => sideOf(tables, withAttacks));
  const shared = left.channels.filter((name) => right.channels.includes(name));
  if (shared.length === 0) {
    throw new DataError(
      `Training and test must have channels in common, got ${left.channels.join(', ')} and ` +
        `${right.channels.join(', ')}.`,
    );
  }
  progress.begin('Comparing distributions', shared.length, 'channels');
  const channels = shared.map((name, n) => {
    checkStopped(signal, 'comparing distributions');
    const drift = compareChannel(name, left.values(name), right.values(name));
    progress.update(n + 1, name);
    return drift;
  });
  progress.end();
  return {
    train: left.source,
    test: right.source,
    channels: channels.sort(byDistance),
    onlyInTrain: left.channels.filter((name) => !right.channels.includes(name)),
    onlyInTest: right.channels.filter((name) => !left.channels.includes(name)),
  };
}

/** The largest distance first, channels without one last. */
function byDistance(a: ChannelDrift, b: ChannelDrift): number {
  const [left, right] = [a, b].map(({ kolmogorovSmirnov: ks }) => (Number.isNaN(ks) ? -1 : ks));
  return right - left || b.stabilityIndex - a.stabilityIndex;
}

/** The tables of a side as one, attack rows taken out. */
function sideOf(tables: readonly ColumnTable[], withAttacks: boolean) {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  if (rows === 0) throw new DataError('Each side of a drift report must have rows, got none.');
  if (!withAttacks) for (const table of tables) checkLabels(table);
  const [first, ...others] = tables;
  const channels = first.channels.filter(
    (name) => !first.dates.includes(name) && others.every((table) => table.channels.includes(name)),
  );
  const attackRows = withAttacks
    ? 0
    : tables.reduce((sum, { labels }) => sum + (labels ? countAttacks(labels) : 0), 0);
  const source: DriftSource = { names: tables.map((table) => table.source), rows, attackRows };
  const values = (name: string): Column => {
    const whole = new Float64Array(rows);
    let at = 0;
    for (const table of tables) {
      const column = table.column(table.channels.indexOf(name));
      if (table.labels && !withAttacks) {
        for (let t = 0; t < column.length; t++) if (table.labels[t] === 1) column[t] = NaN;
      }
      whole.set(column, at);
      at += table.rows;
    }
    return whole;
  };
  return { source, channels, values };
}

/** The number of rows labelled as attack; unknown labels are not counted. */
function countAttacks(labels: Uint8Array): number {
  return labels.reduce((sum, label) => sum + Number(label === 1), 0);
}

/** An unreadable label column would let attacks through as normal rows. */
function checkLabels({ source, labels, channels, texts }: ColumnTable): void {
  if (labels) return;
  const names = [...channels, ...texts.map(({ name }) => name)];
  const label = names.find((name) => LABEL_NAMES.includes(plainName(name)));
  if (label === undefined) return;
  throw new DataError(
    `The column ${label} of ${source} must hold Normal or Attack, or 0 or 1, in every row, so that ` +
      'attacks can be excluded. Correct its cells, or include all rows with `withAttacks`.',
  );
}

function compareChannel(name: string, train: Column, test: Column): ChannelDrift {
  const [a, b] = [sortReadings(train).sorted, sortReadings(test).sorted];
  if (a.length === 0 || b.length === 0) {
    const none = { kolmogorovSmirnov: NaN, stabilityIndex: NaN, shift: NaN, outside: NaN };
    return { name, level: 'unknown', ...none };
  }
  const states = commonStates(a, b);
  const spread = spreadOf(a, b, states);
  const [left, right] = [describeSide(a, spread), describeSide(b, spread)];
  const distances = {
    kolmogorovSmirnov: kolmogorovSmirnov(a, b),
    stabilityIndex: stabilityIndex(a, b, states),
    shift: shiftOf(left, right),
    outside: shareOutside(a, b),
  };
  return {
    name,
    level: levelOf(distances),
    ...distances,
    train: left,
    test: right,
    trend: trendOf(test),
    usual: { low: quantileOfSorted(a, 0.01), high: quantileOfSorted(a, 0.99) },
  };
}

/** The states of both where each shows states; undefined where one is a quantity. */
function commonStates(a: Column, b: Column): readonly number[] | undefined {
  const [left, right] = [statesOf(a), statesOf(b)];
  if (!left || !right) return undefined;
  return [...new Set([...left, ...right])].sort((x, y) => x - y);
}

type Spread = (sorted: Column) => Histogram;

/** Share at either end that a chart may cut off, and the margin around the rest. */
const CHART_RANGE = { tail: 0.02, margin: 0.25 } as const;

/** The same bins for both samples, over the bulk of each: a few readings far away would flatten it. */
function spreadOf(a: Column, b: Column, states: readonly number[] | undefined): Spread {
  if (states) return (sorted) => stateHistogram(sorted, states);
  const { tail, margin } = CHART_RANGE;
  const low = Math.min(quantileOfSorted(a, tail), quantileOfSorted(b, tail));
  const high = Math.max(quantileOfSorted(a, 1 - tail), quantileOfSorted(b, 1 - tail));
  const from = Math.max(low - margin * (high - low), Math.min(a[0], b[0]));
  const to = Math.min(high + margin * (high - low), Math.max(a[a.length - 1], b[b.length - 1]));
  return (sorted) => histogramOf(sorted, [from, to]);
}

function describeSide(sorted: Column, spread: Spread): DriftSide {
  const N = sorted.length;
  let sum = 0;
  for (let i = 0; i < N; i++) sum += sorted[i];
  const mean = sum / N;
  let squares = 0;
  for (let i = 0; i < N; i++) squares += (sorted[i] - mean) ** 2;
  return {
    readings: N,
    mean,
    deviation: Math.sqrt(squares / N),
    median: quantileOfSorted(sorted, 0.5),
    smallest: sorted[0],
    largest: sorted[N - 1],
    histogram: spread(sorted),
  };
}

function shiftOf(train: DriftSide, test: DriftSide): number {
  const distance = test.mean - train.mean;
  return distance === 0 ? 0 : distance / train.deviation;
}

function levelOf({
  kolmogorovSmirnov: ks,
  stabilityIndex: psi,
}: Pick<ChannelDrift, 'kolmogorovSmirnov' | 'stabilityIndex'>): DriftLevel {
  if (ks >= MOVED.ks || psi >= MOVED.psi) return 'moved';
  return ks >= LITTLE.ks || psi >= LITTLE.psi ? 'a little' : 'steady';
}

/** The drift report as one self-contained HTML page. */
import {
  type Cell,
  htmlBadge,
  htmlNote,
  htmlPage,
  htmlTable,
  htmlTiles,
  smallHistogram,
  sparkline,
  type Tone,
} from '@anodec/charts';
import { formatCount, countOf } from '@anodec/core';
import { formatNumber, formatShare } from '../profile/format-number.js';
import { formatDecimals, formatShift } from './format-drift.js';
import type { ChannelDrift, DriftReport, DriftSource } from './drift-report.js';

/** Renders the whole page. @param created when, as text */
export function driftPage(report: DriftReport, created?: string): string {
  const { train, test, channels } = report;
  const moved = channels.filter(({ level }) => level === 'moved');
  const little = channels.filter(({ level }) => level === 'a little');
  const title = 'What moved from training to test';
  const tiles: [string, string][] = [
    [formatCount(moved.length), `of ${formatCount(channels.length)} channels moved`],
    [formatCount(little.length), 'moved a little'],
    [
      channels[0]?.name ?? '–',
      `moved most, KS ${formatDecimals(channels[0]?.kolmogorovSmirnov ?? NaN, 3)}`,
    ],
    [formatCount(train.rows - train.attackRows), 'training rows'],
    [formatCount(test.rows - test.attackRows), 'test rows'],
  ];
  const lone = [...report.onlyInTrain, ...report.onlyInTest];
  const made = created ? ` Made ${created} UTC.` : '';
  const body = [
    htmlTiles(tiles),
    htmlNote(NOTE),
    lone.length > 0 ? htmlNote(`On one side only: ${lone.join(', ')}.`) : '',
    table(channels),
  ];
  return htmlPage({
    title,
    heading: title,
    subtitle: `Training: ${describeSource(train)}. Test: ${describeSource(test)}.${made}`,
    body: body.filter(Boolean).join('\n'),
  });
}

const NOTE =
  'KS is the Kolmogorov-Smirnov statistic, the largest distance of the two distribution functions, 0 to 1. PSI is the population ' +
  'stability index over the deciles of training: from 0.1 on a little, from 0.25 on moved, as from a KS of 0.1 and 0.25. The shift is that of ' +
  'the mean, in deviations of training. Histograms: training filled, test outlined. The trend runs over the test rows; the shade behind ' +
  'it is where 98 % of the training readings lie. No p-values: rows a second apart are not independent.';

function describeSource({ names, rows, attackRows }: DriftSource): string {
  const without = attackRows > 0 ? `, without ${formatCount(attackRows)} labelled as attack` : '';
  return `${names.join(', ')}, ${countOf(rows, 'row')}${without}`;
}

const HEAD = ['KS', 'PSI', 'shift', 'outside', 'training mean', 'test mean'];

function table(channels: readonly ChannelDrift[]): string {
  return htmlTable({
    columns: [
      'channel',
      '',
      ...HEAD.map((title) => ({ title, numeric: true })),
      'training and test',
      'trend of the test',
    ],
    rows: channels.map(row),
  });
}

function row(drift: ChannelDrift): Cell[] {
  const { name, level, train, test, trend, usual } = drift;
  const bars =
    train && test
      ? smallHistogram({
          counts: train.histogram.counts,
          other: test.histogram.counts,
          discrete: train.histogram.discrete,
          width: 190,
          height: 40,
        })
      : '';
  const line = trend
    ? sparkline({ ...trend, ...(usual && { usual }), width: 300, height: 40 })
    : '';
  return [
    name,
    { html: htmlBadge(level, TONE_OF_LEVEL[level]) },
    formatDecimals(drift.kolmogorovSmirnov, 3),
    formatDecimals(drift.stabilityIndex, 3),
    formatShift(drift.shift),
    formatShare(drift.outside),
    formatNumber(train?.mean),
    formatNumber(test?.mean),
    { html: bars },
    { html: line },
  ];
}

const TONE_OF_LEVEL: Readonly<Record<string, Tone>> = { moved: 'bad', 'a little': 'doubtful' };

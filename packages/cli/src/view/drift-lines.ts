/** The drift report for the terminal. */
import { formatCount, countOf } from '@anodec/core';
import {
  type ChannelDrift,
  type DriftReport,
  type DriftSource,
  formatDecimals,
  formatNumber,
  formatShare,
  formatShift,
} from '@anodec/explore';
import { textTable } from './text-table.js';

/** A line for each channel, largest change first. */
export function driftLines(report: DriftReport): string[] {
  const { train, test, channels, onlyInTrain, onlyInTest } = report;
  const moved = channels.filter(({ level }) => level === 'moved').map(({ name }) => name);
  const head = ['channel', 'result', 'KS', 'PSI', 'shift', 'outside', 'training mean', 'test mean'];
  return [
    `training: ${sourceLine(train)}`,
    `test: ${sourceLine(test)}`,
    ...(onlyInTrain.length > 0 ? [`only in training: ${onlyInTrain.join(', ')}`] : []),
    ...(onlyInTest.length > 0 ? [`only in test: ${onlyInTest.join(', ')}`] : []),
    '',
    ...textTable([head, ...channels.map(rowOf)], [2, 3, 4, 5, 6, 7]),
    '',
    moved.length === 0
      ? 'No channel moved.'
      : `${moved.length} of ${channels.length} channels moved, largest change first: ${moved.join(', ')}`,
    'KS: Kolmogorov-Smirnov statistic. PSI: population stability index. shift: of the mean, in standard',
    'deviations of training. outside: share of test readings beyond the training range. moved: KS or PSI',
    'at least 0.25.',
  ];
}

function rowOf(drift: ChannelDrift): string[] {
  const { name, level, shift, outside, train, test } = drift;
  return [
    name,
    level,
    formatDecimals(drift.kolmogorovSmirnov, 3),
    formatDecimals(drift.stabilityIndex, 3),
    formatShift(shift),
    formatShare(outside),
    formatNumber(train?.mean),
    formatNumber(test?.mean),
  ];
}

function sourceLine({ names, rows, attackRows }: DriftSource): string {
  const without = attackRows > 0 ? `, without ${formatCount(attackRows)} labelled as attack` : '';
  return `${names.join(', ')}, ${countOf(rows, 'row')}${without}`;
}

/** Channels that reveal the labels. */
import { createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { findLabelLeaks } from './label-leaks.js';

const labels = Uint8Array.of(0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 0, 0);

/** Channels beside each other, T rows. */
function frameOf(channels: Readonly<Record<string, readonly number[]>>, rowLabels?: Uint8Array) {
  const names = Object.keys(channels);
  const T = channels[names[0]].length;
  const values = Float32Array.from({ length: T * names.length }, (_, i) => {
    return channels[names[i % names.length]][Math.floor(i / names.length)];
  });
  return createFrame({ values, channels: names, ...(rowLabels && { labels: rowLabels }) });
}

const test1 = {
  level: [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8],
  copy: [...labels],
  inverted: [1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1],
  second: [0, 0, 0, 0, 0, 0, 0, 0, 7, 7, 0, 0],
  valve: [0, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0],
  still: Array.from({ length: 12 }, () => 0),
};
const normal = frameOf({
  level: [2, 7],
  copy: [0, NaN],
  inverted: [1, 1],
  second: [0, 0],
  valve: [0, 0],
  still: [0, 0],
});

test('finds copies of the labels and of some of their attacks, and no valve that lags behind', () => {
  expect(findLabelLeaks([normal], frameOf(test1, labels))).toEqual([
    { channel: 'copy', normalValue: 0, attackValue: 1, agreement: 1, sameRuns: true },
    { channel: 'inverted', normalValue: 1, attackValue: 0, agreement: 1, sameRuns: true },
    { channel: 'second', normalValue: 0, attackValue: 7, agreement: 2 / 5, sameRuns: true },
  ]);
});

test('finds none among channels that change in any normal recording', () => {
  const other = frameOf(Object.fromEntries(normal.channels.map((name) => [name, [0, 1]])));
  expect(findLabelLeaks([normal, other], frameOf(test1, labels))).toEqual([]);
});

test('finds none without a labelled attack', () => {
  expect(findLabelLeaks([normal], frameOf(test1))).toEqual([]);
  expect(findLabelLeaks([normal], frameOf(test1, new Uint8Array(12)))).toEqual([]);
});

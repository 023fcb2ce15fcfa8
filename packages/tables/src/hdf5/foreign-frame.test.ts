/** Frames that another program wrote into a store, or rewrote there. */
import { UNKNOWN_LABEL } from '@anodec/core';
import { expect, test } from 'vitest';
import { createBlockTable } from './column-blocks.js';
import { readForeignFrame } from './foreign-frame.js';
import { LABEL_COLUMN } from './frame-store.js';

function tableWith(labels: readonly number[]) {
  const cells = [Float64Array.of(0, 1000, 2000), Float64Array.of(0.5, 1, 2), labels];
  const kinds = { Timestamp: 'time', LIT101: 'number', [LABEL_COLUMN]: 'number' } as const;
  const blocks = Object.entries(kinds).map(([name, kind], k) => ({
    columns: [{ name, kind }],
    numbers: (start: number, end: number) => Float64Array.from(cells[k].slice(start, end)),
  }));
  return createBlockTable({ source: 'df_norm of store.h5', rows: 3, blocks });
}

test('reads -1, as pandas rewrites an unknown label, and an empty label as unknown', () => {
  const { labels } = readForeignFrame(tableWith([0, -1, 1]), LABEL_COLUMN);
  expect(labels).toEqual(Uint8Array.of(0, UNKNOWN_LABEL, 1));
  const empty = readForeignFrame(tableWith([NaN, 0, 1]), LABEL_COLUMN);
  expect(empty.labels).toEqual(Uint8Array.of(UNKNOWN_LABEL, 0, 1));
});

test('refuses any other label, naming file, row and column', () => {
  expect(() => readForeignFrame(tableWith([0, 1, 2]), LABEL_COLUMN)).toThrow(
    'The labels of df_norm of store.h5 must be 0 and 1, or Normal and Attack, got "2" in row',
  );
});

/** Tests of the remarks on validation losses. */
import type { EpochReport } from '@anodec/model';
import { expect, test } from 'vitest';
import { lossNotes } from './loss-notes.js';

const summaryOf = (losses: readonly (number | undefined)[], bestEpoch: number) => ({
  bestEpoch,
  reports: losses.map((loss, epoch) => ({
    epoch,
    valid: loss === undefined ? {} : { loss },
  })) as unknown as EpochReport[],
});

test('says nothing where every validation gave a number, and of epochs that were not validated', () => {
  expect(lossNotes(summaryOf([undefined, 0.5, undefined, 1e30], 1))).toEqual([]);
});

test.each([
  [
    [1, Infinity, undefined],
    0,
    'was Infinity in 1 of 2 epochs, not in the one that is kept: errors of',
  ],
  [[NaN, NaN], 0, 'was NaN in 2 of 2 epochs, also in the one that is kept, so that its scores'],
])(
  'says how often a loss of %j was no number, and whether in epoch %i',
  (losses, best, message) => {
    const [note] = lossNotes(summaryOf(losses, best));
    expect(note).toContain(`The validation loss ${message}`);
    expect(note).toMatch(/train anew\.$/);
  },
);
